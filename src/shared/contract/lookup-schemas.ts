import * as z from 'zod';
import {
  candidateOrders,
  copyForms,
  lookupCandidateSchema,
  lookupStatuses,
  occurrenceSchema,
} from '../model/lookup.ts';
import { indicatorTypes } from '../model/vocabulary.ts';

const lookupIdSchema = z.number().int().positive();
const countSchema = z.number().int().min(0);

export const lookupRefSchema = z.strictObject({ id: lookupIdSchema });
export const lookupRunSchema = z.strictObject({ ids: z.array(lookupIdSchema).min(1).max(50) });

/** What a look-up found, in numbers; the candidates are asked for page by page. */
export const lookupOverviewSchema = z.strictObject({
  id: lookupIdSchema,
  /** Of the files, in their order. */
  names: z.array(z.string()),
  counts: z.array(z.strictObject({ status: z.enum(lookupStatuses), type: z.enum(indicatorTypes), count: countSchema })),
  /** What was passed over, and why. */
  notes: z.array(z.string()),
  /** Rows of text that can be shown beside. */
  rowCount: countSchema,
});
export type LookupOverview = z.infer<typeof lookupOverviewSchema>;

/** How far a look-up has come; the last one says that it runs no longer, however it ended. */
export const lookupProgressSchema = z.strictObject({
  id: lookupIdSchema,
  file: z.string(),
  stage: z.enum(['reading', 'matching']),
  /** Candidates told of, of `total`; both 0 while the file is read. */
  done: countSchema,
  total: countSchema,
  isRunning: z.boolean(),
});
export type LookupProgress = z.infer<typeof lookupProgressSchema>;

const filterShape = {
  /** Empty: any. */
  statuses: z.array(z.enum(lookupStatuses)).max(lookupStatuses.length),
  types: z.array(z.enum(indicatorTypes)).max(indicatorTypes.length),
};

/** Candidates of a look-up: some by their numbers, or (null) all that the filter lets through. */
export const lookupPickSchema = z.strictObject({
  id: lookupIdSchema,
  indexes: z.array(countSchema).min(1).max(100_000).nullable(),
  ...filterShape,
});
export type LookupPick = z.infer<typeof lookupPickSchema>;

export const lookupListSchema = lookupRefSchema.extend({ ...filterShape, order: z.enum(candidateOrders) });
export const lookupPageInputSchema = lookupListSchema.extend({
  offset: countSchema,
  limit: countSchema.min(1).max(50),
});

/** A line of the list; of its places the first. */
export const lookupRowSchema = lookupCandidateSchema.omit({ occurrences: true }).extend({
  place: occurrenceSchema.nullable(),
  /** Row of the text where that is; null where the text is not shown. */
  row: countSchema.nullable(),
});
export type LookupRow = z.infer<typeof lookupRowSchema>;
export const lookupPageSchema = z.strictObject({ rows: z.array(lookupRowSchema), total: countSchema });

export const lookupPlacesInputSchema = lookupRefSchema.extend({ index: countSchema });
export const lookupPlacesSchema = z.array(z.strictObject({ place: occurrenceSchema, row: countSchema.nullable() }));

export const lookupSourceInputSchema = lookupRefSchema.extend({
  first: countSchema,
  limit: countSchema.min(1).max(200),
});
/** Rows of what was looked up, as text for the eyes; a stretch with a number is the candidate of that number. */
export const lookupSourceSchema = z.array(
  z.strictObject({
    file: z.string(),
    place: z.string().nullable(),
    line: countSchema,
    stretches: z.array(z.strictObject({ text: z.string(), index: countSchema.nullable() })),
  }),
);
export type LookupSourceRow = z.infer<typeof lookupSourceSchema>[number];

export const lookupCopyInputSchema = z.strictObject({
  pick: lookupPickSchema,
  form: z.enum(copyForms),
  /** How many of them have been copied so far. */
  from: countSchema,
});
export const lookupCopySchema = z.strictObject({ text: z.string(), next: countSchema.nullable() });
