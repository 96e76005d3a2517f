import * as z from 'zod';
import { connectionIdSchema } from './ids.ts';

const momentSchema = z.number().int().nullable();

/** A quota that is counted here, because the vendor tells nothing of it. */
export const quotaStatusSchema = z.strictObject({
  /** `minute`, `day`. */
  name: z.string(),
  /** As the contract says; null where nobody said. */
  limit: z.number().int().nullable(),
  used: z.number().int(),
  /** When `used` starts to fall, or starts anew. */
  resetAtMs: momentSchema,
});
export type QuotaStatus = z.infer<typeof quotaStatusSchema>;

/** What is left of a vendor's limit; times in epoch ms of this computer's clock. */
export const budgetStatusSchema = z.strictObject({
  /** As the vendor tells it; null where it does not. */
  limit: z.number().int().nullable(),
  remaining: z.number().int().nullable(),
  /** When the limit is whole again. */
  resetAtMs: momentSchema,
  /** Until when calls are held back; null: they go out. */
  waitingUntilMs: momentSchema,
  quotas: z.array(quotaStatusSchema),
});
export type BudgetStatus = z.infer<typeof budgetStatusSchema>;

export const unknownBudget: BudgetStatus = {
  limit: null,
  remaining: null,
  resetAtMs: null,
  waitingUntilMs: null,
  quotas: [],
};

/** The budget of one connection. */
export const connectionBudgetSchema = budgetStatusSchema.extend({ connectionId: connectionIdSchema });
export type ConnectionBudget = z.infer<typeof connectionBudgetSchema>;

/** What an earlier status still says at a later moment: what has been given back since is not known to be used. Pure. */
export function statusAt(status: BudgetStatus, nowMs: number): BudgetStatus {
  const isOver = (atMs: number | null): boolean => atMs !== null && atMs <= nowMs;
  return {
    ...status,
    ...(isOver(status.resetAtMs) ? { remaining: status.limit, resetAtMs: null } : {}),
    waitingUntilMs: isOver(status.waitingUntilMs) ? null : status.waitingUntilMs,
    quotas: status.quotas.map((quota) => (isOver(quota.resetAtMs) ? { ...quota, used: 0, resetAtMs: null } : quota)),
  };
}
