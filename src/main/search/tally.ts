import type { Bits } from './bits.ts';
import type { Column } from './column.ts';
import type { Found, FoundPart } from './engine.ts';
import type { IdLists } from './id-lists.ts';
import { countInRange } from './narrow-columns.ts';
import type { ColumnName } from './segment.ts';

/** How often each value of a column of small integers occurs. Missing values are counted as `missing`. */
export function tallyColumn({ parts }: Found, name: ColumnName): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { segment, index } of parts) {
    const column = segment.columns[name];
    for (const [code, count] of tallyCodes(column, index).entries()) {
      if (count === 0) continue;
      const value = column.decode(code);
      counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
  return counts;
}

/** From included, to excluded. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

/** How many rows have a value in each of several bands, which may overlap. */
export function tallyBands({ parts }: Found, name: ColumnName, bands: readonly Band[]): readonly number[] {
  const sums = bands.map(() => 0);
  for (const { segment, index } of parts) {
    const column = segment.columns[name];
    const counts = column.codes.BYTES_PER_ELEMENT <= 2 ? tallyCodes(column, index) : undefined;
    for (const [at, { from, to }] of bands.entries()) {
      // Whole numbers.
      const range = [from, to - 1] as const;
      const count = counts === undefined ? countInRange(column, range, index.bits) : sumRange(column, range, counts);
      sums[at] = (sums[at] ?? 0) + count;
    }
  }
  return sums;
}

function sumRange(column: Column, [min, max]: readonly [number, number], counts: Uint32Array): number {
  const { low, high } = column.rangeOf(min, max);
  let sum = 0;
  for (let code = low; code <= high && code < counts.length; code += 1) sum += counts[code] ?? 0;
  return sum;
}

/** How often each distinct set of ids of each part occurs. */
export class ListTally {
  readonly #parts: readonly { readonly lists: IdLists; readonly counts: Uint32Array }[];

  constructor({ parts }: Found, name: 'terms' | 'streams') {
    this.#parts = parts.map(({ segment, index }) => {
      const lists = segment[name];
      return { lists, counts: countCodes(lists.of, index.bits, lists.offsets.length - 1) };
    });
  }

  /**
   * How many rows have an id of each group; a row counts once for a group however many of its ids it has.
   *
   * @param groupOf a number from 0 per id.
   */
  countGroups(groupOf: (id: number) => number): ReadonlyMap<number, number> {
    const sums = new Map<number, number>();
    for (const { lists, counts } of this.#parts) {
      const groups = groupPlaces(lists, groupOf);
      // Mostly each id is a group of its own: then there is nothing to count twice.
      const isPlain = groups.ids.length === lists.names.length;
      const byPlace = isPlain ? countItems(lists, counts) : countDistinct(lists, counts, groups);
      for (const [place, id] of groups.ids.entries()) {
        const sum = byPlace[place] ?? 0;
        if (sum > 0) sums.set(id, (sums.get(id) ?? 0) + sum);
      }
    }
    return sums;
  }
}

/** Numbers of groups without gaps, in the order of the ids. */
interface Groups {
  /** By place of the id. */
  readonly of: Int32Array;
  /** What the caller calls each. */
  readonly ids: readonly number[];
}

function groupPlaces({ names }: IdLists, groupOf: (id: number) => number): Groups {
  const places = new Map<number, number>();
  const of = new Int32Array(names.length);
  for (let at = 0; at < names.length; at += 1) {
    const group = groupOf(names[at] ?? 0);
    let place = places.get(group);
    if (place === undefined) {
      place = places.size;
      places.set(group, place);
    }
    of[at] = place;
  }
  return { of, ids: [...places.keys()] };
}

function countItems({ offsets, items, names }: IdLists, counts: Uint32Array): Uint32Array {
  const sums = new Uint32Array(names.length);
  let at = 0;
  for (let list = 0; list < counts.length; list += 1) {
    const end = offsets[list + 1] ?? 0;
    const count = counts[list] ?? 0;
    if (count !== 0) {
      for (; at < end; at += 1) {
        const place = items[at] ?? 0;
        sums[place] = (sums[place] ?? 0) + count;
      }
    }
    at = end;
  }
  return sums;
}

function countDistinct({ offsets, items }: IdLists, counts: Uint32Array, groups: Groups): Uint32Array {
  const sums = new Uint32Array(groups.ids.length);
  const lastList = new Int32Array(groups.ids.length).fill(-1);
  for (let list = 0; list < counts.length; list += 1) {
    const count = counts[list] ?? 0;
    if (count === 0) continue;
    const end = offsets[list + 1] ?? 0;
    for (let at = offsets[list] ?? 0; at < end; at += 1) {
      const group = groups.of[items[at] ?? 0] ?? 0;
      if (lastList[group] === list) continue;
      lastList[group] = list;
      sums[group] = (sums[group] ?? 0) + count;
    }
  }
  return sums;
}

/** How often each code of a column occurs. */
function tallyCodes(column: Column, index: FoundPart['index']): Uint32Array {
  if (column.coding.kind === 'constant') return Uint32Array.of(index.count);
  return countCodes(column.codes, index.bits, column.codeCount);
}

function countCodes(codes: ArrayLike<number>, bits: Bits, codeCount: number): Uint32Array {
  const counts = new Uint32Array(codeCount);
  for (let at = 0; at < bits.length; at += 1) {
    const word = bits[at] ?? 0;
    if (word === 0) continue;
    const start = at << 5;
    if (word === -1) {
      for (let bit = 0; bit < 32; bit += 1) {
        const code = codes[start + bit] ?? 0;
        counts[code] = (counts[code] ?? 0) + 1;
      }
      continue;
    }
    for (let rest = word; rest !== 0; rest &= rest - 1) {
      const code = codes[start + 31 - Math.clz32(rest & -rest)] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  return counts;
}
