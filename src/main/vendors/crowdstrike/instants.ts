import { parseTimestamp } from '../kit/times.ts';

/** One of Falcon's times: as written, and as far as a double holds it. */
export interface Instant {
  readonly text: string;
  /** Epoch ms, digits below cut off. */
  readonly atMs: number;
}

/** Reads a time; null for text that is none. */
export function readInstant(text: string | null): Instant | null {
  const atMs = parseTimestamp(text);
  return atMs === null || text === null ? null : { text, atMs };
}

/**
 * The later of two times. Their text does not sort: it has up to nine fraction digits with trailing zeros left out.
 */
export function laterInstant(left: Instant | null, right: Instant): Instant {
  if (left === null || right.atMs > left.atMs) return right;
  const isLater = right.atMs === left.atMs && nanosecondsOf(right.text) > nanosecondsOf(left.text);
  return isLater ? right : left;
}

/** What lies below the millisecond: 0 to 999,999. */
function nanosecondsOf(text: string): number {
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? '';
  return Number(fraction.padEnd(9, '0').slice(3));
}
