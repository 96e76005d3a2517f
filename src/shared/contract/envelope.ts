import * as z from 'zod';
import { wireErrorSchema } from '../errors/app-error.ts';

/** Longest text of one message over a bridge, in UTF-16 code units. */
export const messageLengthLimit = 1_048_576;
/** Deepest nesting of a message. */
export const messageDepthLimit = 32;
/** Calls a window may have in flight, and may start per second. */
export const callsInFlightLimit = 64;
export const callsPerSecondLimit = 200;

/** `{"id":17,"method":"indicators.search","input":{...}}` */
export const requestSchema = z.strictObject({
  id: z.number().int().nonnegative(),
  method: z.string().max(64),
  input: z.unknown(),
});
export type Request = z.infer<typeof requestSchema>;

/** The answer to the request with the same id. */
export const replySchema = z.union([
  z.strictObject({ id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: z.number().int(), ok: z.literal(false), error: wireErrorSchema }),
]);
export type Reply = z.infer<typeof replySchema>;

/** A push from main. */
export const pushSchema = z.strictObject({ event: z.string().max(64), payload: z.unknown() });
