import { type Bits, countBits, fullBits, hasBit, keepBits } from './bits.ts';
import { HitRows, type Needle } from './hit-rows.ts';
import { type IdLists, setCountOf } from './id-lists.ts';
import { narrowToMarks } from './narrow-columns.ts';
import { tableSize } from './number-scanner-program.ts';
import type { RowsToNarrow, Tools } from './tools.ts';

/** Which ids are looked for, as places among the names of the lists. */
interface WantedPlaces {
  readonly places: readonly number[];
  /** 1 for each of them. */
  readonly marks: Uint8Array;
}

/** Of fewer rows than one for so many sets, the set of each is looked at alone. */
const sparseForOne = 5;
const sparseForSeveral = 2;

/** Keeps those rows whose set has one of the ids. */
export function narrowToIds(lists: IdLists, ids: ReadonlySet<number>, { rows, tools }: RowsToNarrow): void {
  const wanted = findWanted(lists, ids);
  const sets = setCountOf(lists);
  if (wanted.places.length === 0) rows.fill(0);
  else if (countBits(rows) * (wanted.places.length === 1 ? sparseForOne : sparseForSeveral) < sets)
    narrowEach(lists, wanted, rows);
  else {
    const found = tools.pool.take(sets);
    findSets(lists, wanted, { found, numbers: tools.numbers });
    if (lists.of === undefined) keepBits(rows, found);
    else narrowToMarks(lists.of, marksOf(found, sets), rows);
    tools.pool.give(found);
  }
}

function findWanted({ names }: IdLists, ids: ReadonlySet<number>): WantedPlaces {
  const places: number[] = [];
  for (let place = 0; place < names.length; place += 1) if (ids.has(names[place] ?? 0)) places.push(place);
  const marks = new Uint8Array(names.length);
  for (const place of places) marks[place] = 1;
  return { places, marks };
}

function narrowEach({ of, offsets, items }: IdLists, { marks }: WantedPlaces, rows: Bits): void {
  for (let at = 0; at < rows.length; at += 1) {
    let hits = 0;
    for (let rest = rows[at] ?? 0; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      const row = (at << 5) + bit;
      const set = of === undefined ? row : (of[row] ?? 0);
      const end = offsets[set + 1] ?? 0;
      let mark = 0;
      for (let item = offsets[set] ?? 0; item < end; item += 1) mark |= marks[items[item] ?? 0] ?? 0;
      hits |= mark << bit;
    }
    rows[at] = hits;
  }
}

const oneItem: Needle = { length: 1 };

/** Adds every set that has one of the ids to a set of sets: all items are marked in one go, then the sets in which marks lie found. */
function findSets(
  lists: IdLists,
  { places, marks }: WantedPlaces,
  { found, numbers }: { readonly found: Bits; readonly numbers: Tools['numbers'] },
): void {
  const { offsets, items, names } = lists;
  if (numbers === undefined || names.length > tableSize) {
    // Each once, as if it were a row.
    const sets = setCountOf(lists);
    found.set(fullBits(sets));
    narrowEach({ ...lists, of: undefined }, { places, marks }, found);
    return;
  }
  const sets = new HitRows(offsets, oneItem, found);
  const [only = 0, ...others] = places;
  if (others.length === 0) numbers.scanRange(items, { low: only, high: only }, (stretch) => sets.add(stretch));
  else numbers.scanListed(items, marks, (stretch) => sets.add(stretch));
}

/** 1 for each that is in a set, by its number. */
function marksOf(bits: Bits, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (hasBit(bits, at) ? 1 : 0));
}
