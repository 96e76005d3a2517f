/** What Datadog's IoC explorer sends; beta, so members may be added: unknown ones are kept in the raw record only. */
import * as z from 'zod';

/** The lists of sources are null, not empty, when there are none. */
const sourcesSchema = z.array(z.looseObject({ name: z.string() })).nullish();

/**
 * One record of the explorer. Members may be absent or null; what is there must be of its type.
 *
 * Source: Datadog API v2, "List indicators of compromise", and recordings of 2026-04-14 and 2026-06-05.
 */
export const datadogRecordSchema = z.looseObject({
  indicator: z.string().min(1),
  /** Display text: `IP Address`, `User Agent`; more kinds exist. */
  indicator_type: z.string().nullish(),
  /** Documented 0-100. */
  score: z.number().nullish(),
  as_type: z.string().nullish(),
  as_number: z.string().nullish(),
  as_geo: z.looseObject({ country_code: z.string().nullish() }).nullish(),
  malicious_sources: sourcesSchema,
  suspicious_sources: sourcesSchema,
  benign_sources: sourcesSchema,
  categories: z.array(z.string()).nullish(),
  tags: z.array(z.string()).nullish(),
  first_seen: z.string().nullish(),
  last_seen: z.string().nullish(),
  triage_state: z.string().nullish(),
  triaged_at: z.string().nullish(),
  triaged_by: z.string().nullish(),
});
export type DatadogRecord = z.infer<typeof datadogRecordSchema>;

/** The list answer around its records; `paging.offset` is where the next page starts. */
export const datadogListSchema = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({
      data: z.array(z.unknown()).nullish(),
      metadata: z.looseObject({ count: z.number().int().min(0).nullish() }).nullish(),
      paging: z.looseObject({ offset: z.number().int().nullish() }).nullish(),
    }),
  }),
});

/** Where the records stand in a list answer. */
export const datadogRecordsPath = ['data', 'attributes', 'data'] as const;

/** Errors come as texts or as objects with any of these members. */
export const datadogErrorSchema = z.looseObject({
  errors: z
    .array(z.union([z.string(), z.looseObject({ title: z.string().nullish(), detail: z.string().nullish() })]))
    .min(1),
});
