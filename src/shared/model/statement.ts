import * as z from 'zod';
import { indicatorIdSchema } from './ids.ts';
import { sourceIntents } from './vocabulary.ts';

/**
 * Fields of which each vendor record of an indicator may say something of its own; `ownTags` are the analyst's. Those of
 * the indicator as a whole are in its summary.
 */
export const statementFields = [
  'score',
  'vendorScore',
  'severity',
  'confidence',
  'action',
  'benign',
  'firstSeen',
  'lastSeen',
  'expires',
  'rule',
  'sources',
  'categories',
  'tags',
  'ownTags',
  'country',
  'asn',
  'asType',
  'platforms',
  'description',
  'stream',
  'vendorKey',
  'fetched',
  'gone',
] as const;
export type StatementField = (typeof statementFields)[number];

/** Something that is said of an indicator, once however many say it, and who says it. */
export const statementSchema = z.strictObject({
  /** Text as the vendor wrote it (hostile, cut after 160 characters), a number as it is, a moment in epoch ms (UTC). */
  value: z.union([z.string(), z.number()]),
  /** How a source speaks of it; null in every other field. */
  intent: z.enum(sourceIntents).nullable(),
  /** In alphabetical order of the connections; empty where it is the analyst's own. */
  by: z.array(z.strictObject({ vendor: z.string(), connection: z.string() })),
  /** Only records say it that are gone at their vendor. */
  gone: z.boolean(),
});
export type Statement = z.infer<typeof statementSchema>;

/** What is said in one field. */
export const fieldStatementsSchema = z.strictObject({
  /** What live records say first. */
  said: z.array(statementSchema),
  /** Further ones that are left out. */
  more: z.number().int().min(0),
});
export type FieldStatements = z.infer<typeof fieldStatementsSchema>;

/** What is said of one indicator; a field is absent where nobody says anything. */
export const indicatorStatementsSchema = z.strictObject({
  id: indicatorIdSchema,
  fields: z.partialRecord(z.enum(statementFields), fieldStatementsSchema),
});
export type IndicatorStatements = z.infer<typeof indicatorStatementsSchema>;
