import type { Clock, Logger, Paths } from '#main/ports/ports.ts';
import type { Store } from '#main/services/ports/store.ts';
import { ReaderPool } from './gateway/reader-pool.ts';
import { StoreGateway } from './gateway/store-gateway.ts';
import { WriterClient } from './gateway/writer-client.ts';

/** What the store needs of the world. */
export interface StoreParts {
  readonly paths: Pick<Paths, 'dataFolder' | 'databaseFile' | 'writerEntry' | 'readerEntry'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Opens the store in threads of its own: one reader at once, a second and the writer when they are needed. The calling
 * thread opens no database.
 *
 * @throws AppError `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt`; `storage.readOnly`, `storage.full`,
 * `storage.busy` when an older file has to be migrated.
 */
export function openStore({ paths, clock, logger }: StoreParts): Promise<Store> {
  const { dataFolder, databaseFile, readerEntry, writerEntry } = paths;
  return StoreGateway.open({
    reader: new ReaderPool({ entry: readerEntry, databaseFile, dataFolder }),
    startWriter: (events) =>
      WriterClient.start({ entry: writerEntry, databaseFile, dataFolder, nowMs: clock.nowMs() }, events),
    dataFolder,
    clock,
    logger,
  });
}
