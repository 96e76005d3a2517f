import * as z from 'zod';

/** What indicators can have in common, the most telling first. */
export const pivotKinds = ['file', 'sample', 'rule', 'source', 'domain', 'network', 'asn', 'tag'] as const;
export type PivotKind = (typeof pivotKinds)[number];

/** Something that an indicator has in common with others, as a query. Label and query hold hostile text. */
export const pivotSchema = z.strictObject({
  kind: z.enum(pivotKinds),
  /** The name of what they share: a hash, a rule, a network. */
  label: z.string(),
  query: z.string(),
  /** How many indicators the query finds; null where it was not counted, because that would have taken too long. */
  count: z.number().int().min(0).nullable(),
  /** The same without the indicator itself. */
  others: z.number().int().min(0).nullable(),
  /** How many more share it than the query names, where that is too many for one; counted up to 10,000. */
  unnamed: z.number().int().positive().optional(),
});
export type Pivot = z.infer<typeof pivotSchema>;

/** What an indicator shares with others: the rarest first, what was not counted last. */
export const pivotListSchema = z.strictObject({
  pivots: z.array(pivotSchema),
  /** How many more things it could share that nobody looked at. */
  leftOut: z.number().int().min(0),
});
export type PivotList = z.infer<typeof pivotListSchema>;
