/** Sync runs and the records that they rejected. */
import type { StreamPosition } from '#main/services/ports/store/connections.ts';
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { RejectedRecord, SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';

/** How a run ended, as the sync service knows it; counts of records come from the store itself. */
export interface RunOutcome {
  readonly status: 'complete' | 'incomplete' | 'failed' | 'cancelled';
  readonly finishedAtMs: number;
  readonly expected: number | null;
  readonly requests: number;
  readonly waitedMs: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface RunReads {
  /** Newest first. */
  'runs.list': Operation<{ readonly connectionId: ConnectionId | null; readonly limit: number }, readonly SyncRun[]>;
  'rejected.list': Operation<{ readonly runId: number; readonly limit: number }, readonly RejectedRecord[]>;
}

export interface RunWrites {
  /** Opens a run; runs of dead processes that still say `running` become `incomplete`, with `sync.interrupted` as their error. */
  'runs.start': Operation<
    { readonly connectionId: ConnectionId; readonly stream: string; readonly atMs: number; readonly restart: boolean },
    { readonly runId: number; readonly position: StreamPosition }
  >;
  'runs.finish': Operation<{ readonly runId: number; readonly run: RunOutcome }, SyncRun>;
}
