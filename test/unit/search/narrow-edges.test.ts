import { describe, expect, it } from 'vitest';
import { type Bits, fullBits, listBits, makeBits, setBit } from '#main/search/bits.ts';
import { narrowToTexts, type TextPattern } from '#main/search/narrow-texts.ts';
import { TextsBuilder } from '#main/search/texts.ts';
import { makeTools } from '#main/search/tools.ts';
import { Chance } from '../../support/search-world.ts';

const tools = makeTools();

function makeTexts(list: readonly string[]) {
  const builder = new TextsBuilder(list.length, 64);
  for (const text of list) builder.addText(text);
  return builder.finish();
}

function find(list: readonly string[], pieces: readonly string[], ends: Ends, rows: Bits): readonly number[] {
  const pattern: TextPattern = { pieces: pieces.map((piece) => Buffer.from(piece)), ...ends };
  narrowToTexts(makeTexts(list), pattern, { rows, tools });
  return [...listBits(rows)];
}

type Ends = Pick<TextPattern, 'anchoredStart' | 'anchoredEnd'>;
const atStart: Ends = { anchoredStart: true, anchoredEnd: false };
const atEnd: Ends = { anchoredStart: false, anchoredEnd: true };
const whole: Ends = { anchoredStart: true, anchoredEnd: true };

/** Short texts of few letters, so that much begins and ends alike, and some are shorter than what is compared at once. */
function makeList(chance: Chance, size: number): readonly string[] {
  const letters = 'aab.é';
  return Array.from({ length: size }, () =>
    Array.from({ length: 1 + chance.below(14) }, () => letters[chance.below(letters.length)]).join(''),
  );
}

describe('texts that begin or end with a piece', () => {
  it.each([1, 2, 5, 31, 32, 33, 64, 1_000])('are those found the plainest way, among %i rows', (size) => {
    const chance = new Chance(size);
    const list = makeList(chance, size);
    const among = [fullBits(size), makeBits(size)] as const;
    for (let row = 0; row < size; row += 1) if (chance.below(8) === 0) setBit(among[1], row);
    for (let nth = 0; nth < 400; nth += 1) {
      const text = chance.pick(list);
      const length = 1 + chance.below(12);
      const rows = among[nth % 2] ?? among[0];
      const known = [...listBits(rows)];
      const start = text.slice(0, length);
      const end = text.slice(-length);
      expect(find(list, [start], atStart, rows.slice()), `${start}*`).toEqual(
        known.filter((row) => list[row]?.startsWith(start)),
      );
      expect(find(list, [end], atEnd, rows.slice()), `*${end}`).toEqual(
        known.filter((row) => list[row]?.endsWith(end)),
      );
      expect(find(list, [text], whole, rows.slice()), text).toEqual(known.filter((row) => list[row] === text));
    }
  });

  it('are looked at for the other pieces too', () => {
    const list = ['ab', 'aab', 'abxab', 'a-middle-b', 'middle-ab', 'aaaaaaaaaaaaaaaaaaaa', 'b-middle-a'];
    expect(find(list, ['a', 'b'], whole, fullBits(list.length))).toEqual([0, 1, 2, 3]);
    expect(find(list, ['middle', 'ab'], atEnd, fullBits(list.length))).toEqual([4]);
    expect(find(list, ['a', 'middle'], atStart, fullBits(list.length))).toEqual([3]);
    expect(find(list, ['ab', 'ab'], whole, fullBits(list.length))).toEqual([2]);
    expect(find(list, ['a'.repeat(9)], atEnd, fullBits(list.length))).toEqual([5]);
  });

  it('do not begin in one text and end in the next', () => {
    const list = ['a', 'b', 'ab', 'ba', 'longer-than-what-is-compared', 'a'];
    expect(find(list, ['ab'], atStart, fullBits(list.length))).toEqual([2]);
    expect(find(list, ['ab'], atEnd, fullBits(list.length))).toEqual([2]);
    expect(find(list, ['ba'], atEnd, fullBits(list.length))).toEqual([3]);
  });
});
