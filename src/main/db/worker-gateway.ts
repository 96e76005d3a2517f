import type { Worker } from 'node:worker_threads';
import type { Clock, Logger, Paths } from '#main/ports/ports.ts';
import type { Store } from '#main/services/ports/store.ts';
import { ReaderPool } from './gateway/reader-pool.ts';
import { SearchClient, smallestCache } from './gateway/search-client.ts';
import { StoreGateway } from './gateway/store-gateway.ts';
import { WriterClient } from './gateway/writer-client.ts';

/** What the store needs of the world. */
export interface StoreParts {
  readonly paths: Pick<Paths, 'dataFolder' | 'databaseFile' | 'writerEntry' | 'readerEntry' | 'searchEntry'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A reader's thread that was started ahead. */
  readonly readerAhead?: Worker | undefined;
  /** From so many indicators on the search engine is started, where there is one. */
  readonly engineFrom?: number;
}

/**
 * Opens the store in threads of its own: one reader at once, a second, the writer and the search engine when they are needed. The calling
 * thread opens no database.
 *
 * @throws AppError `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt`; `storage.readOnly`, `storage.full`,
 * `storage.busy` when an older file has to be migrated.
 */
export function openStore({
  paths,
  clock,
  logger,
  readerAhead,
  engineFrom = smallestCache,
}: StoreParts): Promise<Store> {
  const { dataFolder, databaseFile, readerEntry, writerEntry, searchEntry } = paths;
  return StoreGateway.open({
    reader: new ReaderPool({ entry: readerEntry, databaseFile, dataFolder, ahead: readerAhead }),
    search:
      searchEntry === undefined
        ? undefined
        : new SearchClient({ entry: searchEntry, databaseFile, dataFolder, engineFrom, logger }),
    startWriter: (events) =>
      WriterClient.start({ entry: writerEntry, databaseFile, dataFolder, nowMs: clock.nowMs() }, events),
    dataFolder,
    clock,
    logger,
  });
}
