import { chooseBuckets } from '#main/domain/time-buckets.ts';
import type { Found } from '#main/search/engine.ts';
import { spanOf, tallyTimes } from '#main/search/time-tally.ts';
import type { HistogramField } from '#shared/model/histogram-units.ts';
import type { ReadContext } from '../operations/operation.ts';
import { type PlaceCounts, severityCount } from '../search/histogram.ts';

/** Counts a result over one of its times. Two passes: the buckets depend on the first and the last time. */
export function countTimesFound(
  found: Found,
  field: HistogramField,
  { nowMs, checkLimits }: Pick<ReadContext, 'nowMs' | 'checkLimits'>,
): PlaceCounts {
  const span = spanOf(found, field);
  checkLimits();
  const buckets = chooseBuckets(span && { minMs: span.min, maxMs: span.max }, nowMs);
  const question = { time: field, group: 'severity', groups: severityCount, edges: buckets.edges } as const;
  return { buckets, counts: tallyTimes(found, question) };
}
