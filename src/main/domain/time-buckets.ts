import { bucketLimit, type HistogramUnit, histogramUnits } from '#shared/model/histogram-units.ts';

/** First and last of some times, epoch ms. */
export interface TimeSpan {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Stretches of time without gaps: bucket `n` goes from edge `n` to edge `n + 1`, which is excluded. Edges are whole hours. */
export interface TimeBuckets {
  readonly unit: HistogramUnit;
  /** Rising; none where there is nothing to count. */
  readonly edges: readonly number[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** The first Monday of 1970. */
const mondayMs = 4 * dayMs;
/** What a calendar can hold, with room for a month on either side. */
const lastMs = 8.6e15;

/** Units by their number since 1970. */
const calendars: Readonly<Record<HistogramUnit, { indexOf(atMs: number): number; startOf(index: number): number }>> = {
  hour: evenly(hourMs, 0),
  day: evenly(dayMs, 0),
  week: evenly(weekMs, mondayMs),
  month: {
    indexOf: (atMs) => {
      const date = new Date(atMs);
      return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    },
    // Not Date.UTC: it takes the years 0 to 99 for those of the last century.
    startOf: (index) => new Date(0).setUTCFullYear(1970, index),
  },
};

function evenly(widthMs: number, offsetMs: number): (typeof calendars)[HistogramUnit] {
  return {
    indexOf: (atMs) => Math.floor((atMs - offsetMs) / widthMs),
    startOf: (index) => index * widthMs + offsetMs,
  };
}

/**
 * The narrowest buckets that cover a span. A span of more than ten years is covered by months from its end back, and one that
 * goes beyond the present ends with it: a single date that a vendor got wrong must not squeeze all others into one bucket.
 */
export function chooseBuckets(span: TimeSpan | undefined, nowMs: number): TimeBuckets {
  if (span === undefined) return { unit: 'day', edges: [] };
  const fromMs = clamp(span.minMs);
  const toMs = clamp(span.minMs > nowMs ? span.maxMs : Math.min(span.maxMs, nowMs));
  const unit = histogramUnits.find((candidate) => countBuckets(candidate, fromMs, toMs) <= bucketLimit) ?? 'month';
  const { indexOf, startOf } = calendars[unit];
  const last = indexOf(toMs);
  const first = Math.max(indexOf(fromMs), last - bucketLimit + 1);
  return { unit, edges: Array.from({ length: last - first + 2 }, (_, at) => startOf(first + at)) };
}

function countBuckets(unit: HistogramUnit, fromMs: number, toMs: number): number {
  const { indexOf } = calendars[unit];
  return indexOf(toMs) - indexOf(fromMs) + 1;
}

function clamp(atMs: number): number {
  return Math.max(-lastMs, Math.min(lastMs, atMs));
}
