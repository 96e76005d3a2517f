import * as z from 'zod';
import { indicatorIdSchema, observationIdSchema } from './ids.ts';
import { ownTagSchema, tagEntrySchema } from './tag.ts';
import {
  indicatorFlags,
  indicatorTypes,
  relationKinds,
  severities,
  sourceIntents,
  triageOrigins,
  triageStates,
  verdicts,
} from './vocabulary.ts';

/** A moment in epoch milliseconds (UTC), or null where nobody said. */
export const momentSchema = z.number().int().nullable();

/** One line of a result: an indicator as rolled up from its observations. Text fields hold hostile text. */
export const indicatorSummarySchema = z.strictObject({
  id: indicatorIdSchema,
  type: z.enum(indicatorTypes),
  value: z.string(),
  /** The text as first received, where it differs from the canonical value. */
  received: z.string().nullable(),
  /** Highest normalised score (0-100) of the live observations; null where no vendor scored it. */
  score: z.number().int().min(0).max(100).nullable(),
  severity: z.enum(severities),
  firstSeenMs: momentSchema,
  lastSeenMs: momentSchema,
  expiresAtMs: momentSchema,
  vendors: z.array(z.string()),
  /** Names of the connections, in alphabetical order. */
  connections: z.array(z.string()),
  /** The vendors' and the analyst's own, each once. */
  tags: z.array(z.string()),
  state: z.enum(triageStates),
  verdict: z.enum(verdicts),
  triagedAtMs: momentSchema,
  /** How many vendor records stand behind it, live or not. */
  observations: z.number().int(),
  flags: z.array(z.enum(indicatorFlags)),
  /** Numbers of the cases it is in. */
  cases: z.array(z.string()),
});
export type IndicatorSummary = z.infer<typeof indicatorSummarySchema>;

/** What is told of an indicator, whether or not the cache holds it. */
export type IndicatorFacts = Omit<IndicatorSummary, 'id'>;

/** What is told of one that nobody has said anything about. @param lists of harmless values that name it. */
export function factsOfUnknown(
  { type, value }: Pick<IndicatorSummary, 'type' | 'value'>,
  lists: readonly string[],
): IndicatorFacts {
  return {
    ...{ type, value, received: null },
    ...{ score: null, severity: 'none', firstSeenMs: null, lastSeenMs: null, expiresAtMs: null },
    ...{ vendors: [], connections: [], tags: [], observations: 0, cases: [] },
    ...{ state: 'new', verdict: 'unknown', triagedAtMs: null },
    flags: lists.length === 0 ? ['derived'] : ['listed', 'derived'],
  };
}

/** What people are shown: paths and registry keys as received, since their case carries meaning to readers; else the canonical value. */
export function displayValue(indicator: Pick<IndicatorSummary, 'type' | 'value' | 'received'>): string {
  const isShownAsReceived = indicator.type === 'path' || indicator.type === 'registry_key';
  return isShownAsReceived ? (indicator.received ?? indicator.value) : indicator.value;
}

/** A source that a vendor names for an indicator, and what that source says of it. */
export const namedSourceSchema = z.strictObject({ name: z.string(), intent: z.enum(sourceIntents) });
export type NamedSource = z.infer<typeof namedSourceSchema>;

/** The normalised fields of one vendor record; what the vendor did not say is null or empty, never guessed. */
export const observationFieldsSchema = z.strictObject({
  score: z.number().int().min(0).max(100).nullable(),
  /** The vendor's own score as text, untouched. */
  vendorScore: z.string().nullable(),
  severity: z.enum(severities).nullable(),
  /** Percent, 0-100. */
  confidence: z.number().int().min(0).max(100).nullable(),
  /** What the vendor does about it (`prevent`, `detect`, `allow`, ...), in the vendor's words. */
  action: z.string().nullable(),
  firstSeenMs: momentSchema,
  lastSeenMs: momentSchema,
  expiresAtMs: momentSchema,
  sources: z.array(namedSourceSchema),
  tags: z.array(z.string()),
  categories: z.array(z.string()),
  /** VirusTotal's rule name, Threat Grid's `ioc`. */
  rule: z.string().nullable(),
  /** ISO 3166 two-letter code, upper case. */
  country: z.string().nullable(),
  asn: z.string().nullable(),
  asType: z.string().nullable(),
  platforms: z.array(z.string()),
  description: z.string().nullable(),
  /** The vendor allows it or calls it harmless. */
  benign: z.boolean(),
});
export type ObservationFields = z.infer<typeof observationFieldsSchema>;

/** The fields of a record that says nothing: whoever maps a record states only what it says. */
export const noFields: ObservationFields = {
  score: null,
  vendorScore: null,
  severity: null,
  confidence: null,
  action: null,
  firstSeenMs: null,
  lastSeenMs: null,
  expiresAtMs: null,
  sources: [],
  tags: [],
  categories: [],
  rule: null,
  country: null,
  asn: null,
  asType: null,
  platforms: [],
  description: null,
  benign: false,
};

/** One vendor record as last received. */
export const observationSchema = observationFieldsSchema.extend({
  id: observationIdSchema,
  connection: z.string(),
  vendor: z.string(),
  stream: z.string(),
  vendorKey: z.string(),
  /** When this version of the record arrived. */
  fetchedAtMs: z.number().int(),
  /** When it was found gone at the vendor; null while the vendor still lists it. */
  goneAtMs: momentSchema,
  /** Lower-case hex SHA-256 of the raw record. */
  rawSha256: z.string(),
  /** How many earlier versions are kept. */
  versions: z.number().int(),
});
export type Observation = z.infer<typeof observationSchema>;

/** An earlier state of a vendor record, kept when a field that matters changed. */
export const observationVersionSchema = observationFieldsSchema.extend({
  fetchedAtMs: z.number().int(),
  replacedAtMs: z.number().int(),
});
export type ObservationVersion = z.infer<typeof observationVersionSchema>;

/** A neighbour of an indicator. */
export const relationSchema = z.strictObject({
  kind: z.enum(relationKinds),
  id: indicatorIdSchema,
  type: z.enum(indicatorTypes),
  value: z.string(),
});
export type Relation = z.infer<typeof relationSchema>;

/** One entry of the append-only triage history. */
export const triageEntrySchema = z.strictObject({
  state: z.enum(triageStates),
  verdict: z.enum(verdicts),
  by: z.string(),
  atMs: z.number().int(),
  note: z.string().nullable(),
  origin: z.enum(triageOrigins),
});
export type TriageEntry = z.infer<typeof triageEntrySchema>;

/** Everything known about one indicator; raw records are asked for one by one. */
export const indicatorDetailSchema = indicatorSummarySchema.extend({
  observationList: z.array(observationSchema),
  relations: z.array(relationSchema),
  triageHistory: z.array(triageEntrySchema),
  /** Those of `tags` that are the analyst's own; vendors may say the same. */
  ownTags: z.array(ownTagSchema),
  tagHistory: z.array(tagEntrySchema),
});
export type IndicatorDetail = z.infer<typeof indicatorDetailSchema>;
