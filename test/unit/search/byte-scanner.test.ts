import { describe, expect, it } from 'vitest';
import { listBits, makeBits } from '#main/search/bits.ts';
import { ByteScanner } from '#main/search/byte-scanner.ts';
import { textBytes } from '#main/search/byte-scanner-program.ts';
import { TextsBuilder } from '#main/search/texts.ts';
import { Chance } from '../../support/search-world.ts';

function makeTexts(list: readonly string[]) {
  const builder = new TextsBuilder(list.length, Buffer.byteLength(list.join('')));
  for (const text of list) {
    const bytes = Buffer.from(new TextEncoder().encode(text).buffer);
    builder.addSlice({ bytes, start: 0, end: bytes.length });
  }
  return builder.finish();
}

/** Rows that have the needle, by the scanner; the plainest way of the same beside it. */
function find(
  list: readonly string[],
  needle: string,
  texts = makeTexts(list),
): { found: number[]; expected: number[] } {
  const bits = makeBits(list.length);
  required().findRows(texts, Buffer.from(needle), bits);
  const expected = list.flatMap((text, row) => (text.includes(needle) ? [row] : []));
  return { found: [...listBits(bits)], expected };
}

function required(): ByteScanner {
  const scanner = ByteScanner.create();
  if (scanner === undefined) throw new Error('This processor cannot run it.');
  return scanner;
}

describe('the byte scanner', () => {
  it('finds texts of every length, frequent and rare, in short and long ones, over several pieces of memory', () => {
    const chance = new Chance(21);
    const letters = 'aaaaaeeeiostnrbéx.-';
    const list = Array.from({ length: 9_000 }, (_, row) =>
      Array.from(
        { length: 1 + chance.below(row % 9 === 0 ? 300 : 60) },
        () => letters[chance.below(letters.length)],
      ).join(''),
    );
    const texts = makeTexts(list);
    expect(texts.bytes.length).toBeGreaterThan(3 * textBytes);
    for (let nth = 0; nth < 200; nth += 1) {
      const text = chance.pick(list);
      const start = chance.below(text.length);
      const length = nth % 5 === 0 ? 10 + chance.below(100) : 1 + (nth % 9);
      const needle = nth % 7 === 0 ? `x${nth % 3}` : text.slice(start, start + length);
      const { found, expected } = find(list, needle, texts);
      expect(found, needle).toEqual(expected);
    }
  });

  it('finds rows where there are many in few bytes, some of them empty', () => {
    const list = Array.from({ length: 90_000 }, (_, row) => ['', 'a', 'b', '', 'ab'][row % 5] ?? '');
    for (const needle of ['a', 'b', 'ab', 'ba', 'c']) {
      const { found, expected } = find(list, needle);
      expect(found, needle).toEqual(expected);
    }
  });

  it('finds what lies across two pieces, and nothing that lies across two texts', () => {
    for (const before of [textBytes - 5, textBytes - 3, textBytes - 1, textBytes, textBytes + 1]) {
      const list = ['.'.repeat(before), 'login.example', 'log', 'in.example', `${'y'.repeat(2 * textBytes)}login`];
      for (const needle of ['login', 'l', 'lo', 'gin', 'in.example', 'nlog', '.', 'ylogin']) {
        const { found, expected } = find(list, needle);
        expect(found, `${needle} after ${before}`).toEqual(expected);
      }
    }
  });

  it('finds nothing where the bytes end before the needle does, nor what was there before', () => {
    const scanner = required();
    const bits = makeBits(1);
    scanner.findRows(makeTexts(['abcdefgh'.repeat(4)]), Buffer.from('efgh'), bits);
    expect([...listBits(bits)]).toEqual([0]);
    const others = makeBits(40);
    for (const needle of ['efgh', 'bc', 'abcd', 'h']) scanner.findRows(makeTexts(['ab']), Buffer.from(needle), others);
    expect([...listBits(others)]).toEqual([]);
    scanner.findRows(makeTexts([]), Buffer.from('a'), others);
    expect([...listBits(others)]).toEqual([]);
  });
});
