import type { Clock, Logger } from '#main/ports/ports.ts';
import type { AskedQuery } from '#shared/model/saved-search.ts';
import type { Store } from './ports/store.ts';

/** The queries that were asked. */
export interface QueryHistory {
  /** Takes note of a query. It is written down once nothing was asked for a moment, and at the latest by {@link settle}. */
  note(query: string): void;
  /** Newest first, each once, at most so many. */
  list(limit: number): Promise<readonly AskedQuery[]>;
  /** Writes down at once what is not yet; for the end of the program. */
  settle(): Promise<void>;
}

/** A query is written down once its rows are drawn: writing to the disk takes from finding them. */
const writeAfterMs = 250;

/** See {@link QueryHistory}. */
export function createQueryHistory({
  store,
  clock,
  logger,
}: {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'fail'>;
}): QueryHistory {
  /** Not written down yet, the oldest first. */
  const waiting = new Map<string, AskedQuery>();
  const ending = new AbortController();
  let asked = 0;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting.size > 0) {
      const askedBefore = asked;
      await clock.sleep(writeAfterMs, ending.signal).catch(() => undefined);
      if (asked !== askedBefore && !ending.signal.aborted) continue;
      for (const [query, one] of waiting) {
        // One that could not be kept is no reason to interrupt anybody.
        await store.write('searches.remember', one).catch((error) => logger.fail('searches.notRemembered', error));
        if (waiting.get(query) === one) waiting.delete(query);
      }
    }
    writing = undefined;
  }

  return {
    note(query) {
      asked += 1;
      // Asked again, it is the newest.
      waiting.delete(query);
      waiting.set(query, { query, askedAtMs: clock.nowMs() });
      writing ??= write();
    },
    async list(limit) {
      // Taken before the others are read: one may be written down meanwhile.
      const newest = [...waiting.values()].reverse();
      const stored = await store.read('searches.history', { limit });
      const isNew = (query: string): boolean => newest.every((one) => one.query !== query);
      return [...newest, ...stored.filter(({ query }) => isNew(query))].slice(0, limit);
    },
    async settle() {
      ending.abort();
      await writing;
    },
  };
}
