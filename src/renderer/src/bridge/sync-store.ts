import type { SyncProgress } from '#shared/contract/schemas.ts';

/** Live state of the running streams, for `useSyncExternalStore`. */
export interface SyncStore {
  subscribe(listener: () => void): () => void;
  /** The same array until something changes. */
  get(): readonly SyncProgress[];
  progressed(progress: SyncProgress): void;
  finished(connectionId: string, stream: string): void;
  replace(all: readonly SyncProgress[]): void;
}

const keyOf = (connectionId: string, stream: string): string => `${connectionId} ${stream}`;

/** Keeps the last progress of each running stream, in order of connection and stream. */
export function createSyncStore(): SyncStore {
  let running = new Map<string, SyncProgress>();
  let snapshot: readonly SyncProgress[] = [];
  const listeners = new Set<() => void>();
  const publish = (): void => {
    snapshot = [...running.values()].sort(
      (a, b) => a.connection.localeCompare(b.connection) || a.stream.localeCompare(b.stream),
    );
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => snapshot,
    progressed(progress) {
      running.set(keyOf(progress.connectionId, progress.stream), progress);
      publish();
    },
    finished(connectionId, stream) {
      if (running.delete(keyOf(connectionId, stream))) publish();
    },
    replace(all) {
      running = new Map(all.map((progress) => [keyOf(progress.connectionId, progress.stream), progress]));
      publish();
    },
  };
}
