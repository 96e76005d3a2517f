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

/** Counts the ids of what was found. */
export class ListTally {
  readonly #parts: readonly ListPart[];

  constructor({ parts }: Found, name: 'terms' | 'streams') {
    this.#parts = parts.map(({ segment, index }) => ({ lists: segment[name], index }));
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
    for (const { lists, index } of this.#parts) {
      const { offsets, items, names } = lists;
      for (const [list, count] of countCodes(lists.of, index.bits, offsets.count).entries()) {
        if (count === 0) continue;
        yield [Array.from(items.subarray(offsets.at(list), offsets.at(list + 1)), (place) => names[place] ?? 0), count];
      }
    }
  }
}

interface ListPart {
  readonly lists: IdLists;
  readonly index: FoundPart['index'];
}

function areDistinct(groups: Uint32Array, size: number): boolean {
  const seen = new Uint8Array(size);
  for (const group of groups) seen[group] = 1;
  return seen.reduce((sum, one) => sum + one, 0) === groups.length;
}

/** @param groups by place of the id. @param sums by group; added to. */
function addItems({ lists, index }: ListPart, groups: Uint32Array, sums: Uint32Array): void {
  const listCount = lists.offsets.count;
  // Where most rows have a set of their own, counting sets first would be work for nothing.
  const byPlace =
    index.count < 2 * listCount
      ? countItemsOfRows(lists, index.bits)
      : countItems(lists, countCodes(lists.of, index.bits, listCount));
  for (let place = 0; place < groups.length; place += 1) {
    const group = groups[place] ?? 0;
    sums[group] = (sums[group] ?? 0) + (byPlace[place] ?? 0);
  }
}

function countItemsOfRows({ of, offsets, items, names }: IdLists, bits: Bits): Uint32Array {
  const sums = new Uint32Array(names.length);
  for (let word = 0; word < bits.length; word += 1) {
    for (let rest = bits[word] ?? 0; rest !== 0; rest &= rest - 1) {
      const list = of[(word << 5) + 31 - Math.clz32(rest & -rest)] ?? 0;
      const end = offsets.at(list + 1);
      for (let at = offsets.at(list); at < end; at += 1) {
        const place = items[at] ?? 0;
        sums[place] = (sums[place] ?? 0) + 1;
      }
    }
  }
  return sums;
}

function countItems({ offsets, items, names }: IdLists, counts: Uint32Array): Uint32Array {
  const sums = new Uint32Array(names.length);
  for (let list = 0; list < counts.length; list += 1) {
    const count = counts[list] ?? 0;
    if (count === 0) continue;
    const end = offsets.at(list + 1);
    for (let at = offsets.at(list); at < end; at += 1) {
      const place = items[at] ?? 0;
      sums[place] = (sums[place] ?? 0) + count;
    }
  }
  return sums;
}

/** The same where some ids are of one group. */
function addDistinct({ lists, index }: ListPart, groups: Uint32Array, sums: Uint32Array): void {
  const { of, offsets, items } = lists;
  const counts = countCodes(of, index.bits, offsets.count);
  const lastList = new Int32Array(sums.length).fill(-1);
  for (let list = 0; list < counts.length; list += 1) {
    const count = counts[list] ?? 0;
    if (count === 0) continue;
    const end = offsets.at(list + 1);
    for (let at = offsets.at(list); at < end; at += 1) {
      const group = groups[items[at] ?? 0] ?? 0;
      if (lastList[group] === list) continue;
      lastList[group] = list;
      sums[group] = (sums[group] ?? 0) + count;
    }
  }
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
