import { describe, expect, it } from 'vitest';
import { Offsets } from '#main/search/offsets.ts';
import { Chance } from '../../support/search-world.ts';

/** Offsets of stretches of these lengths. */
function of(lengths: readonly number[]): { readonly plain: Uint32Array; readonly packed: Offsets } {
  const plain = new Uint32Array(lengths.length + 1);
  for (const [at, length] of lengths.entries()) plain[at + 1] = (plain[at] ?? 0) + length;
  return { plain, packed: Offsets.of(plain) };
}

const chance = new Chance(12);
const few = (): number => chance.below(7);

describe('offsets', () => {
  it.each([
    ['none', []],
    ['one', [3]],
    ['a block', Array.from({ length: 63 }, few)],
    ['a block and its end', Array.from({ length: 64 }, few)],
    ['a block and one more', Array.from({ length: 65 }, few)],
    ['many', Array.from({ length: 1_000 }, few)],
    ['long ones', Array.from({ length: 200 }, () => chance.below(90_000))],
  ])('of %s are those that went in, and tell who holds a position', (_, lengths) => {
    const { plain, packed } = of(lengths);
    expect(packed.count).toBe(lengths.length);
    expect(Array.from(plain, (_offset, at) => packed.at(at))).toEqual([...plain]);
    for (let stretch = 0; stretch < lengths.length; stretch += 1) {
      const [start = 0, end = 0] = plain.subarray(stretch, stretch + 2);
      for (const position of new Set([start, (start + end) >>> 1, end - 1])) {
        if (position < start || position >= end) continue;
        for (const from of [0, stretch >>> 1, stretch]) expect(packed.find(from, position)).toBe(stretch);
      }
    }
  });

  it('take little more than two bytes each, and no more than four where they are far apart', () => {
    expect(of(Array.from({ length: 6_400 }, few)).packed.byteLength).toBeLessThan(6_400 * 2.2);
    expect(of(Array.from({ length: 6_400 }, () => 2_000)).packed.byteLength).toBeLessThan(6_400 * 4.2);
  });
});
