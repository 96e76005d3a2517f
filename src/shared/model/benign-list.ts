import * as z from 'zod';
import { indicatorTypes } from './vocabulary.ts';

/** A list of harmless values without its entries. */
export const benignListSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  version: z.number().int(),
  origin: z.string(),
  licence: z.string(),
  types: z.array(z.enum(indicatorTypes)),
  /** How many. */
  entries: z.number().int(),
  isShipped: z.boolean(),
  addedAtMs: z.number(),
});
export type BenignListView = z.infer<typeof benignListSchema>;

/** A value that the analyst trusts: why, who says so, and until when. */
export const allowEntrySchema = z.strictObject({
  id: z.number().int(),
  type: z.enum(indicatorTypes),
  value: z.string(),
  reason: z.string(),
  owner: z.string(),
  createdAtMs: z.number(),
  /** Null: until it is removed. */
  expiresAtMs: z.number().nullable(),
});
export type AllowEntryView = z.infer<typeof allowEntrySchema>;

/** What taking a list over from a file would come to. */
export const listCheckSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  version: z.number().int(),
  types: z.array(z.enum(indicatorTypes)),
  entries: z.number().int(),
  /** Entries that do not fit the list's own kind. */
  leftOut: z.number().int(),
  /** The list of that name that is here; null when there is none. */
  present: z.strictObject({ version: z.number().int(), entries: z.number().int(), isShipped: z.boolean() }).nullable(),
  /** Whether it would be stored: nothing of that name is here, or only something older. */
  isNewer: z.boolean(),
});
export type ListCheck = z.infer<typeof listCheckSchema>;
