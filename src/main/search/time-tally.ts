import type { Column } from './column.ts';
import type { Found, FoundPart } from './engine.ts';
import type { ColumnName } from './segment.ts';
import { firstAbove } from './sorted.ts';

/** First and last value of a column among what was found; undefined where no row has one. */
export function spanOf({ parts }: Found, name: ColumnName): { readonly min: number; readonly max: number } | undefined {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const { segment, index } of parts) {
    const column = segment.columns[name];
    const codes = codeSpan(column, index);
    if (codes === undefined) continue;
    min = Math.min(min, column.decode(codes.low));
    max = Math.max(max, column.decode(codes.high));
  }
  return min > max ? undefined : { min, max };
}

/** Codes rise with the values, so the values need not be known. */
function codeSpan(column: Column, { bits, count }: FoundPart['index']): { low: number; high: number } | undefined {
  const { codes } = column;
  const known = column.rangeOf(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (column.coding.kind === 'constant') return count === 0 || known.low > known.high ? undefined : known;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < bits.length; at += 1) {
    for (let rest = bits[at] ?? 0; rest !== 0; rest &= rest - 1) {
      const code = codes[(at << 5) + 31 - Math.clz32(rest & -rest)] ?? 0;
      if (code < known.low) continue;
      if (code < low) low = code;
      if (code > high) high = code;
    }
  }
  return low > high ? undefined : { low, high };
}

/** What {@link tallyTimes} counts. */
export interface TimeQuestion {
  readonly time: ColumnName;
  /** A column of whole numbers from 0 to below `groups`, without missing ones. */
  readonly group: ColumnName;
  readonly groups: number;
  /** Rising. */
  readonly edges: readonly number[];
}

/**
 * Counts rows by where their time lies among edges and by group.
 *
 * @returns `groups` counts for each place: 0 is before the first edge, `n` from the n-th edge (counted from 1) to the next one,
 *   and behind the last of them stands what has no time.
 */
export function tallyTimes({ parts }: Found, { time, group, groups, edges }: TimeQuestion): Uint32Array {
  const counts = new Uint32Array((edges.length + 2) * groups);
  for (const { segment, index } of parts) {
    const timeColumn = segment.columns[time];
    const groupColumn = segment.columns[group];
    const placeOf = makePlacer(timeColumn, edges);
    const groupOf = Uint8Array.from({ length: groupColumn.codeCount }, (_, code) => groupColumn.decode(code));
    for (let at = 0; at < index.bits.length; at += 1) {
      for (let rest = index.bits[at] ?? 0; rest !== 0; rest &= rest - 1) {
        const row = (at << 5) + 31 - Math.clz32(rest & -rest);
        const cell = placeOf(timeColumn.codes[row] ?? 0) * groups + (groupOf[groupColumn.codes[row] ?? 0] ?? 0);
        counts[cell] = (counts[cell] ?? 0) + 1;
      }
    }
  }
  return counts;
}

/** Where the value of a code lies among edges, without decoding it: the edges become codes. */
function makePlacer(column: Column, edges: readonly number[]): (code: number) => number {
  const missingPlace = edges.length + 1;
  const { low: lowest, high: highest } = column.rangeOf(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (column.coding.kind === 'constant') {
    const { value } = column.coding;
    const place = lowest > highest ? missingPlace : edges.filter((edge) => edge <= value).length;
    return () => place;
  }
  const bounds = Float64Array.from(edges, (edge) => column.rangeOf(edge, Number.POSITIVE_INFINITY).low);
  const search = (code: number): number => (code < lowest ? missingPlace : firstAbove(bounds, code));
  if (column.codes.BYTES_PER_ELEMENT > 2) return search;
  const places = Uint16Array.from({ length: column.codeCount }, (_, code) => search(code));
  return (code) => places[code] ?? missingPlace;
}
