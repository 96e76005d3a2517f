import { judgeSchedule } from '#main/domain/schedule.ts';
import type { Clock, Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { FoundSearch, ScheduleStatus } from '#shared/model/schedule.ts';
import type { BudgetService } from '../budget-service.ts';
import type { CredentialService } from '../credential-service.ts';
import type { Store } from '../ports/store.ts';
import type { SavedSearchService } from '../saved-search-service.ts';
import type { SyncService } from '../sync/sync-service.ts';
import type { VendorCatalogue } from '../vendor-catalogue.ts';
import { findGrown } from './found-words.ts';
import { Memory, readFacts } from './read-facts.ts';

/** Syncs connections by themselves, as often as each is set to; one after the other, in the process of a window. */
export interface ScheduleService {
  /** Begins to look for what is due. Before that, and after `stop`, nothing runs by itself. */
  start(): void;
  /** Cancels what it runs and waits. */
  stop(): Promise<void>;
  /** Where each connection's schedule stands now. */
  list(): Promise<readonly ScheduleStatus[]>;
  /** Syncs what is due now, one connection after the other; what fails is told in the history of runs. */
  runDue(signal?: AbortSignal): Promise<void>;
  /** Looks at once: a setting has changed. */
  nudge(): void;
  /** The credentials of a connection were mended: what was refused before no longer counts. */
  mended(connectionId: ConnectionId): void;
  /** Starts nothing until the returned function is called. */
  hold(): () => void;
  /** Told after a sync in the background of which saved searches have new matches. @returns how to stop. */
  onFound(listener: (found: readonly FoundSearch[]) => void): () => void;
}

export interface ScheduleServiceParts {
  readonly store: Pick<Store, 'read'>;
  readonly vendors: Pick<VendorCatalogue, 'list'>;
  readonly credentials: Pick<CredentialService, 'placeOf'>;
  readonly budgets: Pick<BudgetService, 'list'>;
  readonly sync: Pick<SyncService, 'run' | 'isSyncing'>;
  readonly savedSearches: Pick<SavedSearchService, 'list'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hasNetwork: () => boolean;
}

/** A window that has just opened has other things to do. */
const firstLookMs = 5_000;
const lookEveryMs = 30_000;
/** When the store cannot be read: whoever looks at the window is told why. */
const afterFailureMs = 300_000;

/** See {@link ScheduleService}. */
export function createScheduleService(parts: ScheduleServiceParts): ScheduleService {
  const memory = new Memory();
  const listeners = new Set<(found: readonly FoundSearch[]) => void>();
  let holds = 0;
  let sleeper: AbortController | undefined;
  let watching: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;

  async function runDue(signal?: AbortSignal): Promise<void> {
    const tried = new Set<ConnectionId>();
    for (;;) {
      if (signal?.aborted === true || holds > 0) return;
      const due = (await listStatuses(parts, memory))
        .filter(({ state, connectionId }) => state === 'due' && !tried.has(connectionId))
        .sort((a, b) => (a.nextAtMs ?? 0) - (b.nextAtMs ?? 0))[0];
      // What held it back may have begun while it was looked for.
      if (due === undefined || holds > 0) return;
      tried.add(due.connectionId);
      memory.of(due.connectionId).triedAtMs = parts.clock.monotonicMs();
      const isOver = (): boolean => signal?.aborted === true || holds > 0;
      const found = await syncAndCompare(parts, due.connectionId, { signal, isOver });
      if (found.length > 0) for (const listener of listeners) listener(found);
    }
  }

  async function watch(signal: AbortSignal): Promise<void> {
    let pauseMs = firstLookMs;
    while (!signal.aborted) {
      sleeper = new AbortController();
      // Ends early when it is nudged or stopped; both are looked at afterwards.
      await parts.clock.sleep(pauseMs, AbortSignal.any([signal, sleeper.signal])).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await runDue(signal);
        pauseMs = lookEveryMs;
      } catch (error) {
        parts.logger.fail('schedule.failed', error);
        pauseMs = afterFailureMs;
      }
    }
  }

  return {
    start() {
      if (watching !== undefined) return;
      const controller = new AbortController();
      watching = { controller, ended: watch(controller.signal) };
    },
    async stop() {
      watching?.controller.abort();
      await watching?.ended;
      watching = undefined;
    },
    list: () => listStatuses(parts, memory),
    runDue,
    nudge: () => sleeper?.abort(),
    mended(connectionId) {
      memory.of(connectionId).mendedThrough = 'now';
      sleeper?.abort();
    },
    hold() {
      holds += 1;
      let isHeld = true;
      return () => {
        if (isHeld) holds -= 1;
        isHeld = false;
      };
    },
    onFound(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

async function listStatuses(parts: ScheduleServiceParts, memory: Memory): Promise<readonly ScheduleStatus[]> {
  const [connections, modules, budgets] = await Promise.all([
    parts.store.read('connections.list', null),
    parts.vendors.list(),
    parts.budgets.list(),
  ]);
  const nowMs = parts.clock.nowMs();
  return connections.flatMap((connection): readonly ScheduleStatus[] => {
    const module = modules.find(({ id }) => id === connection.vendor);
    // Imports, and vendors of another build: there is nobody to ask.
    if (module === undefined) return [];
    const budget = budgets.find(({ connectionId }) => connectionId === connection.id);
    const facts = readFacts(parts, connection, { module, budget, memory: memory.of(connection.id) });
    const { state, atMs } = judgeSchedule(facts, nowMs);
    return [{ connectionId: connection.id, state, everyMinutes: connection.syncEveryMinutes, nextAtMs: atMs }];
  });
}

/**
 * One sync, as if it had been asked for. @returns the saved searches that have more that is new than before it; none where it was
 * ended, as what is there then may be something else.
 */
async function syncAndCompare(
  { savedSearches, sync }: ScheduleServiceParts,
  connectionId: ConnectionId,
  { signal, isOver }: { readonly signal: AbortSignal | undefined; readonly isOver: () => boolean },
): Promise<readonly FoundSearch[]> {
  const before = await savedSearches.list();
  const runs = await sync
    .run({ connectionIds: [connectionId], streams: null, full: false }, signal)
    .catch((error: unknown): readonly SyncRun[] => {
      // Somebody was quicker, or it was removed meanwhile.
      if (error instanceof AppError && (error.code === 'state.conflict' || error.code === 'state.notFound')) return [];
      throw error;
    });
  if (isOver() || runs.every(({ stored }) => stored === 0)) return [];
  return findGrown(before, await savedSearches.list());
}
