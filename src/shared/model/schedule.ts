import * as z from 'zod';
import { connectionIdSchema } from './ids.ts';
import { momentSchema } from './indicator.ts';

/** How often a connection is synced by itself; more often than that no vendor's answer is worth its rate budget. */
export const syncEveryMinutesSchema = z.number().int().min(5).max(10_080);

/**
 * Where the schedule of a connection stands: `off`; `waiting` for its time, or `due`; `running` now; `held` by the vendor's limit;
 * `offline` while this computer has no network; `denied` or `noSecret` until its credentials are mended.
 */
export const scheduleStates = ['off', 'waiting', 'due', 'running', 'held', 'offline', 'denied', 'noSecret'] as const;
export type ScheduleState = (typeof scheduleStates)[number];

/** The schedule of one connection. */
export const scheduleStatusSchema = z.strictObject({
  connectionId: connectionIdSchema,
  state: z.enum(scheduleStates),
  everyMinutes: syncEveryMinutesSchema.nullable(),
  /** When it is synced next; null while nobody can say. */
  nextAtMs: momentSchema,
});
export type ScheduleStatus = z.infer<typeof scheduleStatusSchema>;

/** A saved search that a sync in the background found something new for. */
export const foundSearchSchema = z.strictObject({
  name: z.string(),
  query: z.string(),
  /** Since it was last looked at. */
  newCount: z.number().int(),
});
export type FoundSearch = z.infer<typeof foundSearchSchema>;
