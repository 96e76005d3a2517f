import { missing } from './column.ts';
import { type ColumnName, originalOf, type Segment } from './segment.ts';
import { compareSlices } from './texts.ts';

/** One key of an order. */
export interface EngineSortKey {
  readonly by: ColumnName | 'value';
  readonly descending: boolean;
  /** Place of each code of the column in the order, where that is not the code itself. */
  readonly ranks: readonly number[] | null;
}
export type EngineSort = readonly EngineSortKey[];

/** The order in which segments hold their rows. */
export const defaultOrder: EngineSort = [
  { by: 'score', descending: true, ranks: null },
  { by: 'last_seen', descending: true, ranks: null },
  { by: 'value', descending: false, ranks: null },
];

/** A name of an order, the same for equal ones. */
export function nameOf(sort: EngineSort): string {
  return sort.map(({ by, descending }) => `${descending ? '-' : ''}${by}`).join(',');
}

export type CompareRows = (rowA: number, rowB: number) => number;

/** Compares a row of one segment with one of another (or the same). Missing values come last both ways. */
export function compareRows(a: Segment, b: Segment, sort: EngineSort): CompareRows {
  const compares = sort.map((key) => compareBy(a, b, key));
  if (!sort.some(({ by }) => by === 'value')) compares.push(compareValues(a, b, 1));
  const [first = compareIds(a, b), ...others] = compares;
  const byId = compareIds(a, b);
  return (rowA, rowB) => {
    let order = first(rowA, rowB);
    for (let at = 0; order === 0 && at < others.length; at += 1) order = others[at]?.(rowA, rowB) ?? 0;
    return order === 0 ? byId(rowA, rowB) : order;
  };
}

function compareBy(a: Segment, b: Segment, { by, descending, ranks }: EngineSortKey): CompareRows {
  if (by === 'value') return compareValues(a, b, descending ? -1 : 1);
  const columnA = a.columns[by];
  const columnB = b.columns[by];
  const rank = (value: number): number => (ranks === null ? value : (ranks[value] ?? value));
  if (descending) return (rowA, rowB) => compareNumbers(rank(columnB.at(rowB)), rank(columnA.at(rowA)));
  const lastWhenMissing = (value: number): number => (value === missing ? Number.POSITIVE_INFINITY : rank(value));
  return (rowA, rowB) => compareNumbers(lastWhenMissing(columnA.at(rowA)), lastWhenMissing(columnB.at(rowB)));
}

function compareValues(a: Segment, b: Segment, sign: number): CompareRows {
  return (rowA, rowB) => sign * compareSlices(originalOf(a, rowA), originalOf(b, rowB));
}

function compareIds(a: Segment, b: Segment): CompareRows {
  return (rowA, rowB) => (a.ids[rowA] ?? 0) - (b.ids[rowB] ?? 0);
}

function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
