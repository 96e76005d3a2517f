/** Counts over indicators, and reports. */
import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';
import { envelopeOf, filterSchema, fromParentSchema, scopes } from './parameters.ts';

const aggregateTypes = [
  'date_histogram',
  'date_range',
  'terms',
  'range',
  'cardinality',
  'max',
  'min',
  'avg',
  'sum',
  'percentiles',
] as const;

const text = z.string().max(1_024);
const bound = z.looseObject({});

/** Source: gofalcon `msa.AggregateQueryRequest`; members of the nested objects are the vendor's. */
const aggregate = {
  name: text.describe('Name of the result').optional(),
  type: z.enum(aggregateTypes).describe('Kind of aggregation'),
  field: text.describe('Property to aggregate, e.g. type'),
  q: text.describe('Full-text query').optional(),
  from: z.number().int().min(0).describe('Buckets to skip').optional(),
  size: z.number().int().min(0).describe('Most buckets').optional(),
  sort: text.describe('Order of buckets, e.g. _count|desc').optional(),
  interval: z
    .enum(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute'])
    .describe('Width of buckets of date_histogram')
    .optional(),
  date_ranges: z
    .array(z.strictObject({ from: text.optional(), to: text.optional() }))
    .describe('Buckets of date_range: from, to')
    .optional(),
  ranges: z
    .array(z.strictObject({ From: z.number().optional(), To: z.number().optional() }))
    .describe('Buckets of range: From, To')
    .optional(),
  min_doc_count: z.number().int().min(0).describe('Leave out buckets with fewer').optional(),
  max_doc_count: z.number().int().min(0).describe('Leave out buckets with more').optional(),
  missing: text.describe('Bucket for records without the property').optional(),
  include: text.describe('Only these values').optional(),
  exclude: text.describe('Not these values').optional(),
  time_zone: text.describe('Time zone of date buckets').optional(),
  percents: z.array(z.number().min(0).max(100)).describe('Percentages of percentiles').optional(),
  filters_spec: bound.describe('Buckets by filter').optional(),
  extended_bounds: bound.describe('Bounds of histograms').optional(),
  sub_aggregates: z.array(bound).max(10).describe('Aggregations inside each bucket, at most three deep').optional(),
};

/** Counts by type, action, day and the like. */
export const aggregateOperation = defineOperation({
  name: 'indicator_aggregate_v1',
  kind: 'read',
  method: 'POST',
  path: '/iocs/aggregates/indicators/v1',
  summary: 'Count indicators by a property',
  scope: scopes.read,
  verified: 'description',
  parameters: { query: { filter: filterSchema.optional(), from_parent: fromParentSchema.optional() }, body: aggregate },
  // The service takes a list of aggregations.
  place: { body: ({ filter: _filter, from_parent: _parent, ...rest }) => [rest] },
  output: envelopeOf(
    z.looseObject({
      name: z.string().nullish(),
      buckets: z.array(z.looseObject({ count: z.number().nullish() })).nullish(),
    }),
  ),
});

/** Starts a report at the vendor; its file is fetched in Falcon. */
export const reportOperation = defineOperation({
  name: 'GetIndicatorsReport',
  kind: 'read',
  method: 'POST',
  path: '/iocs/entities/indicators-reports/v1',
  summary: 'Start a report of indicators; answers with the id of the job',
  scope: scopes.read,
  verified: 'description',
  parameters: {
    body: {
      report_format: z.enum(['csv', 'json']).describe('Format of the file'),
      search: z
        .strictObject({ filter: z.union([filterSchema, z.literal('')]), query: text, sort: text })
        .partial()
        .describe('filter (FQL), query, sort'),
      from_parent: fromParentSchema.optional(),
    },
  },
  // All three are required, and may be empty.
  place: {
    body: ({ search, ...rest }) => ({ ...rest, search: { filter: '', query: '', sort: '', ...(search ?? {}) } }),
  },
  isOnce: true,
  output: envelopeOf(z.unknown()),
});
