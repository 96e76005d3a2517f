import type { RejectedRecord, SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { Store } from './ports/store.ts';

/** The history of syncs. */
export interface RunService {
  /** Newest first. */
  list(filter: { readonly connectionId: ConnectionId | null; readonly limit: number }): Promise<readonly SyncRun[]>;
  /** The records that a run could not read. */
  rejected(filter: { readonly runId: number; readonly limit: number }): Promise<readonly RejectedRecord[]>;
}

/** Reads the history out of the store. */
export function createRunService({ store }: { readonly store: Store }): RunService {
  return {
    list: (filter) => store.read('runs.list', filter),
    rejected: (filter) => store.read('rejected.list', filter),
  };
}
