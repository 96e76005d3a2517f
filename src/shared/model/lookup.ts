import * as z from 'zod';
import { indicatorSummarySchema } from './indicator.ts';
import { indicatorTypes, severities } from './vocabulary.ts';

/** `invalid`: looks like an indicator and is none. Else `known`: the cache holds it; `listed`: it stands on a list of harmless values. */
export const lookupStatuses = ['known', 'unknown', 'listed', 'invalid'] as const;
export type LookupStatus = (typeof lookupStatuses)[number];

/** What one vendor record says about a value, in the vendor's terms and ours. */
export const opinionSchema = z.strictObject({
  vendor: z.string(),
  connection: z.string(),
  score: z.number().nullable(),
  vendorScore: z.string().nullable(),
  severity: z.enum(severities).nullable(),
  action: z.string().nullable(),
  isBenign: z.boolean(),
  /** Not gone, not expired. */
  isLive: z.boolean(),
});

/** An indicator of the cache as a look-up tells it. */
export const knownIndicatorSchema = z.strictObject({
  summary: indicatorSummarySchema,
  /** The summary is that of another hash of the same file. */
  isSameFile: z.boolean(),
  opinions: z.array(opinionSchema),
});
export type KnownIndicator = z.infer<typeof knownIndicatorSchema>;

/** A place of a candidate in what was looked up. */
export const occurrenceSchema = z.strictObject({
  file: z.string(),
  place: z.string().nullable(),
  line: z.number().int(),
  offset: z.number().int(),
  context: z.string(),
  contextStart: z.number().int(),
  contextLength: z.number().int(),
  /** In the text that is shown beside. */
  start: z.number().int(),
  end: z.number().int(),
});

/** A distinct candidate of a look-up with what is known about it. */
export const lookupCandidateSchema = z.strictObject({
  /** Its number in the look-up, from 0. */
  index: z.number().int(),
  type: z.enum(indicatorTypes),
  /** Canonical; of an invalid one the text without its defanging. */
  value: z.string(),
  /** As it was first written. */
  input: z.string(),
  status: z.enum(lookupStatuses),
  /** Why it is none, or what to know before acting on it; a sentence. */
  reason: z.string().nullable(),
  /** Titles of the lists of harmless values that it stands on, whatever its status. */
  lists: z.array(z.string()),
  known: knownIndicatorSchema.nullable(),
  /** The first places. */
  occurrences: z.array(occurrenceSchema),
  /** How many places there are. */
  total: z.number().int(),
});
export type LookupCandidate = z.infer<typeof lookupCandidateSchema>;

/** How candidates are written for the clipboard. */
export const copyForms = ['plain', 'defanged', 'csv', 'markdown'] as const;
export type CopyForm = (typeof copyForms)[number];

/** How candidates are listed: as they come in the text, or the highest score first. */
export const candidateOrders = ['text', 'score'] as const;
export type CandidateOrder = (typeof candidateOrders)[number];
