import { describe, expect, it } from 'vitest';
import { BitIndex, countBits, dropBits, fullBits, hasBit, listBits, makeBits, setBit } from '#main/search/bits.ts';

const size = 5_000;
const rows = Array.from({ length: size }, (_, row) => row).filter((row) => row % 7 === 0 || (row > 900 && row < 1_700));

function bitsOf(list: readonly number[]) {
  const bits = makeBits(size);
  for (const row of list) setBit(bits, row);
  return bits;
}

describe('sets of rows', () => {
  it('hold what was put in', () => {
    const bits = bitsOf(rows);
    expect([...listBits(bits)]).toEqual(rows);
    expect(countBits(bits)).toBe(rows.length);
    expect(hasBit(bits, 7)).toBe(true);
    expect(hasBit(bits, 8)).toBe(false);
  });

  it.each([0, 1, 31, 32, 33, 64])('all of %i rows are no more than that', (count) => {
    expect(countBits(fullBits(count))).toBe(count);
  });

  it('are taken from one another', () => {
    const bits = bitsOf([1, 31, 32, 4_999]);
    dropBits(bits, bitsOf([31, 32, 33]));
    expect([...listBits(bits)]).toEqual([1, 4_999]);
  });

  it('tell the n-th row, and how many come before one', () => {
    const index = new BitIndex(bitsOf(rows));
    expect(index.count).toBe(rows.length);
    for (const [n, row] of rows.entries()) {
      expect(index.select(n)).toBe(row);
      expect(index.rank(row)).toBe(n);
      expect(index.rank(row + 1)).toBe(n + 1);
    }
    expect(() => index.select(rows.length)).toThrow(RangeError);
    expect(index.rank(size)).toBe(rows.length);
  });
});
