import * as z from 'zod';

/** `damaged`: the database file, so that answers may be wrong; `logCutShort`: some of what was stored last may be missing. */
const findingKinds = ['damaged', 'logCutShort'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Letters of {@link StoreFinding.detail}. */
export const findingLimit = 1_000;

/** What was found wrong with the stored data. Told as `storage.corrupt`. */
const storeFindingSchema = z.strictObject({
  kind: z.enum(findingKinds),
  /** What the check said, cut to {@link findingLimit}: of pages and tables, without values; empty where nobody knows any more. */
  detail: z.string().max(findingLimit),
  foundAtMs: z.number().int(),
  /** Where the log has it; null where it has not. */
  reference: z.string().max(64).nullable(),
});
export type StoreFinding = z.infer<typeof storeFindingSchema>;

/** One finding of a kind at most, the newest last; none while nothing is known to be wrong. */
export const storeHealthSchema = z.array(storeFindingSchema);
export type StoreHealth = readonly StoreFinding[];
