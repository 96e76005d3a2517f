import type { Bits } from './bits.ts';
import type { Found, FoundPart } from './engine.ts';
import type { IdLists } from './id-lists.ts';
import type { ColumnName } from './segment.ts';

/** How often each value of a column of small integers occurs. Missing values are counted as `missing`. */
export function tallyColumn({ parts }: Found, name: ColumnName): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { segment, index } of parts) {
    const column = segment.columns[name];
    const byCode = tallyCodes(column.codes, index.bits, column.codeCount);
    for (const [code, count] of byCode.entries()) {
      if (count === 0) continue;
      const value = column.decode(code);
      counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
  return counts;
}

/**
 * How many rows have an id of each group; a row counts once for a group however many of its ids it has.
 *
 * @param groupOf a small integer per id; -1 for one that is not counted.
 */
export function tallyGroups(
  { parts }: Found,
  list: 'terms' | 'streams',
  groupOf: (id: number) => number,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const part of parts) tallyPart(part, list, { groupOf, counts });
  return counts;
}

interface Groups {
  readonly groupOf: (id: number) => number;
  readonly counts: Map<number, number>;
}

function tallyPart({ segment, index }: FoundPart, list: 'terms' | 'streams', { groupOf, counts }: Groups): void {
  const lists = segment[list];
  const byList = tallyCodes(lists.of, index.bits, lists.offsets.length - 1);
  const groups = groupPlaces(lists, groupOf);
  const sums = new Uint32Array(groups.ids.length);
  const lastList = new Int32Array(groups.ids.length).fill(-1);
  for (let number = 0; number < byList.length; number += 1) {
    const count = byList[number] ?? 0;
    if (count === 0) continue;
    const end = lists.offsets[number + 1] ?? 0;
    for (let at = lists.offsets[number] ?? 0; at < end; at += 1) {
      const group = groups.of[lists.items[at] ?? 0] ?? -1;
      if (group < 0 || lastList[group] === number) continue;
      lastList[group] = number;
      sums[group] = (sums[group] ?? 0) + count;
    }
  }
  for (const [place, id] of groups.ids.entries()) {
    const sum = sums[place] ?? 0;
    if (sum > 0) counts.set(id, (counts.get(id) ?? 0) + sum);
  }
}

/** The groups of a segment's ids, numbered without gaps. */
function groupPlaces(
  { names }: IdLists,
  groupOf: (id: number) => number,
): { readonly of: Int32Array; readonly ids: readonly number[] } {
  const places = new Map<number, number>();
  const of = new Int32Array(names.length);
  for (const [at, id] of names.entries()) {
    const group = groupOf(id);
    let place = group < 0 ? -1 : places.get(group);
    if (place === undefined) {
      place = places.size;
      places.set(group, place);
    }
    of[at] = place;
  }
  return { of, ids: [...places.keys()] };
}

/** How often each code occurs among the rows of a set. */
function tallyCodes(codes: ArrayLike<number>, bits: Bits, codeCount: number): Uint32Array {
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
