import type { HistogramBucket } from '#shared/model/histogram.ts';
import type { HistogramUnit } from '#shared/model/histogram-units.ts';
import { type Severity, severities } from '#shared/model/vocabulary.ts';

/** Widest a bucket is drawn, px: three days are no three walls. */
const widestSlot = 72;
/** Least height of what is there at all, px. */
const leastHeight = 1.5;
/** Least distance of two labels, and the width of one, px. */
const labelDistance = 76;
const labelWidth = 60;

/** A part of a bar: its top and height, px. */
interface BarPart {
  readonly severity: Severity;
  readonly y: number;
  readonly height: number;
}

/** One bucket drawn: the worst severity at the bottom, where heights can be compared. */
export interface Bar {
  readonly fromMs: number;
  readonly x: number;
  readonly width: number;
  readonly parts: readonly BarPart[];
}

/** All of the drawing that depends on its size. */
export interface BarLayout {
  /** Width of a bucket with its gap, px. */
  readonly slot: number;
  readonly bars: readonly Bar[];
  /** Count at the full height. */
  readonly highest: number;
  /** Places of the labels, numbers of buckets. */
  readonly labelled: readonly number[];
}

/** How many indicators of any severity a bucket holds. */
export function totalOf({ counts }: HistogramBucket): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

/** Lays bars out in a plot of so many pixels. */
export function layOutBars(buckets: readonly HistogramBucket[], width: number, height: number): BarLayout {
  const slot = Math.min(widestSlot, width / Math.max(1, buckets.length));
  const gap = slot >= 4 ? 1 : 0;
  const highest = Math.max(1, ...buckets.map(totalOf));
  const step = Math.max(1, Math.ceil(labelDistance / slot));
  return {
    slot,
    highest,
    bars: buckets.map((bucket, at) => ({
      fromMs: bucket.fromMs,
      x: at * slot,
      width: Math.max(0.5, slot - gap),
      parts: stack(bucket, height, height / highest),
    })),
    labelled: buckets.flatMap((_bucket, at) => (at % step === 0 && at * slot + labelWidth <= width ? [at] : [])),
  };
}

function stack({ counts }: HistogramBucket, height: number, scale: number): readonly BarPart[] {
  let y = height;
  return severities.toReversed().flatMap((severity) => {
    const count = counts[severity];
    if (count === 0) return [];
    const partHeight = Math.min(y, Math.max(leastHeight, count * scale));
    y -= partHeight;
    return [{ severity, y, height: partHeight }];
  });
}

/** The bucket under a place, px from the left; the nearest one outside. */
export function bucketAt({ slot, bars }: BarLayout, x: number): number {
  return Math.max(0, Math.min(bars.length - 1, Math.floor(x / slot)));
}

const iso = (atMs: number): string => new Date(atMs).toISOString();

/**
 * A bucket under the axis: as short as it can be told from its neighbours.
 *
 * @param nextTo the bucket labelled before it, for the first one the last of all; in another year the year is told too.
 */
export function labelOf({ fromMs }: HistogramBucket, unit: HistogramUnit, nextTo?: HistogramBucket): string {
  if (unit === 'month') return iso(fromMs).slice(0, 7);
  if (nextTo !== undefined && iso(nextTo.fromMs).slice(0, 4) !== iso(fromMs).slice(0, 4))
    return iso(fromMs).slice(0, 10);
  const isMidnight = iso(fromMs).slice(11, 16) === '00:00';
  return unit === 'hour' && !isMidnight ? iso(fromMs).slice(11, 16) : iso(fromMs).slice(5, 10);
}

/** A stretch of buckets in words, UTC: `2026-11-21`, `2026-11-16 – 11-22`, `2026-11-21 06:00 – 09:00`. */
export function describeStretch(first: HistogramBucket, last: HistogramBucket, unit: HistogramUnit): string {
  const [from, to] = [iso(first.fromMs), iso(last.toMs)];
  const withoutYear = (text: string): string => (text.slice(0, 5) === from.slice(0, 5) ? text.slice(5) : text);
  if (unit === 'hour') {
    const isSameDay = from.slice(0, 10) === iso(last.toMs - 1).slice(0, 10);
    const end = isSameDay ? to.slice(11, 16) : withoutYear(to.slice(0, 16).replace('T', ' '));
    return `${from.slice(0, 16).replace('T', ' ')} – ${end === '00:00' ? '24:00' : end}`;
  }
  const lastDay = iso(last.toMs - 1).slice(0, 10);
  if (unit === 'month' && first === last) return from.slice(0, 7);
  return from.slice(0, 10) === lastDay ? lastDay : `${from.slice(0, 10)} – ${withoutYear(lastDay)}`;
}

/** A stretch as the query language writes it: whole days where it can be, else to the last millisecond. */
export function writeStretch(fromMs: number, toMs: number): string {
  const [from, last] = [iso(fromMs), iso(toMs - 1)];
  if (from.endsWith('T00:00:00.000Z') && last.endsWith('T23:59:59.999Z')) {
    return from.slice(0, 10) === last.slice(0, 10) ? from.slice(0, 10) : `${from.slice(0, 10)}..${last.slice(0, 10)}`;
  }
  return `${from.slice(0, 16)}..${last.slice(0, 23)}`;
}
