import * as z from 'zod';
import { connectionIdSchema, indicatorIdSchema } from '../../model/ids.ts';
import { operationChoiceSchema } from '../../model/operation.ts';
import {
  matchesSchema,
  outboxCountsSchema,
  outboxDiffSchema,
  outboxIdSchema,
  outboxIdsSchema,
  outboxLineSchema,
  outboxStates,
  sendOutcomeSchema,
  tenantWordsReadSchema,
  writeChoiceSchema,
} from '../../model/outbox.ts';
import { refreshOutcomeSchema, vendorCardSchema } from '../../model/vendor-detail.ts';
import { method } from '../method.ts';
import {
  connectionRefSchema,
  nothingSchema,
  operationResultSchema,
  selectionSchema,
  storedSelectionSchema,
} from '../schemas.ts';

const writeInputSchema = connectionRefSchema.extend({
  operation: z.string().max(64),
  input: z.record(z.string(), z.unknown()),
});

/** Methods around calls of the vendors beside syncing, and changes queued for them. */
export const vendorCallsMethods = {
  /** What the vendor of a connection can do beside syncing, and what its key was refused. */
  'operations.list': method({ input: connectionRefSchema, output: z.array(operationChoiceSchema) }),
  /** The right that an operation needs was granted at the vendor: whatever needs it is offered again. */
  'operations.forgetRefusal': method({
    input: connectionRefSchema.extend({ operation: z.string().max(64) }),
    output: nothingSchema,
  }),
  /** Calls the vendor now; a write only when confirmed. */
  'operations.run': method({
    input: connectionRefSchema.extend({
      operation: z.string().max(64),
      input: z.record(z.string(), z.unknown()),
      confirmed: z.boolean(),
    }),
    output: operationResultSchema,
  }),

  /** In the order of sending. */
  'outbox.list': method({
    input: z.strictObject({
      states: z.array(z.enum(outboxStates)).min(1).nullable(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.strictObject({ lines: z.array(outboxLineSchema), counts: outboxCountsSchema }),
  }),
  'outbox.diff': method({ input: z.strictObject({ ids: outboxIdsSchema }), output: z.array(outboxDiffSchema) }),
  /** What can be queued, at all connections. */
  'outbox.writes': method({ input: nothingSchema, output: z.array(writeChoiceSchema) }),
  /** Asks the vendor what a write by filter would concern now. */
  'outbox.countMatches': method({ input: writeInputSchema, output: matchesSchema }),
  /** Queues a write: one change per row or id. `agreed`: what a write by filter was said to concern. */
  'outbox.queue': method({
    input: writeInputSchema.extend({ agreed: matchesSchema.nullable().default(null) }),
    output: z.strictObject({ ids: z.array(z.number().int()) }),
  }),
  /** Queues what the fields of a write mean for indicators of the cache. */
  'outbox.queueSelection': method({
    input: connectionRefSchema.extend({
      operation: z.string().max(64),
      selection: selectionSchema,
      fields: z.record(z.string(), z.unknown()),
    }),
    output: z.strictObject({ ids: z.array(z.number().int()), skipped: z.number().int() }),
  }),
  'outbox.edit': method({
    input: z.strictObject({ id: outboxIdSchema, input: z.record(z.string(), z.unknown()) }),
    output: nothingSchema,
  }),
  'outbox.move': method({
    input: z.strictObject({ id: outboxIdSchema, beforeId: outboxIdSchema.nullable() }),
    output: nothingSchema,
  }),
  'outbox.drop': method({
    input: z.strictObject({ ids: outboxIdsSchema }),
    output: z.strictObject({ dropped: z.number().int() }),
  }),
  /** Takes queueing back; what was edited, tried or sent since stays. */
  'outbox.takeBack': method({
    input: z.strictObject({ ids: outboxIdsSchema }),
    output: z.strictObject({ dropped: z.number().int(), kept: z.number().int() }),
  }),
  /** Of conflicts: make the change upon what the vendor holds now. */
  'outbox.rebase': method({
    input: z.strictObject({ ids: outboxIdsSchema }),
    output: z.strictObject({ rebased: z.number().int() }),
  }),
  /** Sends now, null: all that is queued; the window asks before. */
  'outbox.send': method({
    input: z.strictObject({ ids: outboxIdsSchema.nullable() }),
    output: sendOutcomeSchema,
  }),
  /** The tenant's words as last read; null before that. */
  'outbox.words': method({ input: connectionRefSchema, output: tenantWordsReadSchema.nullable() }),
  /** Reads them from the vendor; null for one that has none. */
  'outbox.refreshWords': method({ input: connectionRefSchema, output: tenantWordsReadSchema.nullable() }),

  /** What each connection can be asked about an indicator, with its last answer; never touches the network. */
  'details.get': method({ input: z.strictObject({ id: indicatorIdSchema }), output: z.array(vendorCardSchema) }),
  /** Asks the vendors about indicators now; null: every connection that can be asked. */
  'details.refresh': method({
    input: z.strictObject({
      selection: storedSelectionSchema,
      connectionIds: z.array(connectionIdSchema).min(1).max(100).nullable(),
    }),
    output: refreshOutcomeSchema,
  }),
  /** Ends what is being refreshed; what was answered until then is kept. */
  'details.cancel': method({ input: nothingSchema, output: nothingSchema }),
} as const;
