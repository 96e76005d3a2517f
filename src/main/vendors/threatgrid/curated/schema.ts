import * as z from 'zod';

const textSchema = z.string().nullish();

/**
 * A record of a curated feed. The domain feeds name a domain; `autorun-registry` and `scheduled-tasks` may have other members,
 * of which no recording is known: what their records are about is looked for under the names that the IOC feeds use.
 * Source: Cisco's integration workflows, "Threat feeds"; vendor samples.
 */
export const curatedRecordSchema = z.looseObject({
  domain: textSchema,
  registry_key: textSchema,
  path: textSchema,
  ips: z.array(z.string()).nullish(),
  description: textSchema,
  timestamp: textSchema,
  /** Address of the sample in the vendor's portal; its last part is the id of the run. */
  sample: textSchema,
  info: textSchema,
  sample_md5: textSchema,
  sample_sha1: textSchema,
  sample_sha256: textSchema,
});
export type CuratedRecord = z.infer<typeof curatedRecordSchema>;
