import { parseTimestamp } from '../kit/times.ts';

/**
 * Compares two of Falcon's times as instants. Their text does not sort: it has up to nine fraction digits with trailing
 * zeros left out, and a double holds milliseconds only.
 *
 * @returns negative when `left` is earlier; text that is no time comes before every time.
 */
export function compareInstants(left: string, right: string): number {
  const leftMs = parseTimestamp(left) ?? Number.NEGATIVE_INFINITY;
  const rightMs = parseTimestamp(right) ?? Number.NEGATIVE_INFINITY;
  if (leftMs !== rightMs) return leftMs < rightMs ? -1 : 1;
  return nanosecondsOf(left) - nanosecondsOf(right);
}

/** The later of two times, as written; nulls and what is no time lose. */
export function laterInstant(left: string | null, right: string | null | undefined): string | null {
  if (right === null || right === undefined || parseTimestamp(right) === null) return left;
  return left === null || compareInstants(right, left) > 0 ? right : left;
}

/** What lies below the millisecond: 0 to 999,999. */
function nanosecondsOf(text: string): number {
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? '';
  return Number(fraction.padEnd(9, '0').slice(3));
}
