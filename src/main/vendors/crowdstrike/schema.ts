/** What Falcon's custom IOC service sends and takes; unknown members are kept in the raw record only. */
import * as z from 'zod';

/** Fields of the secret. The identifiers have fixed forms, but whether they are right is for the vendor to say. */
export const credentialSchema = z.strictObject({
  clientId: z.string().trim().min(1).max(256),
  clientSecret: z.string().trim().min(1).max(256),
  memberCid: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32}(?:-[0-9a-f]{2})?$/i, 'must have 32 hexadecimal digits, with or without a checksum')
    .optional(),
});

/** A list of words; Go writes an absent list as absent or as null. */
const wordsSchema = z.array(z.string().nullable()).nullish();

/**
 * One IOC record. The vendor's model marks every member optional and leaves empty ones out; without an id, a type and a
 * value it is no record. Enumerations are open: words that we do not know are kept.
 *
 * Source: gofalcon `api.IndicatorV1`; recordings of combined and create answers.
 */
export const iocRecordSchema = z.object({
  id: z.string().min(1).max(512),
  type: z.string().min(1),
  value: z.string().min(1),
  action: z.string().nullish(),
  /** `""` where the action is no_action or allow. */
  severity: z.string().nullish(),
  platforms: wordsSchema,
  tags: wordsSchema,
  source: z.string().nullish(),
  description: z.string().nullish(),
  expired: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  /** RFC 3339 with up to nine fraction digits, trailing zeros trimmed; so are the other times. */
  expiration: z.string().nullish(),
  created_on: z.string().nullish(),
  modified_on: z.string().nullish(),
});
export type IocRecord = z.infer<typeof iocRecordSchema>;

/** One entry of `errors`; one that is written in another way is still an error. */
const apiErrorSchema = z.object({ code: z.number().nullish(), message: z.string().nullish() }).catch({});
export type ApiError = z.infer<typeof apiErrorSchema>;

/** The part of any answer that tells of failure: null, empty or absent without one. */
export const failureSchema = z.object({ errors: z.array(apiErrorSchema).nullish() });

/** A combined answer around its records. `after` is absent when nothing matched, and repeated on the last page. */
export const combinedPageSchema = z.object({
  meta: z.object({
    pagination: z.object({
      limit: z.number().int().nullish(),
      total: z.number().int().min(0),
      after: z.string().nullish(),
    }),
  }),
});

/** Where the records stand in a combined answer. */
export const recordsPath = ['resources'] as const;

/** What `/oauth2/token` answers. The token goes into a header: anything but visible ASCII is refused. */
export const tokenSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  /** Seconds; 1799 is usual. */
  expires_in: z.number().positive().nullish(),
});
