/**
 * Which journal a database has. WAL, where readers read on while a writer writes, needs memory that processes share through a
 * file. Network drives and some FUSE file systems have none: there the journal is a rollback journal, `TRUNCATE` (as safe as
 * `DELETE` and synced to its end), and readers and writers wait for each other. Locking is never exclusive: the readers are
 * connections of their own.
 */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { translateCaught } from '../fault.ts';
import { ensurePrivateFile, sizeOf } from './files.ts';
import { pause } from './pause.ts';
import { readHead } from './read-head.ts';

/**
 * `wal`: readers read on while a writer writes. `rollback`: they wait for each other; where the file system cannot do WAL, as
 * on network drives.
 */
export type Journal = 'wal' | 'rollback';

/** Bytes 18 and 19 of the header: 2 for WAL, 1 for a rollback journal (SQLite file format, section 1.3.3). */
export const journalOffset = 18;

/** What SQLite says where the shared memory cannot be had. A folder that cannot be written or is full says otherwise. */
const sharedMemoryCodes = ['SQLITE_IOERR_SHMMAP', 'SQLITE_IOERR_SHMOPEN', 'SQLITE_IOERR_SHMLOCK', 'SQLITE_PROTOCOL'];

/** Whether an error of SQLite means that WAL does not work where the file lies. */
export function lacksSharedMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && sharedMemoryCodes.includes(String(error.code));
}

/** Reads from the file's header which journal it has; null before there is a database. @throws StoreFault `storage.*`. */
export function readJournal(file: string): Journal | null {
  if (sizeOf(file) <= journalOffset) return null;
  const head = Buffer.alloc(journalOffset + 1);
  try {
    readHead(file, head);
  } catch (error) {
    throw translateCaught(error);
  }
  return head[journalOffset] === 2 ? 'wal' : 'rollback';
}

/**
 * Whether a transaction was under way with a rollback journal: when its process has died, the file is half written until
 * somebody who may write puts it back, which SQLite does by itself.
 */
export function hasJournal(file: string): boolean {
  return sizeOf(`${file}-journal`) > 0;
}

/** Several processes may try at once, and the first that is done removes what the others are trying on. */
const tries = 50;
const tryPauseMs = 5;

/**
 * Whether WAL works beside a database file. Tried on a file of its own: a database that was switched to WAL in vain cannot be read by
 * other processes until it is switched back.
 */
export function canShareMemory(file: string): boolean {
  const probe = join(dirname(file), 'wal-probe');
  for (let nth = 0; nth < tries; nth += 1) {
    const answer = tryToShare(probe);
    if (answer !== undefined) return answer;
    pause(tryPauseMs);
  }
  // The database itself will give the answer.
  return true;
}

/** @returns undefined where something else went wrong than that there is no memory to share. */
function tryToShare(probe: string): boolean | undefined {
  let database: Database | undefined;
  try {
    ensurePrivateFile(probe);
    database = openHandle(probe, { timeout: 1_000 });
    database.pragma('synchronous = OFF');
    if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal') return false;
    database.exec('CREATE TABLE IF NOT EXISTS probe(id INTEGER)');
    return true;
  } catch (error) {
    return lacksSharedMemory(error) ? false : undefined;
  } finally {
    database?.close();
    // Its -wal and -shm SQLite removes itself where it could make them.
    removeQuietly(probe);
  }
}

/**
 * Takes a database out of WAL where WAL does not work, as when a data folder was copied to a network drive: alone with the
 * file, SQLite needs no shared memory.
 *
 * @param inspect looks at the database before anything is changed, and throws to leave it as it is.
 */
export function leaveWal(file: string, timeoutMs: number, inspect: (database: Database) => void): void {
  const database = openHandle(file, { timeout: timeoutMs });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    inspect(database);
    database.pragma('journal_mode = TRUNCATE');
  } finally {
    database.close();
  }
}

/** Puts a database that nobody else has open into WAL mode, where that works in its later place; elsewhere it stays as it is. */
export function enterWal(file: string, place: string): void {
  if (!canShareMemory(place)) return;
  const database = openHandle(file);
  try {
    database.pragma('journal_mode = WAL');
  } finally {
    database.close();
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A probe that stays is used again.
  }
}
