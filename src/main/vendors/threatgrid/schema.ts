/** What the IOC feeds of Threat Grid (Secure Malware Analytics) send. Unknown members stay in the raw record only. */
import * as z from 'zod';

/** A grade of a behavioural indicator in one run, 0-100. */
const gradeSchema = z.number().min(0).max(100).nullish();
/** Texts that may be absent or null; empty ones say nothing. */
const textSchema = z.string().nullish();
const portSchema = z.number().int().min(0).max(65_535).nullish();

/** Members that all feeds have in common. */
const common = {
  timestamp: textSchema,
  ioc: textSchema,
  confidence: gradeSchema,
  severity: gradeSchema,
  /** 32 hex digits: one run of a sample. */
  sample_id: z.string().min(1),
  /** 64 hex digits; not on artifacts. */
  sample_sha256: textSchema,
} as const;

const commonSchema = z.looseObject(common);
/** What every record has. */
export type ThreatgridCommon = z.infer<typeof commonSchema>;

const requiredText = z.string().min(1);

/**
 * A record of each feed. Source: API v2 "IOC feeds" and recorded answers; the member of `registry_keys` is by analogy, no
 * recording is known.
 */
export const threatgridRecordSchemas = {
  ips: z.looseObject({ ...common, ip: requiredText, port: portSchema }),
  domains: z.looseObject({ ...common, domain: requiredText }),
  urls: z.looseObject({ ...common, url: requiredText }),
  artifacts: z.looseObject({
    ...common,
    aid: z.number().int().nullish(),
    path: textSchema,
    artifact_sha256: textSchema,
    artifact_sha1: textSchema,
    artifact_md5: textSchema,
  }),
  paths: z.looseObject({ ...common, path: requiredText }),
  network_streams: z.looseObject({
    ...common,
    src: requiredText,
    src_port: portSchema,
    dst: requiredText,
    dst_port: portSchema,
  }),
  registry_keys: z.looseObject({ ...common, registry_key: requiredText }),
} as const;

/** The feeds by name, each a stream. */
export type ThreatgridFeed = keyof typeof threatgridRecordSchemas;
/** A record of a feed. */
export type ThreatgridRecord<Feed extends ThreatgridFeed> = z.infer<(typeof threatgridRecordSchemas)[Feed]>;
/** The answer around the records; older answers lack the counters. */
export const threatgridFeedSchema = z.looseObject({
  data: z.looseObject({
    index: z.number().int().min(0).nullish(),
    current_item_count: z.number().int().min(0).nullish(),
    /** The page size that was granted. */
    items_per_page: z.number().int().min(1).nullish(),
    items: z.array(z.unknown()),
  }),
});

/** Where the records stand in an answer. */
export const threatgridRecordsPath = ['data', 'items'] as const;

/** Errors, which come with status 200 too. */
export const threatgridErrorSchema = z.looseObject({
  error: z.looseObject({
    message: textSchema,
    code: z.number().int().nullish(),
    errors: z.array(z.looseObject({ message: textSchema, code: z.number().int().nullish() })).nullish(),
  }),
});
