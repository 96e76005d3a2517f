import * as z from 'zod';

/** What is enforced, and what no longer fits what is known. */
export const standingGroups = ['enforced', 'drift'] as const;

/** A named question about the whole cache, and how many indicators it finds. */
export const standingCheckSchema = z.strictObject({
  id: z.string(),
  group: z.enum(standingGroups),
  title: z.string(),
  /** One sentence. */
  meaning: z.string(),
  /** Finds exactly what was counted. */
  query: z.string(),
  /** Null where counting takes too long at the moment. */
  count: z.number().int().nullable(),
});
export type StandingCheck = z.infer<typeof standingCheckSchema>;
