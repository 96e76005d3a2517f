import * as z from 'zod';
import { bucketLimit, histogramFields, histogramUnits } from './histogram-units.ts';
import { severities } from './vocabulary.ts';

/** How many indicators have a time within a stretch, by severity; `toMs` is excluded. */
export const histogramBucketSchema = z.strictObject({
  fromMs: z.number().int(),
  toMs: z.number().int(),
  counts: z.record(z.enum(severities), z.number().int()),
});
export type HistogramBucket = z.infer<typeof histogramBucketSchema>;

/**
 * What a query finds, counted over one of its times. The buckets follow one another without gaps and are empty where nothing has
 * a time; the three numbers are what stands in none of them: before the first, after the last (which holds the present), and
 * without a time.
 */
export const histogramSchema = z.strictObject({
  field: z.enum(histogramFields),
  unit: z.enum(histogramUnits),
  buckets: z.array(histogramBucketSchema).max(bucketLimit),
  earlier: z.number().int(),
  later: z.number().int(),
  missing: z.number().int(),
});
export type Histogram = z.infer<typeof histogramSchema>;
