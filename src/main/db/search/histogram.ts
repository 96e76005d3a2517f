import { chooseBuckets, type TimeBuckets } from '#main/domain/time-buckets.ts';
import type { Histogram } from '#shared/model/histogram.ts';
import type { HistogramField } from '#shared/model/histogram-units.ts';
import { severities } from '#shared/model/vocabulary.ts';
import { severityCodes } from '../codes.ts';

/** How many indicators lie where among the edges of buckets: `severityCount` numbers for each place, by code. */
export interface PlaceCounts {
  readonly buckets: TimeBuckets;
  /** Place 0 is before the first edge, place `n` behind the n-th; the last one is of what has no time. */
  readonly counts: ArrayLike<number>;
}

/** Codes of severities are below it. */
export const severityCount = Math.max(...Object.values(severityCodes.toCode)) + 1;

/** Puts words to what was counted. */
export function nameHistogram(field: HistogramField, { buckets, counts }: PlaceCounts): Histogram {
  const { unit, edges } = buckets;
  const countAt = (place: number): number =>
    severities.reduce((sum, word) => sum + (counts[place * severityCount + severityCodes.toCode[word]] ?? 0), 0);
  return {
    field,
    unit,
    buckets: edges.slice(0, -1).map((fromMs, at) => ({
      fromMs,
      toMs: edges[at + 1] ?? fromMs,
      counts: countsBySeverity(counts, at + 1),
    })),
    earlier: edges.length === 0 ? 0 : countAt(0),
    later: edges.length === 0 ? 0 : countAt(edges.length),
    missing: countAt(edges.length + 1),
  };
}

function countsBySeverity(counts: ArrayLike<number>, place: number): Histogram['buckets'][number]['counts'] {
  const countOf = (code: number): number => counts[place * severityCount + code] ?? 0;
  const { none, low, medium, high, critical } = severityCodes.toCode;
  return {
    none: countOf(none),
    low: countOf(low),
    medium: countOf(medium),
    high: countOf(high),
    critical: countOf(critical),
  };
}

const hourMs = 3_600_000;

/** A row to count: its time and the code of its severity. */
export type TimeRow = readonly [atMs: number | null, severity: number];

/** Counts rows in one pass: by the hour first, which every bucket is made of, since the buckets depend on what there is. */
export function countTimes(rows: Iterable<TimeRow>, nowMs: number): PlaceCounts {
  const hours = new Map<number, number[]>();
  const missing = noCounts();
  let span: { minMs: number; maxMs: number } | undefined;
  for (const [atMs, severity] of rows) {
    if (atMs === null) {
      missing[severity] = (missing[severity] ?? 0) + 1;
      continue;
    }
    span ??= { minMs: atMs, maxMs: atMs };
    if (atMs < span.minMs) span.minMs = atMs;
    if (atMs > span.maxMs) span.maxMs = atMs;
    const hour = Math.floor(atMs / hourMs);
    let counts = hours.get(hour);
    if (counts === undefined) {
      counts = noCounts();
      hours.set(hour, counts);
    }
    counts[severity] = (counts[severity] ?? 0) + 1;
  }
  const buckets = chooseBuckets(span, nowMs);
  return { buckets, counts: foldHours(hours, buckets, missing) };
}

function noCounts(): number[] {
  return new Array<number>(severityCount).fill(0);
}

function foldHours(
  hours: ReadonlyMap<number, readonly number[]>,
  { edges }: TimeBuckets,
  missing: readonly number[],
): readonly number[] {
  const places = Array.from({ length: edges.length + 2 }, noCounts);
  const add = (place: number, counts: readonly number[]): void => {
    const sums = places[place] ?? [];
    for (const [code, count] of counts.entries()) sums[code] = (sums[code] ?? 0) + count;
  };
  add(edges.length + 1, missing);
  for (const [hour, counts] of hours) {
    const next = edges.findIndex((edge) => edge > hour * hourMs);
    add(next < 0 ? edges.length : next, counts);
  }
  return places.flat();
}
