import { createHttpPools } from '#main/platform/http-pools.ts';
import type { Clock, Logger, NetworkRules } from '#main/ports/ports.ts';
import type { BudgetMemory, SessionInput } from '#main/services/ports/vendor-session.ts';
import { createBudgets } from '#main/vendors/kit/budgets.ts';
import { createOpenSession } from '#main/vendors/kit/vendor-client.ts';
import type { Network } from './app-ports.ts';

export interface NetworkParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly budgets: BudgetMemory;
  /** How the calls of a connection leave this machine; asked for each session. */
  readonly readRules: (connectionId: SessionInput['connectionId']) => Promise<NetworkRules>;
}

/** The real network part. Loaded with the first session. */
export function createNetwork({ clock, logger, budgets, readRules }: NetworkParts): Network {
  const pools = createHttpPools();
  async function http({ connectionId, authorities = [] }: SessionInput) {
    const rules = await readRules(connectionId);
    return pools.of({ ...rules, authorities: [...rules.authorities, ...authorities] });
  }
  const shared = createBudgets({ clock, logger }, budgets);
  return {
    openSession: createOpenSession({ http, clock, logger }, shared),
    receive: async (request, taking) => pools.of(await readRules(null)).receive(request, taking),
    cancelWaits: shared.cancelWaits,
    close: () => pools.close(),
  };
}
