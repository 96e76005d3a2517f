import * as z from 'zod';

const countedSchema = {
  count: z.number().int(),
  /** Finds exactly what was counted. */
  query: z.string(),
};

/** What the vendor of a row and this one both know; in the row's own column, all that it knows. */
const overlapCellSchema = z.strictObject({ vendor: z.string(), ...countedSchema });
export type OverlapCell = z.infer<typeof overlapCellSchema>;

/** How much of what one vendor knows others know too. */
const overlapRowSchema = z.strictObject({
  vendor: z.string(),
  onlyHere: z.strictObject(countedSchema),
  /** One for each vendor, in the order of the rows. */
  cells: z.array(overlapCellSchema),
});
export type OverlapRow = z.infer<typeof overlapRowSchema>;

/** Vendors against each other, by name; those of which the cache holds nothing are left out. */
export const overlapSchema = z.strictObject({
  /** All that were counted, those that no vendor knows included. */
  indicators: z.number().int(),
  /** Known to more than one vendor. */
  shared: z.number().int(),
  rows: z.array(overlapRowSchema),
});
export type Overlap = z.infer<typeof overlapSchema>;
