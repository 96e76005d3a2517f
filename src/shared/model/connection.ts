import * as z from 'zod';
import { connectionIdSchema, connectionNameSchema } from './ids.ts';
import { momentSchema } from './indicator.ts';
import { syncEveryMinutesSchema } from './schedule.ts';
import { runStatuses } from './vocabulary.ts';

/** Options of a connection: stream id -> the vendor's own parameter name -> value. */
export const streamOptionsSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
);
export type StreamOptions = z.infer<typeof streamOptionsSchema>;

/** What a connection stands at: `never` synced, what its last runs came to, or what hinders it. */
export const connectionStates = ['never', 'syncing', 'complete', 'incomplete', 'failed', 'noSecret'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** Section of a connection's options that is about the account; beside the streams, so no stream may have this name. */
export const accountSection = 'auth';

/** For how many days records are kept once nothing is heard of them. */
export const retentionDaysSchema = z.number().int().min(1).max(3_650);

/** A vendor account, without its secret. */
export const connectionSchema = z.strictObject({
  id: connectionIdSchema,
  name: connectionNameSchema,
  vendor: z.string(),
  site: z.string().nullable(),
  /** An origin; null where the site decides. */
  baseUrl: z.string().nullable(),
  hasSecret: z.boolean(),
  /** `keychain`, or `memory` for a secret that is gone when the program ends. */
  secretKeptIn: z.enum(['keychain', 'memory']).nullable(),
  streams: z.array(z.string()),
  options: streamOptionsSchema,
  /** Null: records are kept for good. */
  retentionDays: retentionDaysSchema.nullable(),
  /** Null: it is synced only when that is asked for. */
  syncEveryMinutes: syncEveryMinutesSchema.nullable(),
  lastCompleteAtMs: momentSchema,
  state: z.enum(connectionStates),
  /** Why the vendor may have forgotten records before they were fetched; null when nothing says so. */
  possibleLoss: z.string().nullable(),
  createdAtMs: z.number().int(),
});
export type Connection = z.infer<typeof connectionSchema>;

/** One sync run of one stream: what the vendor said there was, and what arrived. */
export const syncRunSchema = z.strictObject({
  id: z.number().int(),
  connection: z.string(),
  stream: z.string(),
  startedAtMs: z.number().int(),
  finishedAtMs: momentSchema,
  status: z.enum(runStatuses),
  /** The vendor's total for exactly what was asked; null where the vendor gives none. */
  expected: z.number().int().nullable(),
  /** Distinct records that arrived. */
  received: z.number().int(),
  stored: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
  pages: z.number().int(),
  requests: z.number().int(),
  /** Time spent waiting because the vendor asked for it. */
  waitedMs: z.number().int(),
  error: z
    .strictObject({
      code: z.string(),
      message: z.string(),
      /** Into the log, of a run that is not stored (id 0); the others are found by their id, see `run-reference.ts`. */
      reference: z.string().optional(),
    })
    .nullable(),
});
export type SyncRun = z.infer<typeof syncRunSchema>;

/** A vendor record that could not be read, with the reason. */
export const rejectedRecordSchema = z.strictObject({
  connection: z.string(),
  stream: z.string(),
  atMs: z.number().int(),
  reason: z.string(),
  /** The raw text, at most 64 KiB. */
  raw: z.string(),
  /** Length of the whole text in UTF-8 bytes, before it was cut. */
  rawBytes: z.number().int(),
});
export type RejectedRecord = z.infer<typeof rejectedRecordSchema>;
