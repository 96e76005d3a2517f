import * as z from 'zod';
import type { Clock } from '#main/ports/ports.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import {
  type BudgetStatus,
  budgetStatusSchema,
  type ConnectionBudget,
  statusAt,
  unknownBudget,
} from '#shared/model/rate-budget.ts';
import type { Store } from './ports/store.ts';

/** What is left of each vendor's limit, live while calls are made, else as it was kept. */
export interface BudgetService {
  /** One per connection, in the order of `connections.list`. */
  list(): Promise<readonly ConnectionBudget[]>;
  /** Ends the waits of a connection's calls: whatever waits is cancelled. */
  cancelWaits(connectionId: ConnectionId): void;
  /** Told by the network part. */
  note(connectionId: ConnectionId, status: BudgetStatus): void;
  /** At most four times a second for a connection, waits at once. @returns a function that ends the subscription. */
  onChange(listener: (budget: ConnectionBudget) => void): () => void;
}

export interface BudgetServiceParts {
  readonly store: Pick<Store, 'read'>;
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs'>;
  readonly cancelWaits: (connectionId: ConnectionId) => void;
}

const reportEveryMs = 250;

const keptSchema = z.looseObject({ status: budgetStatusSchema });

interface Live {
  status: BudgetStatus;
  reportedMs: number;
  later: ReturnType<typeof setTimeout> | undefined;
}

/** See {@link BudgetService}. */
export function createBudgetService({ store, clock, cancelWaits }: BudgetServiceParts): BudgetService {
  const live = new Map<ConnectionId, Live>();
  const listeners = new Set<(budget: ConnectionBudget) => void>();

  function tell(connectionId: ConnectionId, one: Live): void {
    clearTimeout(one.later);
    one.later = undefined;
    one.reportedMs = clock.monotonicMs();
    for (const listener of listeners) listener({ ...one.status, connectionId });
  }

  async function statusOf(id: ConnectionId): Promise<BudgetStatus> {
    const known = live.get(id)?.status;
    if (known !== undefined) return known;
    const text = await store.read('budgets.get', { id });
    const kept = text === null ? undefined : keptSchema.safeParse(parseJson(text));
    return kept?.success === true ? { ...kept.data.status, waitingUntilMs: null } : unknownBudget;
  }

  return {
    async list() {
      const all = await store.read('connections.list', null);
      const nowMs = clock.nowMs();
      return Promise.all(all.map(async ({ id }) => ({ ...statusAt(await statusOf(id), nowMs), connectionId: id })));
    },
    cancelWaits,
    note(connectionId, status) {
      const before = live.get(connectionId);
      const one = before ?? { status, reportedMs: Number.NEGATIVE_INFINITY, later: undefined };
      const isUrgent = one.status.waitingUntilMs !== status.waitingUntilMs;
      one.status = status;
      live.set(connectionId, one);
      if (listeners.size === 0) return;
      if (isUrgent || clock.monotonicMs() - one.reportedMs >= reportEveryMs) tell(connectionId, one);
      else one.later ??= setTimeout(() => tell(connectionId, one), reportEveryMs).unref();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
