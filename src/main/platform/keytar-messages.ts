import * as z from 'zod';

/** One call to keytar as it crosses the process channel. */
export const keytarCallSchema = z.strictObject({
  id: z.number().int(),
  method: z.enum(['getPassword', 'setPassword', 'deletePassword']),
  /** Service, account and, to set one, the password. */
  args: z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])]),
});

/** See {@link keytarCallSchema}. */
export type KeytarCall = z.infer<typeof keytarCallSchema>;

/** Its outcome; keytar's errors have a text and nothing else, those of loading it have a code. */
export const keytarAnswerSchema = z.strictObject({
  id: z.number().int(),
  value: z.union([z.string(), z.boolean(), z.null()]),
  error: z.strictObject({ message: z.string(), code: z.string().nullable() }).nullable(),
});

/** See {@link keytarAnswerSchema}. */
export type KeytarAnswer = z.infer<typeof keytarAnswerSchema>;
