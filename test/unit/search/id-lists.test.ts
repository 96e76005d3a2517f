import { describe, expect, it } from 'vitest';
import { clearBit, fullBits, listBits, makeBits, setBit } from '#main/search/bits.ts';
import { IdListsBuilder } from '#main/search/id-lists.ts';
import { narrowToIds } from '#main/search/narrow-lists.ts';
import { takeAll } from '#main/search/steps.ts';
import { makeTools } from '#main/search/tools.ts';
import { Chance } from '../../support/search-world.ts';

const size = 40_000;

/** Rows with some ids: low ones in many, high ones hardly ever; of many words, any of them too. */
function makeLists(words: number) {
  const [most, rare] = words > 0x10000 ? [8, 1] : [5, 5];
  const chance = new Chance(4);
  const builder = new IdListsBuilder(size);
  const rows = Array.from({ length: size }, () => {
    const ids = Array.from({ length: chance.below(most) }, (__, nth) =>
      nth < rare ? 1 + chance.rare(words) : 1 + chance.below(words),
    );
    return [...new Set(ids)].sort((a, b) => a - b);
  });
  for (const ids of rows) builder.add(builder.intern(ids));
  return { rows, lists: takeAll(builder.finish()) };
}

const questions = [[1], [2], [7], [40], [900], [2_999], [1, 2, 3], [3, 5, 900], [800, 2_500], [9_999], [9_999, 5]];

describe.each([
  ['of their own', 90_000, { isOwn: true, bytes: 4 }],
  ['of their own, of few ids', 3_000, { isOwn: true, bytes: 2 }],
  ['that they share', 6, { isOwn: false, bytes: 1 }],
])('rows with sets %s', (_, words, { isOwn, bytes }) => {
  const { rows, lists } = makeLists(words);

  it('hold them in the form meant here', () => {
    expect(lists.of === undefined).toBe(isOwn);
    expect(lists.items.BYTES_PER_ELEMENT).toBe(bytes);
  });

  it.each([
    ['as fast as it can', makeTools()],
    ['without WebAssembly', { ...makeTools(), numbers: undefined }],
  ])('are found by any of some ids, frequent or rare, among all rows or few, %s', (__, tools) => {
    const few = makeBits(size);
    for (let row = 0; row < size; row += 97) setBit(few, row);
    const most = fullBits(size);
    for (let row = 0; row < size; row += 3) clearBit(most, row);
    for (const within of [fullBits(size), most, few, makeBits(size)]) {
      for (const ids of questions) {
        const expected = [...listBits(within)].filter((row) => rows[row]?.some((id) => ids.includes(id)));
        const found = within.slice();
        narrowToIds(lists, new Set(ids), { rows: found, tools });
        expect([...listBits(found)], ids.join()).toEqual(expected);
      }
    }
  });
});
