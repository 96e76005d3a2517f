import * as z from 'zod';
import { histogramSchema } from '../../model/histogram.ts';
import { histogramFields } from '../../model/histogram-units.ts';
import { indicatorIdSchema, observationIdSchema } from '../../model/ids.ts';
import { indicatorDetailSchema, indicatorSummarySchema, observationVersionSchema } from '../../model/indicator.ts';
import { statementRowLimit } from '../../model/limits.ts';
import { copyForms } from '../../model/lookup.ts';
import { pivotListSchema } from '../../model/pivot.ts';
import {
  askedQuerySchema,
  savedSearchNameSchema,
  savedSearchSchema,
  shownColumnsSchema,
} from '../../model/saved-search.ts';
import { indicatorStatementsSchema, statementFields } from '../../model/statement.ts';
import { tagCountSchema } from '../../model/tag.ts';
import { indicatorTypes } from '../../model/vocabulary.ts';
import { method } from '../method.ts';
import {
  completionSchema,
  countSchema,
  helpSectionSchema,
  nothingSchema,
  queryHintSchema,
  queryTextSchema,
  searchInputSchema,
  selectionSchema,
  storedSelectionSchema,
  tagsInputSchema,
  triageInputSchema,
} from '../schemas.ts';

/** On how many indicators something changed, and the number under which it can be taken back. */
const changedSchema = z.strictObject({ changed: z.number().int(), undo: z.number().int().nullable() });
const takenBackSchema = z.strictObject({ restored: z.number().int(), kept: z.number().int() });

/** Methods around searching, one indicator, and decisions. */
export const exploreMethods = {
  'indicators.search': method({ input: searchInputSchema, output: z.array(indicatorSummarySchema) }),
  /** What the vendors' records of each say in some fields, and whose it is; in the order of `ids`. */
  'indicators.statements': method({
    input: z.strictObject({
      ids: z.array(indicatorIdSchema).min(1).max(statementRowLimit),
      fields: z.array(z.enum(statementFields)).min(1).max(statementFields.length),
    }),
    output: z.array(indicatorStatementsSchema),
  }),
  'indicators.count': method({ input: z.strictObject({ query: queryTextSchema }), output: countSchema }),
  'indicators.facets': method({
    input: z.strictObject({ query: queryTextSchema }),
    output: z.record(z.string(), z.record(z.string(), z.number().int())),
  }),
  'indicators.histogram': method({
    input: z.strictObject({ query: queryTextSchema, field: z.enum(histogramFields) }),
    output: histogramSchema,
  }),

  /** By name. */
  'searches.list': method({ input: nothingSchema, output: z.array(savedSearchSchema) }),
  /** One of that name is replaced. */
  'searches.save': method({
    input: z.strictObject({
      name: savedSearchNameSchema,
      query: queryTextSchema,
      columns: shownColumnsSchema.nullable(),
    }),
    output: nothingSchema,
  }),
  'searches.remove': method({ input: z.strictObject({ name: savedSearchNameSchema }), output: nothingSchema }),
  /** From now on nothing of it is new. */
  'searches.look': method({ input: z.strictObject({ name: savedSearchNameSchema }), output: savedSearchSchema }),
  /** Newest first. */
  'searches.history': method({ input: nothingSchema, output: z.array(askedQuerySchema) }),
  'searches.remember': method({ input: z.strictObject({ query: queryTextSchema }), output: nothingSchema }),

  /** What could be written where the caret stands: UTF-16 offsets. */
  'indicators.complete': method({
    input: z.strictObject({ query: queryTextSchema, caret: z.number().int().min(0) }),
    output: completionSchema,
  }),
  /** The query language, made of its own grammar. */
  'indicators.help': method({ input: nothingSchema, output: z.array(helpSectionSchema) }),
  'indicators.hints': method({
    input: z.strictObject({ query: queryTextSchema }),
    output: z.array(queryHintSchema),
  }),
  'indicators.get': method({
    input: z.union([
      z.strictObject({ id: indicatorIdSchema }),
      z.strictObject({ type: z.enum(indicatorTypes), value: z.string().max(100_000) }),
    ]),
    output: indicatorDetailSchema.nullable(),
  }),
  /** What one indicator shares with others, counted. Empty when the cache does not hold it. */
  'indicators.pivots': method({ input: z.strictObject({ id: indicatorIdSchema }), output: pivotListSchema }),
  /** Which cases hold each, and how it was judged last; null where the cache does not hold it. A hash is told as its file. */
  'indicators.recall': method({
    input: z.strictObject({
      indicators: z
        .array(z.strictObject({ type: z.enum(indicatorTypes), value: z.string().max(100_000) }))
        .min(1)
        .max(200),
    }),
    output: z.array(indicatorSummarySchema.pick({ cases: true, verdict: true }).nullable()),
  }),
  /** Text for the clipboard: lines of ours, or what is pasted into a vendor's own search. */
  'indicators.copy': method({
    input: z.strictObject({
      selection: storedSelectionSchema,
      form: z.union([z.enum(copyForms), z.strictObject({ vendor: z.string().max(64) })]),
    }),
    output: z.strictObject({ text: z.string(), copied: z.number().int(), leftOut: z.number().int() }),
  }),

  'observations.raw': method({
    input: z.strictObject({ id: observationIdSchema }),
    output: z.strictObject({ text: z.string(), cut: z.boolean() }),
  }),
  'observations.versions': method({
    input: z.strictObject({ id: observationIdSchema }),
    output: z.array(observationVersionSchema),
  }),

  'triage.apply': method({
    input: triageInputSchema,
    output: changedSchema,
  }),
  /** Takes a decision back, named by what `triage.apply` gave; what was decided since stands. */
  'triage.undo': method({
    input: z.strictObject({ decision: z.number().int().min(1) }),
    output: takenBackSchema,
  }),

  /** Puts own tags on and takes them off. */
  'tags.change': method({ input: tagsInputSchema, output: changedSchema }),
  /** Takes a tagging back, named by what `tags.change` gave; what was changed since stands. */
  'tags.undo': method({
    input: z.strictObject({ tagging: z.number().int().min(1) }),
    output: takenBackSchema,
  }),
  /** Own tags in use, the most frequent first. */
  'tags.known': method({ input: nothingSchema, output: z.array(tagCountSchema) }),
  /** How many indicators are meant, and the own tags on them; of a look-up, of those that the cache holds. */
  'tags.count': method({
    input: z.strictObject({ selection: selectionSchema }),
    output: z.strictObject({ total: z.number().int(), tags: z.array(tagCountSchema) }),
  }),
} as const;
