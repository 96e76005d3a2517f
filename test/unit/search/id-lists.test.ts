import { expect, it } from 'vitest';
import { fullBits, listBits, makeBits, setBit } from '#main/search/bits.ts';
import { IdListsBuilder } from '#main/search/id-lists.ts';
import { narrowToIds } from '#main/search/narrow-lists.ts';
import { makeTools } from '#main/search/tools.ts';
import { Chance } from '../../support/search-world.ts';

const size = 20_000;

/** Rows with up to four ids: 1 in nearly every one, high ones hardly ever. */
function makeLists() {
  const chance = new Chance(4);
  const builder = new IdListsBuilder(size);
  const rows = Array.from({ length: size }, () => {
    const ids = Array.from({ length: chance.below(5) }, () => 1 + chance.rare(3_000));
    return [...new Set(ids)].sort((a, b) => a - b);
  });
  for (const ids of rows) builder.add(builder.intern(ids));
  return { rows, lists: builder.finish() };
}

it('finds the rows with any of some ids, frequent or rare, among all rows or few', () => {
  const { rows, lists } = makeLists();
  const tools = makeTools();
  const few = makeBits(size);
  for (let row = 0; row < size; row += 97) setBit(few, row);
  const questions = [[1], [2], [40], [900], [2_999], [1, 2, 3], [800, 2_500], [9_999], [9_999, 5]];
  for (const within of [fullBits(size), few, makeBits(size)]) {
    for (const ids of questions) {
      const expected = [...listBits(within)].filter((row) => rows[row]?.some((id) => ids.includes(id)));
      const found = within.slice();
      narrowToIds(lists, new Set(ids), { rows: found, tools });
      expect([...listBits(found)], ids.join()).toEqual(expected);
    }
  }
});
