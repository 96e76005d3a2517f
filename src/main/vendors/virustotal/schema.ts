/**
 * What VirusTotal's IoC stream sends. Identity is strict, everything that only describes is lenient: what has another type
 * than recorded is left out of the fields, never the record. Unknown members are kept in the raw record only.
 */
import * as z from 'zod';

/** Fields of the secret. */
export const credentialSchema = z.strictObject({ apiKey: z.string().trim().min(1).max(512) });

/** Description: null when absent or of another type. */
function lenient<Value>(schema: z.ZodType<Value>) {
  return schema.nullish().catch(null);
}

const text = lenient(z.string());
const words = lenient(z.array(z.string().nullable()));
const count = z.number().min(0).nullish();
/** `{value}` with a word in it. */
const wordValue = lenient(z.object({ value: z.string().nullish() }));
/** `[{value, count}]`. */
const rankedWords = lenient(z.array(z.object({ value: z.string() })));

/** How many engines said what; some members may be missing, other members (time-outs, failures) are no answers. */
const analysisStatsSchema = z.object({
  malicious: count,
  suspicious: count,
  undetected: count,
  harmless: count,
});
export type AnalysisStats = z.infer<typeof analysisStatsSchema>;

/** The vendor's own assessment; sent only to clients that name themselves with `x-tool`. */
const gtiAssessmentSchema = z.object({
  threat_score: z.object({ value: z.number().nullish() }).nullish(),
  verdict: wordValue,
  severity: wordValue,
});

/** What is used of an object's attributes, for all four kinds of objects. Source: recordings and vendor sample scripts. */
const attributesSchema = z.object({
  last_analysis_stats: analysisStatsSchema.nullish(),
  gti_assessment: gtiAssessmentSchema.nullish(),
  threat_severity: lenient(z.object({ threat_severity_level: z.string().nullish() })),
  tags: words,
  /** Unix seconds. */
  first_submission_date: z.unknown().optional(),
  sha256: text,
  sha1: text,
  md5: text,
  meaningful_name: text,
  popular_threat_classification: lenient(
    z.object({ popular_threat_category: rankedWords, popular_threat_name: rankedWords }),
  ),
  url: text,
  title: text,
  threat_names: words,
  /** Free text that differs per rating service. */
  categories: lenient(z.record(z.string(), z.string())),
  country: text,
  asn: lenient(z.union([z.number(), z.string()])),
  as_owner: text,
});
export type ObjectAttributes = z.infer<typeof attributesSchema>;

/** What made a notification appear. */
const sourceSchema = z.object({ id: text, type: text, label: text });
export type NotificationSource = z.infer<typeof sourceSchema>;

/** Why an item is in the stream. */
const contextSchema = z.object({
  /** Digits; the identity of an item. Not ordered like the date. */
  notification_id: z.union([z.string().min(1).max(64), z.number().int().transform(String)]),
  /** Unix seconds. */
  notification_date: z.unknown().optional(),
  sources: lenient(z.array(sourceSchema)),
  tags: words,
  /** Null for subscriptions. */
  hunting_info: lenient(z.object({ rule_name: text })),
});

/** One item of the stream; descriptors have no attributes. */
export const streamItemSchema = z.object({
  type: z.string().min(1),
  /** Files: SHA-256. URLs: SHA-256 of the URL, in descriptors of subscriptions the URL itself. Others: the name. */
  id: z.string().min(1),
  attributes: attributesSchema.nullish(),
  context_attributes: contextSchema,
});
export type StreamItem = z.infer<typeof streamItemSchema>;

/** A page around its items. */
export const streamPageSchema = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ cursor: z.string().nullish(), count: z.number().int().min(0).nullish() }).nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
});

/** Where the items stand in a page. */
export const itemsPath = ['data'] as const;

/** An error; member order varies. */
export const errorSchema = z.object({
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }),
});
