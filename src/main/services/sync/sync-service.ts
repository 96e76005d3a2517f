import type { SyncProgress } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { activeStreams } from '../active-streams.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { VendorCatalogue } from '../vendor-catalogue.ts';
import type { SyncEvent, SyncListener } from './events.ts';
import type { ProgressMeter } from './progress.ts';
import { type ConnectionJob, type ConnectionSyncParts, syncConnection } from './sync-connection.ts';

/** What to sync; null means all. */
export interface SyncRequest {
  readonly connectionIds: readonly ConnectionId[] | null;
  readonly streams: readonly string[] | null;
  /** Everything again instead of what is new. */
  readonly full: boolean;
}

/** Syncing: connections side by side, one failing never stopping another. */
export interface SyncService {
  /**
   * Syncs and waits; resolves with one run per stream, whatever became of it.
   * @throws AppError `input.invalid` (no connection has such a stream), `state.notFound`; nothing was started then.
   */
  run(request: SyncRequest, signal?: AbortSignal): Promise<readonly SyncRun[]>;
  /** Starts and does not wait; connections that are being synced already are left alone. Errors as `run`. */
  start(request: SyncRequest): Promise<{ readonly started: number }>;
  /** Stops one or all after the page that is under way. */
  cancel(connectionId: ConnectionId | null): void;
  /** The streams that are being synced at this moment. */
  status(): readonly SyncProgress[];
  isSyncing(connectionId: ConnectionId): boolean;
  /** Cancels and waits. */
  stopOne(connectionId: ConnectionId): Promise<void>;
  /** Cancels all and waits. */
  stop(): Promise<void>;
  /** Progress a few times a second, and each stream's end. @returns a function that ends the subscription. */
  onEvent(listener: SyncListener): () => void;
}

export interface SyncServiceParts extends ConnectionSyncParts {
  readonly vendors: VendorCatalogue;
}

/** A connection that is being synced. */
interface Running {
  readonly controller: AbortController;
  readonly meters: Map<string, ProgressMeter>;
  readonly runs: Promise<readonly SyncRun[]>;
}

/** Starts, watches and stops syncs of this process. */
export function createSyncService(parts: SyncServiceParts): SyncService {
  const running = new Map<ConnectionId, Running>();
  const listeners = new Set<SyncListener>();
  const tell = (event: SyncEvent): void => {
    for (const listener of listeners) listener(event);
  };

  function launch(job: Omit<ConnectionJob, 'signal' | 'tell' | 'meters'>): Running {
    const { id } = job.connection;
    const controller = new AbortController();
    const meters = new Map<string, ProgressMeter>();
    const runs = syncConnection(parts, { ...job, signal: controller.signal, tell, meters }).finally(() => {
      running.delete(id);
    });
    const started = { controller, meters, runs };
    running.set(id, started);
    return started;
  }

  async function stopOne(connectionId: ConnectionId): Promise<void> {
    const one = running.get(connectionId);
    one?.controller.abort();
    await one?.runs;
  }

  return {
    async run(request, signal) {
      const jobs = await planJobs(parts, request);
      const busy = jobs.find(({ connection }) => running.has(connection.id));
      if (busy !== undefined) throw new AppError('state.conflict', `${busy.connection.name} is being synced already.`);
      const started = jobs.map(launch);
      const abort = (): void => {
        for (const { controller } of started) controller.abort();
      };
      if (signal?.aborted === true) abort();
      signal?.addEventListener('abort', abort, { once: true });
      try {
        return (await Promise.all(started.map(({ runs }) => runs))).flat();
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },
    async start(request) {
      const jobs = (await planJobs(parts, request)).filter(({ connection }) => !running.has(connection.id));
      for (const job of jobs) {
        // Outcomes are told by events; what is left is a mistake of ours.
        launch(job).runs.catch((error: unknown) => parts.logger.fail('sync.broke', error));
      }
      return { started: jobs.length };
    },
    cancel(connectionId) {
      for (const [id, { controller }] of running) {
        if (connectionId === null || connectionId === id) controller.abort();
      }
    },
    status: () => [...running.values()].flatMap(({ meters }) => [...meters.values()].map((meter) => meter.current())),
    isSyncing: (connectionId) => running.has(connectionId),
    stopOne,
    async stop() {
      await Promise.allSettled([...running.keys()].map(stopOne));
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

type PlannedJob = Pick<ConnectionJob, 'connection' | 'module' | 'streams' | 'full'>;

async function planJobs(parts: SyncServiceParts, request: SyncRequest): Promise<readonly PlannedJob[]> {
  const all = await parts.store.read('connections.list', null);
  const modules = await parts.vendors.list();
  const chosen = chooseConnections(all, request.connectionIds);
  const planned: PlannedJob[] = [];
  for (const connection of chosen) {
    const module = modules.find(({ id }) => id === connection.vendor);
    if (module === undefined) {
      // Of another build; when everything is meant, it must not stop the others.
      if (request.connectionIds === null) continue;
      throw new AppError('input.invalid', `This version does not know the vendor of ${connection.name}.`);
    }
    const streams =
      request.streams === null
        ? activeStreams(module, connection.options)
        : module.streams.filter(({ id }) => request.streams?.includes(id) === true);
    if (streams.length > 0) planned.push({ connection, module, streams, full: request.full });
  }
  refuseUnknownStreams(planned, request.streams);
  return planned;
}

function chooseConnections(
  all: readonly StoredConnection[],
  ids: readonly ConnectionId[] | null,
): readonly StoredConnection[] {
  if (ids === null) return all;
  return [...new Set(ids)].map((id) => {
    const found = all.find((connection) => connection.id === id);
    if (found === undefined) throw new AppError('state.notFound', 'There is no such connection.');
    return found;
  });
}

/** A stream that none of the connections has is a slip of the pen, not a wish to sync nothing. */
function refuseUnknownStreams(planned: readonly PlannedJob[], wanted: readonly string[] | null): void {
  const known = new Set(planned.flatMap(({ streams }) => streams.map(({ id }) => id)));
  const unknown = wanted?.find((id) => !known.has(id));
  if (unknown === undefined) return;
  throw new AppError('input.invalid', `None of these connections has a stream "${unknown.slice(0, 64)}".`);
}
