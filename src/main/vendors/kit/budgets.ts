import * as z from 'zod';
import type { Clock, Logger } from '#main/ports/ports.ts';
import type { BudgetMemory, SessionInput } from '#main/services/ports/vendor-session.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { VendorModule } from '../vendor.ts';
import { createRateBudget, type RateBudget } from './rate-budget.ts';

const momentSchema = z.number().nullable();
const snapshotSchema = z.strictObject({
  remaining: z.number().nullable(),
  resetAtMs: momentSchema,
  stillUntilMs: momentSchema,
  answeredMs: z.array(z.number()),
});

/** The budgets of all connections. */
export interface Budgets {
  /** The one that all sessions of a connection share; a new one for an account that is only tried out. */
  of(input: SessionInput): Promise<RateBudget>;
  /** Keeps what is known for the next start. Never throws: without it the vendor tells again. */
  keep(input: SessionInput, budget: RateBudget): Promise<void>;
}

/** A budget by a vendor's own rules. */
export function createBudget(clock: Clock, { concurrency, rateWindowMs }: VendorModule): RateBudget {
  return createRateBudget(clock, { concurrency, windowMs: rateWindowMs ?? null });
}

/** One budget per connection, restored from the last start. */
export function createBudgets(
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  memory: BudgetMemory | undefined,
): Budgets {
  const shared = new Map<ConnectionId, Promise<RateBudget>>();

  async function restore(id: ConnectionId, module: VendorModule): Promise<RateBudget> {
    const budget = createBudget(clock, module);
    try {
      const text = await memory?.load(id);
      const parsed = typeof text === 'string' ? snapshotSchema.safeParse(JSON.parse(text)) : undefined;
      if (parsed?.success === true) budget.restore(parsed.data);
    } catch (error) {
      logger.fail('rate.notRestored', error);
    }
    return budget;
  }

  return {
    of({ connectionId, module }) {
      if (connectionId === null) return Promise.resolve(createBudget(clock, module));
      const known = shared.get(connectionId) ?? restore(connectionId, module);
      shared.set(connectionId, known);
      return known;
    },
    async keep({ connectionId }, budget) {
      if (connectionId === null) return;
      try {
        await memory?.save(connectionId, JSON.stringify(budget.snapshot()));
      } catch (error) {
        logger.fail('rate.notKept', error);
      }
    },
  };
}
