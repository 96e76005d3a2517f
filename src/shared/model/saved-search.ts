import * as z from 'zod';

/** Unique without regard to case. */
export const savedSearchNameSchema = z.string().trim().min(1, 'Give it a name.').max(80, 'The name is too long.');

/** A column of the result as it was set. */
export const shownColumnSchema = z.strictObject({
  id: z.string().min(1).max(32),
  /** px; null leaves it to the room there is. */
  width: z.number().int().min(40).max(900).nullable(),
  /** Stays in sight when the others are scrolled sideways. */
  pinned: z.boolean(),
});
export type ShownColumn = z.infer<typeof shownColumnSchema>;

/** The columns that a result is shown with, in the order of the screen. */
export const shownColumnsSchema = z.array(shownColumnSchema).min(1).max(64);

/** A query that an analyst comes back to; its order is part of the query (`sort:`). */
export const savedSearchSchema = z.strictObject({
  name: z.string(),
  query: z.string(),
  /** Null shows the columns that are shown anyway. */
  columns: shownColumnsSchema.nullable(),
  createdAtMs: z.number().int(),
  /** When its result was last looked at. */
  lookedAtMs: z.number().int(),
  /** Indicators that it finds and that came into the cache since; null when that could not be counted. */
  newCount: z.number().int().min(0).nullable(),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;

/** A query that was asked. */
export const askedQuerySchema = z.strictObject({ query: z.string(), askedAtMs: z.number().int() });
export type AskedQuery = z.infer<typeof askedQuerySchema>;
