import type { Clock, Logger } from '#main/ports/ports.ts';
import type { AnyVendorStream, VendorModule } from '#main/vendors/vendor.ts';
import type { SyncProgress } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { accountSection, type SyncRun } from '#shared/model/connection.ts';
import { placeOf } from '../connection-place.ts';
import type { CredentialService } from '../credential-service.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { Store } from '../ports/store.ts';
import type { OpenSession, VendorSession } from '../ports/vendor-session.ts';
import { keepRetention } from '../retention.ts';
import type { SyncListener } from './events.ts';
import { leastFreeBytes } from './free-space.ts';
import { keepWords } from './keep-words.ts';
import { createProgressMeter, type ProgressMeter } from './progress.ts';
import { asAppError, judgeError, stopsConnection } from './run-outcome.ts';
import { referTo, syncStream, unwrittenRun } from './sync-stream.ts';

export interface ConnectionSyncParts {
  readonly store: Store;
  readonly credentials: CredentialService;
  readonly openSession: OpenSession;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Free bytes where the data lies; null when that cannot be told. */
  readonly freeBytes: () => Promise<number | null>;
}

/** One connection to be synced now. */
export interface ConnectionJob {
  readonly connection: StoredConnection;
  readonly module: VendorModule;
  /** Which of its streams, in the module's order. */
  readonly streams: readonly AnyVendorStream[];
  readonly full: boolean;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  readonly tell: SyncListener;
  /** Where the live state of its running streams is kept. */
  readonly meters: Map<string, ProgressMeter>;
}

/**
 * Syncs the streams of one connection over one session: they share its rate budget and its token. What concerns the
 * whole account (a refused key, a full disk) stops all of them after the one try. Never throws.
 */
export async function syncConnection(parts: ConnectionSyncParts, job: ConnectionJob): Promise<readonly SyncRun[]> {
  let lease: { release(): Promise<void> };
  try {
    lease = await parts.store.leaseConnection(job.connection.id);
  } catch (thrown) {
    return refuseAll(parts, job, asAppError(thrown));
  }
  try {
    return await syncLeased(parts, job);
  } finally {
    await lease.release();
  }
}

async function syncLeased(parts: ConnectionSyncParts, job: ConnectionJob): Promise<readonly SyncRun[]> {
  const account = createAccount(job.signal);
  const session = await openAccount(parts, job).catch((thrown: unknown) => {
    account.fail(asAppError(thrown));
    return undefined;
  });
  const runs = new Map<string, SyncRun>();
  const waiting = [...job.streams];
  async function work(): Promise<void> {
    for (let stream = waiting.shift(); stream !== undefined; stream = waiting.shift()) {
      runs.set(stream.id, await syncOne(parts, job, { stream, account, session }));
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.max(1, job.module.concurrency) }, work));
    // Only beside a vendor that is well: nobody shall wait for words.
    const isWell = [...runs.values()].every(({ status }) => status === 'complete');
    if (session !== undefined && isWell) await keepWords(parts, { ...job, session }, job.signal);
    if (isWell && !job.signal.aborted) await keepRetention(parts, job.connection);
  } finally {
    await session?.close().catch((error: unknown) => parts.logger.fail('sync.sessionNotClosed', error));
  }
  return job.streams.flatMap(({ id }) => runs.get(id) ?? []);
}

/** The state that the streams of a connection share. */
interface Account {
  readonly signal: AbortSignal;
  failure(): AppError | undefined;
  /** Ends all streams with this error. */
  fail(error: AppError): void;
}

function createAccount(userSignal: AbortSignal): Account {
  const controller = new AbortController();
  let failure: AppError | undefined;
  return {
    signal: AbortSignal.any([userSignal, controller.signal]),
    failure: () => failure,
    fail(error) {
      failure ??= error;
      controller.abort();
    },
  };
}

async function openAccount(parts: ConnectionSyncParts, job: ConnectionJob): Promise<VendorSession> {
  const freeBytes = await parts.freeBytes();
  if (freeBytes !== null && freeBytes < leastFreeBytes) {
    throw new AppError('storage.full', 'Less than 200 MB are free where the data lies: the sync was not started.', {
      suggestion: 'Free some space and sync again.',
    });
  }
  const { connection, module } = job;
  const { origin, isFixed } = placeOf(module, connection);
  return parts.openSession({
    module,
    connectionId: connection.id,
    origin,
    originIsFixed: isFixed,
    secrets: await parts.credentials.resolve(connection),
    options: connection.options[accountSection] ?? {},
    notice: ({ text }) => job.tell({ kind: 'notice', connectionId: connection.id, connection: connection.name, text }),
  });
}

interface StreamTurn {
  readonly stream: AnyVendorStream;
  readonly account: Account;
  readonly session: VendorSession | undefined;
}

async function syncOne(parts: ConnectionSyncParts, job: ConnectionJob, turn: StreamTurn): Promise<SyncRun> {
  const { connection, tell } = job;
  const { stream, account, session } = turn;
  const start = {
    connectionId: connection.id,
    connection: connection.name,
    stream: stream.id,
    pages: 0,
    received: 0,
    expected: null,
    waitingUntilMs: null,
  };
  const report = (progress: SyncProgress): void => tell({ kind: 'progress', progress });
  const meter = createProgressMeter({ clock: parts.clock, start, report });
  job.meters.set(stream.id, meter);
  const { run, error } = await syncStream(parts, {
    connection,
    stream,
    full: job.full,
    meter,
    signal: account.signal,
    session() {
      if (session === undefined) throw account.failure() ?? new Error('No session was opened.');
      return session;
    },
    connectionFailure: account.failure,
  });
  meter.stop();
  job.meters.delete(stream.id);
  if (error !== undefined && stopsConnection(error)) account.fail(error);
  tell({ kind: 'finished', connectionId: connection.id, run });
  return run;
}

/** Nothing was started: every stream ends with the same reason, which only the caller is told. */
function refuseAll(parts: ConnectionSyncParts, job: ConnectionJob, error: AppError): readonly SyncRun[] {
  const reference = parts.logger.fail('sync.refused', error, { connection: job.connection.id });
  const nowMs = parts.clock.nowMs();
  const none = { finishedAtMs: nowMs, expected: null, requests: 0, waitedMs: 0 };
  return job.streams.map((stream) => {
    const outcome = { ...none, ...judgeError(error) };
    const run = referTo(unwrittenRun({ connection: job.connection, stream }, nowMs, outcome), reference);
    job.tell({ kind: 'finished', connectionId: job.connection.id, run });
    return run;
  });
}
