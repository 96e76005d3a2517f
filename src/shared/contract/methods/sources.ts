import * as z from 'zod';
import {
  connectionSchema,
  rejectedRecordSchema,
  retentionDaysSchema,
  streamOptionsSchema,
  syncRunSchema,
} from '../../model/connection.ts';
import { connectionIdSchema, connectionNameSchema } from '../../model/ids.ts';
import { overlapSchema } from '../../model/overlap.ts';
import { connectionBudgetSchema } from '../../model/rate-budget.ts';
import { scheduleStatusSchema, syncEveryMinutesSchema } from '../../model/schedule.ts';
import { standingCheckSchema } from '../../model/standing.ts';
import { method } from '../method.ts';
import {
  addConnectionSchema,
  connectionRefSchema,
  connectionTestSchema,
  nothingSchema,
  secretInputSchema,
  syncProgressSchema,
  vendorDescriptionSchema,
} from '../schemas.ts';

/** Methods around connections to vendors and what they bring. */
export const sourcesMethods = {
  'vendors.list': method({ input: nothingSchema, output: z.array(vendorDescriptionSchema) }),

  'connections.list': method({ input: nothingSchema, output: z.array(connectionSchema) }),
  'connections.add': method({ input: addConnectionSchema, output: connectionSchema }),
  'connections.update': method({
    input: connectionRefSchema.extend({
      name: connectionNameSchema.optional(),
      site: z.string().max(253).nullable().optional(),
      baseUrl: z.string().max(2_048).nullable().optional(),
      options: streamOptionsSchema.optional(),
      retentionDays: retentionDaysSchema.nullable().optional(),
      syncEveryMinutes: syncEveryMinutesSchema.nullable().optional(),
    }),
    output: connectionSchema,
  }),
  'connections.remove': method({ input: connectionRefSchema.extend({ purge: z.boolean() }), output: nothingSchema }),
  /** How many records a retention of so many days would delete now. */
  'connections.countDue': method({
    input: connectionRefSchema.extend({ days: retentionDaysSchema }),
    output: z.strictObject({ records: z.number().int() }),
  }),
  /** Deletes what the connection's retention says is due, as each complete sync does. */
  'connections.forgetDue': method({
    input: connectionRefSchema,
    output: z.strictObject({ records: z.number().int() }),
  }),
  /** Tests what is stored. */
  'connections.test': method({ input: connectionRefSchema, output: connectionTestSchema }),
  /** Tests what is typed, before anything is stored. */
  'connections.tryOut': method({ input: addConnectionSchema, output: connectionTestSchema }),

  'credentials.set': method({
    input: connectionRefSchema.extend({ secret: secretInputSchema, keepIn: z.enum(['keychain', 'memory']) }),
    output: connectionSchema,
  }),
  'credentials.clear': method({ input: connectionRefSchema, output: connectionSchema }),

  /** What is left of each vendor's limit; `budgets.changed` tells of changes. */
  'budgets.list': method({ input: nothingSchema, output: z.array(connectionBudgetSchema) }),
  /** Cancels what waits for the vendor of a connection. */
  'budgets.cancelWaits': method({ input: connectionRefSchema, output: nothingSchema }),

  'sync.start': method({
    input: z.strictObject({
      connectionIds: z.array(connectionIdSchema).nullable(),
      streams: z.array(z.string()).nullable(),
      full: z.boolean(),
    }),
    output: z.strictObject({ started: z.number().int() }),
  }),
  'sync.cancel': method({
    input: z.strictObject({ connectionId: connectionIdSchema.nullable() }),
    output: nothingSchema,
  }),
  'sync.status': method({ input: nothingSchema, output: z.array(syncProgressSchema) }),

  /** Which indicators several vendors know, each number with its query. */
  'sources.overlap': method({ input: nothingSchema, output: overlapSchema }),
  /** What is enforced and what drifts, each as a query with its count. */
  'sources.checks': method({ input: nothingSchema, output: z.array(standingCheckSchema) }),

  /** Where the schedule of each connection stands now. */
  'schedule.list': method({ input: nothingSchema, output: z.array(scheduleStatusSchema) }),

  'runs.list': method({
    input: z.strictObject({ connectionId: connectionIdSchema.nullable(), limit: z.number().int().min(1).max(1_000) }),
    output: z.array(syncRunSchema),
  }),
  'runs.rejected': method({
    input: z.strictObject({ runId: z.number().int(), limit: z.number().int().min(1).max(200) }),
    output: z.array(rejectedRecordSchema),
  }),
} as const;
