import * as z from 'zod';
import { connectionIdSchema } from './ids.ts';
import { momentSchema } from './indicator.ts';

/** Most indicators in one refresh: beyond that a sync is cheaper for everybody. */
export const mostRefreshed = 1_000;

/** A named value of a card; all text is hostile. */
export const detailFieldSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), name: z.string(), text: z.string() }),
  z.strictObject({ kind: z.literal('moment'), name: z.string(), atMs: z.number().int() }),
  z.strictObject({ kind: z.literal('list'), name: z.string(), items: z.array(z.string()) }),
]);
export type DetailField = z.infer<typeof detailFieldSchema>;

/** A part of a card: fields, then a table where there is one. */
export const detailSectionSchema = z.strictObject({
  /** Null for the first, which needs no heading. */
  title: z.string().nullable(),
  fields: z.array(detailFieldSchema),
  table: z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }).nullable(),
});
export type DetailSection = z.infer<typeof detailSectionSchema>;

/** A process that touched an indicator; null where the vendor does not say. */
const seenProcessSchema = z.strictObject({
  id: z.string(),
  fileName: z.string().nullable(),
  commandLine: z.string().nullable(),
  startedAtMs: momentSchema,
  stoppedAtMs: momentSchema,
});
export type SeenProcess = z.infer<typeof seenProcessSchema>;

/** Where in the own estate an indicator was seen. */
export const estateSchema = z.strictObject({
  /** As the vendor counts; null when it does not. */
  hostCount: z.number().int().nullable(),
  /** The count is a lower bound. */
  isAtLeast: z.boolean(),
  hosts: z.array(
    z.strictObject({
      name: z.string(),
      /** Null when they were not asked for. */
      processes: z.array(seenProcessSchema).nullable(),
    }),
  ),
  /** What was left out, and why; in sentences of ours. */
  remarks: z.array(z.string()),
});
export type Estate = z.infer<typeof estateSchema>;

/** A vendor's answer about one indicator, as it is shown. */
export const vendorDetailSchema = z.strictObject({
  sections: z.array(detailSectionSchema),
  estate: estateSchema.nullable(),
});
export type VendorDetail = z.infer<typeof vendorDetailSchema>;

/** What a connection was asked about an indicator, and what it said last. */
export const vendorCardSchema = z.strictObject({
  connectionId: connectionIdSchema,
  connection: z.string(),
  vendor: z.string(),
  /** Names the question within the vendor. */
  inquiry: z.string(),
  title: z.string(),
  /** When it was answered last; null: it was never asked. */
  fetchedAtMs: momentSchema,
  /** Null: never asked, or the vendor held nothing then. */
  detail: vendorDetailSchema.nullable(),
});
export type VendorCard = z.infer<typeof vendorCardSchema>;

/** A question that was not answered. */
export const refreshFailureSchema = z.strictObject({
  connection: z.string(),
  type: z.string(),
  value: z.string(),
  title: z.string(),
  code: z.string(),
  message: z.string(),
});
export type RefreshFailure = z.infer<typeof refreshFailureSchema>;

/** What a refresh came to. */
export const refreshOutcomeSchema = z.strictObject({
  /** Questions that were asked. */
  asked: z.number().int(),
  answered: z.number().int(),
  /** Of those answered: the vendor holds nothing. */
  unknown: z.number().int(),
  /** Records of the cache that are different now. */
  changed: z.number().int(),
  failed: z.number().int(),
  /** The first hundred of those that failed. */
  failures: z.array(refreshFailureSchema),
  /** Connections that could not be asked any further, and why. */
  stopped: z.array(z.strictObject({ connection: z.string(), code: z.string(), message: z.string() })),
});
export type RefreshOutcome = z.infer<typeof refreshOutcomeSchema>;

/** How far a refresh has come. */
export const refreshProgressSchema = z.strictObject({
  /** Indicators done, of `total`, counted per connection. */
  done: z.number().int(),
  total: z.number().int(),
  /** Set while a vendor makes us wait: until when, epoch ms. */
  waitingUntilMs: momentSchema,
  /** False in the last message, however it ended. */
  isRunning: z.boolean(),
});
export type RefreshProgress = z.infer<typeof refreshProgressSchema>;
