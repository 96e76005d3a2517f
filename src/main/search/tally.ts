import { type Bits, listBits } from './bits.ts';
import type { Column } from './column.ts';
import { countFound } from './count-rows.ts';
import type { Found, FoundPart } from './engine.ts';
import { type IdLists, setCountOf } from './id-lists.ts';
import { countInRange } from './narrow-columns.ts';
import type { ColumnName } from './segment.ts';

/** How often each value of a column of small integers occurs. Missing values are counted as `missing`. */
export function tallyColumn({ parts }: Found, name: ColumnName): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const part of parts) {
    const column = part.segment.columns[name];
    for (const [code, count] of tallyCodes(column, part).entries()) {
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
  for (const part of parts) {
    const column = part.segment.columns[name];
    const counts = column.codes.BYTES_PER_ELEMENT <= 2 ? tallyCodes(column, part) : undefined;
    for (const [at, { from, to }] of bands.entries()) {
      // Whole numbers.
      const range = [from, to - 1] as const;
      const count =
        counts === undefined ? countInRange(column, range, part.index.bits) : sumRange(column, range, counts);
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

/** Counts the ids of what was found. */
export class ListTally {
  readonly #parts: readonly ListPart[];

  constructor({ parts }: Found, name: 'terms' | 'streams') {
    this.#parts = parts.map((part) => ({ ...part, lists: part.segment[name] }));
  }

  /**
   * How many rows have an id of each group; a row counts once for a group however many of its ids it has.
   *
   * @param groupOf a number from 0 to below `size` per id.
   * @returns by group.
   */
  countGroups(groupOf: (id: number) => number, size: number): Uint32Array {
    const sums = new Uint32Array(size);
    for (const part of this.#parts) {
      const groups = Uint32Array.from(part.lists.names, groupOf);
      // Mostly each id is a group of its own: then there is nothing to count twice.
      if (areDistinct(groups, size)) addItems(part, groups, sums);
      else addDistinct(part, groups, sums);
    }
    return sums;
  }

  /** How many rows have each set of ids; a set is told once for each part of the engine that has it. */
  *countSets(): Generator<readonly [ids: readonly number[], count: number]> {
    for (const part of this.#parts) {
      const { offsets, items, names } = part.lists;
      for (const [set, count] of countSets(part).entries()) {
        if (count === 0) continue;
        yield [Array.from(items.subarray(offsets[set], offsets[set + 1]), (place) => names[place] ?? 0), count];
      }
    }
  }
}

interface ListPart extends FoundPart {
  readonly lists: IdLists;
}

function areDistinct(groups: Uint32Array, size: number): boolean {
  const seen = new Uint8Array(size);
  for (const group of groups) seen[group] = 1;
  return seen.reduce((sum, one) => sum + one, 0) === groups.length;
}

/** @param groups by place of the id. @param sums by group; added to. */
function addItems(part: ListPart, groups: Uint32Array, sums: Uint32Array): void {
  const { lists } = part;
  const byPlace = countFound(part, {
    by: lists,
    numbers: lists.names.length,
    count: (rows) => countPlaces(lists, rows),
  });
  for (let place = 0; place < groups.length; place += 1) {
    const group = groups[place] ?? 0;
    sums[group] = (sums[group] ?? 0) + (byPlace[place] ?? 0);
  }
}

/** How often each id occurs, by its place. */
function countPlaces(lists: IdLists, rows: Bits): Uint32Array {
  const { of, offsets, items, names } = lists;
  const sums = new Uint32Array(names.length);
  if (of === undefined) {
    for (let word = 0; word < rows.length; word += 1) {
      for (let rest = rows[word] ?? 0; rest !== 0; rest &= rest - 1) {
        const row = (word << 5) + 31 - Math.clz32(rest & -rest);
        const end = offsets[row + 1] ?? 0;
        for (let at = offsets[row] ?? 0; at < end; at += 1) sums[items[at] ?? 0] = (sums[items[at] ?? 0] ?? 0) + 1;
      }
    }
    return sums;
  }
  const counts = countCodes(of, rows, setCountOf(lists));
  for (let set = 0; set < counts.length; set += 1) {
    const count = counts[set] ?? 0;
    if (count === 0) continue;
    const end = offsets[set + 1] ?? 0;
    for (let at = offsets[set] ?? 0; at < end; at += 1) sums[items[at] ?? 0] = (sums[items[at] ?? 0] ?? 0) + count;
  }
  return sums;
}

/** How many rows have each set. */
function countSets(part: ListPart): Uint32Array {
  const { lists, index } = part;
  const { of } = lists;
  const numbers = setCountOf(lists);
  if (of !== undefined) return countFound(part, { by: of, numbers, count: (rows) => countCodes(of, rows, numbers) });
  const counts = new Uint32Array(numbers);
  for (const row of listBits(index.bits)) counts[row] = 1;
  return counts;
}

/** The same where some ids are of one group. */
function addDistinct(part: ListPart, groups: Uint32Array, sums: Uint32Array): void {
  const { offsets, items } = part.lists;
  const counts = countSets(part);
  const lastList = new Int32Array(sums.length).fill(-1);
  for (let list = 0; list < counts.length; list += 1) {
    const count = counts[list] ?? 0;
    if (count === 0) continue;
    const end = offsets[list + 1] ?? 0;
    for (let at = offsets[list] ?? 0; at < end; at += 1) {
      const group = groups[items[at] ?? 0] ?? 0;
      if (lastList[group] === list) continue;
      lastList[group] = list;
      sums[group] = (sums[group] ?? 0) + count;
    }
  }
}

/** How often each code of a column occurs. */
function tallyCodes(column: Column, part: FoundPart): Uint32Array {
  if (column.coding.kind === 'constant') return Uint32Array.of(part.index.count);
  const { codes, codeCount } = column;
  return countFound(part, { by: column, numbers: codeCount, count: (rows) => countCodes(codes, rows, codeCount) });
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
