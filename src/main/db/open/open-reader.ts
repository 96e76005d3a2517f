import { chmodSync, closeSync, constants, copyFileSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { StoreFault, translateCaught } from '../fault.ts';
import { migrations } from '../migrations/index.ts';
import type { Migration } from '../migrations/migration.ts';
import { newestVersion } from '../migrations/runner.ts';
import { sizeOf } from './files.ts';
import { keepForeignLogAside } from './foreign-log.ts';
import { isFresh, readIdentity } from './identity.ts';
import { hasJournal, journalOffset, lacksSharedMemory, readJournal } from './journal.ts';
import { requireUsable } from './place.ts';
import { lookAtLog, type SpoiltLog } from './spoilt-log.ts';

/** A handle for reading. `empty`: nothing stored yet, the handle is an empty database in memory. `outdated`: migrate first. */
export interface OpenedReader {
  readonly database: Database;
  readonly state: 'ready' | 'empty' | 'outdated';
  /** Where some of what was stored last may be missing. */
  readonly spoiltLog?: SpoiltLog | undefined;
  /** After the handle was closed. */
  dispose(): void;
}

function nothing(): void {}

/**
 * Opens the database for reading only. Works in a read-only folder too, and before anything was ever stored.
 *
 * @throws StoreFault `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt`.
 */
export function openReader(file: string, steps: readonly Migration[] = migrations): OpenedReader {
  requireUsable(file);
  keepForeignLogAside(file);
  const judgeLog = lookAtLog(file);
  if (isFresh(file)) return openEmpty(steps);
  const opened = openExisting(file);
  // Only a writer can take it out of WAL.
  if (opened === undefined) return { ...openEmpty(steps), state: 'outdated' };
  const { database } = opened;
  try {
    const identity = readIdentity(database, newestVersion(steps));
    if (identity.state === 'blank') {
      // Another process is making the file at this moment.
      database.close();
      opened.dispose();
      return openEmpty(steps);
    }
    setReaderPragmas(database);
    const state = identity.version < newestVersion(steps) ? 'outdated' : 'ready';
    return { ...opened, state, spoiltLog: judgeLog(database) };
  } catch (error) {
    database.close();
    opened.dispose();
    throw error;
  }
}

/** @returns undefined for a database in WAL mode where WAL does not work. */
function openExisting(file: string): OpenedReader | undefined {
  // With a rollback journal a reader may have to undo what a killed writer left half written; it still cannot write rows. Taking a
  // database out of WAL leaves one too, beside a file that still says WAL.
  const readonly = readJournal(file) === 'wal' && !hasJournal(file);
  const database = openHandle(file, { readonly, fileMustExist: true, timeout: 5_000 });
  try {
    database.pragma('schema_version');
    return { database, state: 'ready', dispose: nothing };
  } catch (error) {
    database.close();
    if (lacksSharedMemory(error)) return undefined;
    if (!isAccessProblem(error)) throw error;
    return openCopy(file, error);
  }
}

/**
 * In a folder where SQLite cannot make its -shm file, or on a disk without room for it, a database in WAL mode cannot be read
 * where it lies (measured; reading it as immutable needs file names as URIs, which better-sqlite3 is built without). At rest
 * it can be read as a copy, for which the two bytes that say WAL are set back: the copy is one file, and is gone from the
 * disk as soon as it is open.
 */
function openCopy(file: string, cause: unknown): OpenedReader {
  if (sizeOf(`${file}-wal`) > 0 || hasJournal(file)) {
    if (isNoRoom(cause)) throw translateCaught(cause);
    throw new StoreFault('storage.readOnly', 'The database was not closed cleanly and its folder is read-only.', {
      suggestion: 'Make the data folder writable once, so that the last changes can be read.',
      cause,
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'sightline-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'copy.db');
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o600);
    const handle = openSync(copy, 'r+');
    writeSync(handle, Buffer.from([1, 1]), 0, 2, journalOffset);
    closeSync(handle);
    const database = openHandle(copy, { readonly: true });
    database.pragma('schema_version');
    // Windows does not let go of an open file: there the copy goes when the reader is closed.
    if (process.platform !== 'win32') remove();
    return { database, state: 'ready', dispose: remove };
  } catch (error) {
    remove();
    throw translateCaught(error);
  }
}

function openEmpty(steps: readonly Migration[]): OpenedReader {
  const database = openHandle(':memory:');
  for (const step of steps) step.up(database);
  return { database, state: 'empty', dispose: nothing };
}

function setReaderPragmas(database: Database): void {
  database.pragma('query_only = ON');
  // Several readers at a time; what they do not hold, the system caches anyway.
  database.pragma('cache_size = -16384');
  database.pragma('temp_store = MEMORY');
  database.pragma('trusted_schema = OFF');
}

function isAccessProblem(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY') || isNoRoom(error);
}

function isNoRoom(error: unknown): boolean {
  return ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
