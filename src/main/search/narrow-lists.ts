import { type Bits, countBits } from './bits.ts';
import type { IdLists } from './id-lists.ts';
import { narrowToMarks } from './narrow-columns.ts';
import type { RowsToNarrow } from './tools.ts';

/** Of fewer rows than one for so many sets, the set of each is looked at alone: of one id all sets can be marked natively. */
const sparseForOne = 8;
const sparseForSeveral = 1.5;

/** Keeps those rows whose own set has one of the ids. */
export function narrowToIds(lists: IdLists, ids: ReadonlySet<number>, { rows, tools: { pool } }: RowsToNarrow): void {
  const wanted = findWanted(lists, ids);
  if (wanted.places.length === 0) {
    rows.fill(0);
    return;
  }
  const listCount = lists.offsets.count;
  const [only, ...others] = wanted.places;
  const single = others.length === 0 ? only : undefined;
  const rowCount = countBits(rows);
  if (rowCount * (single === undefined ? sparseForSeveral : sparseForOne) < listCount) {
    narrowEach(lists, wanted, rows);
    return;
  }
  // A byte for each list.
  const bits = pool.take(8 * listCount);
  const marks = new Uint8Array(bits.buffer, 0, listCount);
  const first = single === undefined ? 0 : markRare(lists, single, marks);
  // A frequent one costs as much as several.
  if (first < listCount && rowCount * sparseForSeveral < listCount) narrowEach(lists, wanted, rows);
  else {
    markFrom(lists, first, { wanted, marks });
    narrowToMarks(lists.of, marks, rows);
  }
  pool.give(bits);
}

/** Which of the ids that occur are looked for. */
interface Wanted {
  readonly places: readonly number[];
  /** 1 for each of them. */
  readonly marks: Uint8Array;
}

function findWanted({ names }: IdLists, ids: ReadonlySet<number>): Wanted {
  const places: number[] = [];
  for (let place = 0; place < names.length; place += 1) if (ids.has(names[place] ?? 0)) places.push(place);
  const marks = new Uint8Array(names.length);
  for (const place of places) marks[place] = 1;
  return { places, marks };
}

function hasWanted({ offsets, items }: IdLists, list: number, { marks }: Wanted): boolean {
  const end = offsets.at(list + 1);
  for (let at = offsets.at(list); at < end; at += 1) if (marks[items[at] ?? 0] === 1) return true;
  return false;
}

/** Marks the sets from one on that have one of the ids: over all items in one go, which are few for each set. */
function markFrom({ offsets, items }: IdLists, first: number, { wanted, marks }: MarksToMake): void {
  const isWanted = wanted.marks;
  let list = first;
  for (let at = offsets.at(first); at < items.length; at += 1) {
    if (isWanted[items[at] ?? 0] !== 1) continue;
    while (offsets.at(list + 1) <= at) list += 1;
    marks[list] = 1;
    // On at the next one.
    at = offsets.at(list + 1) - 1;
  }
}

interface MarksToMake {
  readonly wanted: Wanted;
  /** 1 for each list that has one. */
  readonly marks: Uint8Array;
}

function narrowEach(lists: IdLists, wanted: Wanted, rows: Bits): void {
  for (let at = 0; at < rows.length; at += 1) {
    let hits = 0;
    for (let rest = rows[at] ?? 0; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      if (hasWanted(lists, lists.of[(at << 5) + bit] ?? 0, wanted)) hits |= 1 << bit;
    }
    rows[at] = hits;
  }
}

/** Of the sets up to a hit, the part that may be hits for a native search to pay. */
const dense = 16;
/** Hits after which that is looked at. */
const trialHits = 256;

/**
 * Marks the sets that have one place, looked for natively, which passes over sets without it several times as fast.
 *
 * @returns the first set that was not looked at, because there are too many hits for that; their number when all were.
 */
function markRare({ offsets, items }: IdLists, place: number, marks: Uint8Array): number {
  let hits = 0;
  for (let list = 0, at = items.indexOf(place); at >= 0; at = items.indexOf(place, offsets.at(list + 1))) {
    list = offsets.find(list, at);
    marks[list] = 1;
    hits += 1;
    if (hits >= trialHits && hits * dense >= list) return list + 1;
  }
  return offsets.count;
}
