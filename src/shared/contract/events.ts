import * as z from 'zod';
import { syncRunSchema } from '../model/connection.ts';
import { connectionIdSchema } from '../model/ids.ts';
import { connectionBudgetSchema } from '../model/rate-budget.ts';
import { foundSearchSchema } from '../model/schedule.ts';
import { storeHealthSchema } from '../model/store-health.ts';
import { updateProgressSchema } from '../model/update.ts';
import { refreshProgressSchema } from '../model/vendor-detail.ts';
import { importProgressSchema } from './import-schemas.ts';
import { lookupProgressSchema } from './lookup-schemas.ts';
import { additionProgressSchema, exportProgressSchema, syncProgressSchema } from './schemas.ts';

/** What main pushes to the window without being asked, coalesced to a few a second. */
export const events = {
  'sync.progressed': syncProgressSchema,
  'sync.finished': z.strictObject({ connectionId: connectionIdSchema, run: syncRunSchema }),
  /** Something the user should know while a sync runs, e.g. that the tenant lives in another region. */
  'sync.noticed': z.strictObject({ connectionId: connectionIdSchema, connection: z.string(), text: z.string() }),
  /** What is left of a vendor's limit, or that calls wait for it. */
  'budgets.changed': connectionBudgetSchema,
  'cases.additionProgressed': additionProgressSchema,
  'exports.progressed': exportProgressSchema,
  'details.progressed': refreshProgressSchema,
  'lookup.progressed': lookupProgressSchema,
  'imports.progressed': importProgressSchema,
  /** A sync in the background brought new matches of saved searches. */
  'searches.found': z.array(foundSearchSchema),
  'updates.progressed': updateProgressSchema,
  /** The look of the day found a newer version. */
  'updates.found': z.strictObject({ version: z.string() }),
  /** Something was found wrong with the stored data, or is no longer so. */
  'care.healthChanged': storeHealthSchema,
  /** Something in the store changed; the window asks again for what it shows. */
  'data.changed': z.strictObject({
    indicators: z.boolean(),
    cases: z.boolean(),
    connections: z.boolean(),
    settings: z.boolean(),
    outbox: z.boolean(),
  }),
} as const;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<Name extends EventName> = z.output<Events[Name]>;
