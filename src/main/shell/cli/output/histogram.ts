import type { Histogram, HistogramBucket } from '#shared/model/histogram.ts';
import type { HistogramUnit } from '#shared/model/histogram-units.ts';
import { severities } from '#shared/model/vocabulary.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import { type Column, formatTable } from './table.ts';

/** Longest bar, in characters. */
const barLength = 40;
/** Characters of an ISO time that name a bucket. */
const nameLengths: Readonly<Record<HistogramUnit, number>> = { hour: 16, day: 10, week: 10, month: 7 };

/** How many indicators of any severity a bucket holds. */
function sumOf({ counts }: HistogramBucket): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

/** A histogram as one JSON text: ISO times, `to` excluded. */
export function histogramToJson(histogram: Histogram) {
  return {
    ...histogram,
    buckets: histogram.buckets.map((bucket) => ({
      from: publicMoment(bucket.fromMs),
      to: publicMoment(bucket.toMs),
      total: sumOf(bucket),
      ...bucket.counts,
    })),
  };
}

/** A histogram as a table with bars; nothing for one without buckets. */
export function formatHistogram({ unit, buckets }: Histogram, width?: number): string {
  if (buckets.length === 0) return '';
  const highest = buckets.reduce((most, bucket) => Math.max(most, sumOf(bucket)), 1);
  const nameOf = ({ fromMs }: HistogramBucket): string =>
    new Date(fromMs).toISOString().slice(0, nameLengths[unit]).replace('T', ' ');
  const columns: readonly Column<HistogramBucket>[] = [
    { title: `${unit.toUpperCase()} (UTC)`, cell: nameOf },
    { title: 'COUNT', cell: sumOf, align: 'right' },
    ...severities.toReversed().map(
      (severity, at): Column<HistogramBucket> => ({
        title: severity.toUpperCase(),
        cell: ({ counts }) => counts[severity] || null,
        align: 'right',
        dropOrder: at + 1,
      }),
    ),
    // At least one mark where there is anything at all.
    { title: '', cell: (bucket) => '#'.repeat(Math.ceil((sumOf(bucket) / highest) * barLength)), shrinkTo: 10 },
  ];
  return formatTable(columns, buckets, width);
}

/** What stands in none of the buckets, in words; undefined where that is nothing. */
export function remarkOutside({ field, earlier, later, missing, buckets }: Histogram): string | undefined {
  if (buckets.length === 0 && missing === 0) return 'No indicator matches.';
  const parts = [
    ...(earlier > 0 ? [`${earlier} earlier`] : []),
    ...(later > 0 ? [`${later} later`] : []),
    ...(missing > 0 ? [`${missing} without a ${field}`] : []),
  ];
  return parts.length === 0 ? undefined : `Not in the table: ${parts.join(', ')}.`;
}
