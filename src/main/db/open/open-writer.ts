import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { isBusy, StoreFault } from '../fault.ts';
import { migrations } from '../migrations/index.ts';
import type { Migration } from '../migrations/migration.ts';
import { migrate, newestVersion } from '../migrations/runner.ts';
import { LogCopier } from '../sums/copy-log.ts';
import { dropSums } from '../sums/page-sums.ts';
import { closeAsItIs } from './file-watch.ts';
import { ensurePrivateFile } from './files.ts';
import { keepForeignLogAside } from './foreign-log.ts';
import { isFresh, readIdentity } from './identity.ts';
import { canShareMemory, hasJournal, type Journal, lacksSharedMemory, leaveWal } from './journal.ts';
import { pause } from './pause.ts';
import { requireUsable } from './place.ts';
import { lookAtLog, type SpoiltLog } from './spoilt-log.ts';

/** How long a writer waits for another process before it gives up. */
export const lockPatienceMs = 5_000;

/** What opening for writing came to. */
export interface OpenedWriter {
  readonly database: Database;
  readonly journal: Journal;
  /** Ids of the migrations that ran. */
  readonly migrated: readonly number[];
  /** Where some of what was stored last may be missing. */
  readonly spoiltLog: SpoiltLog | undefined;
}

/** Where and how to open. */
export interface WriterFile {
  readonly file: string;
  readonly nowMs: number;
  readonly steps?: readonly Migration[];
}

/**
 * Opens the database for writing; makes it when there is none, migrates it when it is older.
 *
 * @throws StoreFault `storage.foreignFile`, `storage.newerSchema` (bytes unchanged), `storage.readOnly`, `storage.full`,
 * `storage.corrupt`, `storage.busy`.
 */
export async function openWriter({ file, nowMs, steps = migrations }: WriterFile): Promise<OpenedWriter> {
  requireUsable(file);
  keepForeignLogAside(file);
  const judgeLog = lookAtLog(file);
  let spoiltLog: SpoiltLog | undefined;
  const inspect = (looking: Database): void => {
    readIdentity(looking, newestVersion(steps));
    spoiltLog = judgeLog(looking);
  };
  if (isFresh(file)) {
    // Of one that somebody has deleted.
    dropSums(file);
    ensurePrivateFile(file);
  } else refuseUnsuitable(file, inspect);
  const database = openHandle(file, { timeout: lockPatienceMs });
  try {
    const journal = setWriterPragmas(database, file);
    const copier = journal === 'wal' ? new LogCopier(file) : undefined;
    try {
      const migrated = await migrate({ database, file, steps, nowMs, copyLog: () => copier?.copy(database) });
      return { database, journal, migrated, spoiltLog };
    } finally {
      copier?.close(false);
    }
  } catch (error) {
    closeAsItIs(database, file);
    throw error;
  }
}

/** A look through a read-only handle first: merely opening for writing may already change a file that is not for us. */
function refuseUnsuitable(file: string, inspect: (database: Database) => void): void {
  if (canRead(file, inspect)) return;
  leaveWal(file, lockPatienceMs, inspect);
}

/** @returns false for a database in WAL mode where WAL does not work. One that a killed writer left half written is put back. */
function canRead(file: string, inspect: (database: Database) => void): boolean {
  const database = openHandle(file, { readonly: !hasJournal(file), timeout: lockPatienceMs });
  try {
    inspect(database);
    return true;
  } catch (error) {
    if (lacksSharedMemory(error)) return false;
    throw error;
  } finally {
    database.close();
  }
}

function setWriterPragmas(database: Database, file: string): Journal {
  // Before the first table; without effect afterwards.
  database.pragma('page_size = 8192');
  const journal = setJournal(database, file);
  // SQLite would copy the log without the sums of its pages (see sums/copy-log.ts).
  database.pragma('wal_autocheckpoint = 0');
  if (journal === 'rollback') dropSums(file);
  database.pragma('journal_size_limit = 67108864');
  adaptCache(database);
  database.pragma('temp_store = MEMORY');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  return journal;
}

/** Cache of the writer, kibibytes. */
const smallestCache = 16 * 1_024;
const largestCache = 128 * 1_024;

/**
 * Sizes the page cache by the file, a quarter of it: a large file needs it, since inserts go to random pages of its indexes,
 * while for a small one it would only hold memory beside what the system caches anyway. Called anew as the file grows.
 */
export function adaptCache(database: Database): void {
  const pages = Number(database.pragma('page_count', { simple: true }));
  const pageBytes = Number(database.pragma('page_size', { simple: true }));
  const wanted = Math.round((pages * pageBytes) / 1_024 / 4);
  database.pragma(`cache_size = -${Math.min(largestCache, Math.max(smallestCache, wanted))}`);
}

/** A database that is in WAL already was read before: WAL works. The mode is read back, since SQLite may keep the old one. */
function setJournal(database: Database, file: string): Journal {
  const startedMs = performance.now();
  let isPossible: boolean | undefined;
  for (;;) {
    try {
      if (database.pragma('journal_mode', { simple: true }) === 'wal') return 'wal';
      isPossible ??= canShareMemory(file);
      if (isPossible && database.pragma('journal_mode = WAL', { simple: true }) === 'wal') return 'wal';
      database.pragma('journal_mode = TRUNCATE');
      return 'rollback';
    } catch (error) {
      // Changing the mode needs the whole file for a moment, and SQLite does not wait for that by itself.
      if (!isBusy(error)) throw error;
      if (performance.now() - startedMs > lockPatienceMs) throw lockedOut(error);
      pause(10);
    }
  }
}

function lockedOut(cause: unknown): StoreFault {
  return new StoreFault('storage.busy', 'Another Sightline is writing to the same data folder.', {
    cause,
    retryable: true,
    suggestion: 'Try again in a moment.',
  });
}
