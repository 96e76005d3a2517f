import type { Store, StoreChange } from '#main/services/ports/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import { createRelay } from './relay.ts';

/** A store that is opened with the first question; until then it costs nothing. */
export interface LazyStore extends Store {
  /** Opens it now. @throws AppError `storage.*`; a later call tries again. */
  open(): Promise<void>;
  /** Waits until every write that was asked for before has been committed or refused; what is asked for meanwhile is not waited for. */
  settled(): Promise<void>;
  /**
   * Closes it for as long as somebody works on its file. Whoever asks meanwhile waits, and is answered by what is there then; whoever
   * writes is refused (`state.conflict`), as what is to be written may be about what is there no longer.
   */
  closedDuring<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Wraps the opening of the real store. */
export function createLazyStore(open: () => Promise<Store>): LazyStore {
  let opening: Promise<Store> | undefined;
  // Looking out for changes keeps a reader busy: not before somebody wants to know of them.
  const changes = createRelay((store: Store, listener: (change: StoreChange) => void) => store.onChange(listener));
  const health = createRelay((store: Store, listener: (health: StoreHealth) => void) => store.onHealth(listener));
  const writing = new Set<Promise<unknown>>();
  /** Settles when the work on the file has ended. */
  let reopened: Promise<void> | undefined;

  function opened(): Promise<Store> {
    opening ??= (reopened === undefined ? open() : reopened.then(open)).then(
      (store) => {
        changes.follow(store);
        health.follow(store);
        return store;
      },
      (error: unknown) => {
        // A disk that was full or a lock that was held may be free the next time.
        opening = undefined;
        throw error;
      },
    );
    return opening;
  }

  async function openedForWriting(): Promise<Store> {
    if (reopened === undefined) return opened();
    throw new AppError('state.conflict', 'The database is being restored or repaired, so nothing is written.', {
      retryable: true,
      suggestion: 'Wait for the end of it, then look at what is there and do it again.',
    });
  }

  async function close(): Promise<void> {
    const closing = opening;
    opening = undefined;
    changes.forget();
    health.forget();
    await (await closing?.catch(() => undefined))?.close();
  }

  return {
    async open() {
      await opened();
    },
    read: async (name, input, options) => (await opened()).read(name, input, options),
    snapshot: async () => (await opened()).snapshot(),
    write(name, input) {
      const written = openedForWriting().then((store) => store.write(name, input));
      writing.add(written);
      const forget = (): void => void writing.delete(written);
      written.then(forget, forget);
      return written;
    },
    async settled() {
      await Promise.allSettled([...writing]);
    },
    ingest: async (page) => (await openedForWriting()).ingest(page),
    leaseConnection: async (connectionId, purpose) => (await openedForWriting()).leaseConnection(connectionId, purpose),
    onChange: (listener) => changes.add(listener, opening),
    health: async () => (await opened()).health(),
    onHealth: (listener) => health.add(listener, opening),
    close,
    async closedDuring(work) {
      const { promise, resolve } = Promise.withResolvers<void>();
      reopened = promise;
      try {
        await close();
        return await work();
      } finally {
        reopened = undefined;
        resolve();
      }
    },
  };
}
