import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock, Logger } from '#main/ports/ports.ts';
import type { BudgetMemory, SessionInput } from '#main/services/ports/vendor-session.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { QuotaRule } from '#shared/model/quota.ts';
import type { EnterQuotas } from './quotas.ts';
import { type BudgetSnapshot, createRateBudget, type RateBudget } from './rate-budget.ts';

const momentSchema = z.number().nullable();
/** `status` is for whoever shows budgets without loading this. */
const snapshotSchema = z.object({
  remaining: z.number().nullable(),
  resetAtMs: momentSchema,
  stillUntilMs: momentSchema,
  answeredMs: z.array(z.number()),
});

/** The budgets of all connections. */
export interface Budgets {
  /** The one that all sessions with the same key share, whichever connection they belong to. */
  of(input: SessionInput): Promise<RateBudget>;
  /** Keeps what is known for the next start. Never throws: without it the vendor tells again. */
  keep(input: SessionInput, budget: RateBudget): Promise<void>;
  /** Ends what waits for the vendor of a connection. */
  cancelWaits(connectionId: ConnectionId): void;
}

/** A budget by a vendor's own rules. */
export function createBudget(
  clock: Clock,
  { module, options }: Pick<SessionInput, 'module' | 'options'>,
  enterQuotas?: EnterQuotas,
): RateBudget {
  const { concurrency, rateWindowMs: windowMs = null } = module;
  return createRateBudget(clock, { concurrency, windowMs, quotas: module.quotas?.(options) ?? [], enterQuotas });
}

/** One budget per key, restored from the last start. */
export function createBudgets(
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  memory: BudgetMemory | undefined,
): Budgets {
  const byKey = new Map<string, Promise<RateBudget>>();
  const byConnection = new Map<ConnectionId, RateBudget>();
  /** What was said of the quotas of a key, by each connection that has it. */
  const stated = new WeakMap<RateBudget, Map<ConnectionId, readonly QuotaRule[]>>();

  async function restore(input: SessionInput): Promise<RateBudget> {
    const budget: RateBudget = createBudget(clock, input, (entry) => enter(budget, entry));
    const kept = await load(input);
    if (kept !== undefined) budget.restore(kept);
    return budget;
  }

  async function load({ connectionId }: SessionInput): Promise<BudgetSnapshot | undefined> {
    try {
      const text = connectionId === null ? null : await memory?.load(connectionId);
      return typeof text === 'string' ? snapshotSchema.safeParse(JSON.parse(text)).data : undefined;
    } catch (error) {
      logger.fail('rate.notRestored', error);
      return undefined;
    }
  }

  /** Counts where every process sees it, by all connections that have the key; what is only tried out has none. */
  async function enter(budget: RateBudget, entry: Parameters<EnterQuotas>[0]): ReturnType<EnterQuotas> {
    const ids = [...(stated.get(budget)?.keys() ?? [])];
    if (ids.length === 0) return undefined;
    try {
      return await memory?.enterQuotas({ ...entry, ids });
    } catch (error) {
      logger.fail('rate.notShared', error);
      return undefined;
    }
  }

  /** Everybody who uses the key is told of its budget. */
  function follow(id: ConnectionId, budget: RateBudget): void {
    if (byConnection.get(id) === budget) return;
    byConnection.set(id, budget);
    budget.onChange(() => {
      if (byConnection.get(id) === budget) memory?.changed(id, budget.status());
    });
  }

  /** A connection that has another key now says nothing more of its old one, and counts there no more. */
  function leave(id: ConnectionId, budget: RateBudget): void {
    const former = byConnection.get(id);
    if (former === undefined || former === budget) return;
    const words = stated.get(former);
    words?.delete(id);
    // What is still under way with a key that no connection has any more keeps to what was said last.
    if (words !== undefined && words.size > 0) former.limitQuotas(smallestOf([...words.values()]));
  }

  /** One contract stands behind a key: the most careful word on it holds. */
  function state(budget: RateBudget, id: ConnectionId, { module, options }: SessionInput): void {
    const words = stated.get(budget) ?? new Map<ConnectionId, readonly QuotaRule[]>();
    stated.set(budget, words.set(id, module.quotas?.(options) ?? []));
    budget.limitQuotas(smallestOf([...words.values()]));
  }

  return {
    async of(input) {
      const key = keyOf(input);
      const earlier = byKey.get(key);
      const known = earlier ?? restore(input);
      // What is only tried out leaves nothing behind, but counts where the key is in use.
      if (input.connectionId !== null) byKey.set(key, known);
      const budget = await known;
      if (input.connectionId === null) return budget;
      const kept = earlier === undefined ? undefined : await load(input);
      if (kept !== undefined) budget.heed(kept);
      leave(input.connectionId, budget);
      state(budget, input.connectionId, input);
      follow(input.connectionId, budget);
      await budget.lookAtQuotas();
      return budget;
    },
    async keep({ connectionId }, budget) {
      if (connectionId === null) return;
      try {
        await memory?.save(connectionId, JSON.stringify({ ...budget.snapshot(), status: budget.status() }));
      } catch (error) {
        logger.fail('rate.notKept', error);
      }
    },
    cancelWaits: (connectionId) => byConnection.get(connectionId)?.cancelWaits(),
  };
}

function smallestOf(words: readonly (readonly QuotaRule[])[]): readonly QuotaRule[] {
  const [first = []] = words;
  return first.map((rule, at) => {
    const limits = words.map((rules) => rules[at]?.limit ?? null).filter((limit) => limit !== null);
    return { ...rule, limit: limits.length === 0 ? null : Math.min(...limits) };
  });
}

/** The account: vendor, place and key. A digest, and only in memory. */
function keyOf({ module, origin, secrets }: SessionInput): string {
  const fields = Object.entries(secrets)
    .map(([name, secret]) => [name, secret.reveal()])
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([module.id, origin, fields]))
    .digest('base64');
}
