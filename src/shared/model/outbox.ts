import * as z from 'zod';
import { connectionIdSchema, indicatorIdSchema } from './ids.ts';
import { momentSchema } from './indicator.ts';
import { indicatorTypes } from './vocabulary.ts';

/**
 * Where a change for a vendor stands. `sending`: it is on its way; found so after a crash it is `unknown`: whether it arrived is
 * found out by reading before it is repeated. `conflict`: the vendor's record is not what the change was based on.
 */
export const outboxStates = ['queued', 'sending', 'sent', 'failed', 'conflict', 'unknown'] as const;
export type OutboxState = (typeof outboxStates)[number];

/** States from which an item can be sent (again) or changed. */
export const openOutboxStates = ['queued', 'failed', 'conflict', 'unknown'] as const satisfies readonly OutboxState[];

export const outboxIdSchema = z.number().int().positive();
export const outboxIdsSchema = z.array(outboxIdSchema).min(1).max(10_000);

/** The words that a vendor's tenant knows; they fill the choices of the editor. Empty lists where they were not read. */
export const tenantWordsSchema = z.strictObject({
  types: z.array(z.string()),
  actions: z.array(
    z.strictObject({
      id: z.string(),
      platformsByType: z.record(z.string(), z.array(z.string())),
      severities: z.array(z.string()),
    }),
  ),
  platforms: z.array(z.string()),
  severities: z.array(z.string()),
});
export type TenantWords = z.infer<typeof tenantWordsSchema>;

/** The tenant's words, and when they were read. */
export const tenantWordsReadSchema = z.strictObject({ words: tenantWordsSchema, fetchedAtMs: z.number().int() });
export type TenantWordsRead = z.infer<typeof tenantWordsReadSchema>;

/** What a write by filter would concern: how many, and where the vendor tells, when the newest of them was changed. */
export const matchesSchema = z.strictObject({
  matches: z.number().int().min(0).nullable(),
  newest: z.string().nullable().optional(),
});
export type Matches = z.infer<typeof matchesSchema>;

/** A write that can be queued for a connection. */
export const writeChoiceSchema = z.strictObject({
  connectionId: connectionIdSchema,
  connection: z.string(),
  vendor: z.string(),
  /** As the vendor names it. */
  operation: z.string(),
  summary: z.string(),
  /** The right that the key needs. */
  scope: z.string(),
  /** Whether it can be made out of indicators of the cache. */
  isForIndicators: z.boolean(),
  /** Why the key is known not to be allowed to; null when nothing is known against it. */
  denied: z.string().nullable(),
});
export type WriteChoice = z.infer<typeof writeChoiceSchema>;

/** A change for a vendor, as stored; `base`, `change` and `result` are JSON values. */
export const outboxItemSchema = z.strictObject({
  id: outboxIdSchema,
  connectionId: connectionIdSchema,
  connection: z.string(),
  vendor: z.string(),
  indicatorId: indicatorIdSchema.nullable(),
  /** As the vendor names it. */
  operation: z.string(),
  state: z.enum(outboxStates),
  reason: z.string().nullable(),
  createdAtMs: z.number().int(),
  changedAtMs: momentSchema,
  /** The vendor's record on which the change is based; null when nothing was known. */
  base: z.unknown(),
  /** The operation's input. */
  change: z.unknown(),
  /** What came of it: the vendor's record, its messages, or what it holds instead. */
  result: z.unknown(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

/** A queued change as a line of a list. */
export const outboxLineSchema = outboxItemSchema
  .pick({ id: true, connection: true, vendor: true, operation: true, state: true, reason: true, createdAtMs: true })
  .extend({ changedAtMs: momentSchema, subject: z.string() });
export type OutboxLine = z.infer<typeof outboxLineSchema>;

export const outboxCountsSchema = z.strictObject({
  queued: z.number().int(),
  sending: z.number().int(),
  sent: z.number().int(),
  failed: z.number().int(),
  conflict: z.number().int(),
  unknown: z.number().int(),
});
export type OutboxCounts = z.infer<typeof outboxCountsSchema>;

/** What a queued change does, field by field; values are JSON. */
export const outboxDiffSchema = z.strictObject({
  id: outboxIdSchema,
  connection: z.string(),
  operation: z.string(),
  state: z.enum(outboxStates),
  reason: z.string().nullable(),
  /** What it is about: a value, an id, a filter. */
  subject: z.string(),
  /** The indicator that it is about, under its canonical name; null where it is about none of the cache's, or about many. */
  indicator: z.strictObject({ type: z.enum(indicatorTypes), value: z.string() }).nullable(),
  connectionId: connectionIdSchema,
  vendor: z.string(),
  /** The operation's input, for who edits it. */
  change: z.record(z.string(), z.unknown()),
  /** What came of it: the vendor's record, or its messages. */
  result: z.unknown(),
  fields: z.array(z.strictObject({ name: z.string(), base: z.unknown(), mine: z.unknown(), theirs: z.unknown() })),
  /** A conflict was found: `theirs` is what the vendor held then. */
  hasTheirs: z.boolean(),
  /** In that conflict the vendor held nothing any more. */
  isGoneThere: z.boolean(),
});
export type OutboxDiff = z.infer<typeof outboxDiffSchema>;

/** What a sending came to: how many changes stand where now, and what stopped a connection. */
export const sendOutcomeSchema = z.strictObject({
  counts: outboxCountsSchema,
  stopped: z.array(z.strictObject({ connection: z.string(), code: z.string(), message: z.string() })),
});
export type SendOutcome = z.infer<typeof sendOutcomeSchema>;
