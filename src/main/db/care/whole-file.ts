import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { StoreFault } from '../fault.ts';

/** Everything in one step: a consistent snapshot that no commit of another process starts anew. */
const allPages = 0x7fff_ffff;

/**
 * Copies an open database into a new private file, checks it, and makes it survive a power cut. The copy is one file without
 * a write-ahead log, so that it can be carried about.
 *
 * @throws StoreFault `storage.corrupt` when the copy is not sound, or an error of SQLite or the system; nothing is left then.
 */
export async function copyWhole(source: Database, target: string): Promise<void> {
  closeSync(openSync(target, 'wx', 0o600));
  try {
    await source.backup(target, { progress: () => allPages });
    const copy = openHandle(target);
    try {
      // Alone with the file SQLite leaves WAL without shared memory, which a network drive may not have.
      copy.pragma('locking_mode = EXCLUSIVE');
      copy.pragma('journal_mode = DELETE');
      requireSound(copy);
    } finally {
      copy.close();
    }
    syncToDisk(target);
  } catch (error) {
    dropFile(target);
    throw error;
  }
}

/** @throws StoreFault `storage.corrupt`. */
export function requireSound(database: Database): void {
  if (isSound(database)) return;
  throw new StoreFault('storage.corrupt', 'The copy of the database is not sound: it was not kept.', {
    suggestion: 'The database itself may be damaged. Run: sightline repair',
  });
}

/** Whether SQLite finds nothing wrong in the whole file. */
export function isSound(database: Database): boolean {
  return database.pragma('quick_check(1)', { simple: true }) === 'ok';
}

/** Waits until the disk has a file, or the names in a folder; where a system cannot say so of a folder, its names are as they are. */
export function syncToDisk(path: string): void {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(handle);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EIO') throw error;
  } finally {
    closeSync(handle);
  }
}

/** Removes a database file with what SQLite may have left beside it. */
export function dropFile(file: string): void {
  for (const path of databaseFiles(file)) rmSync(path, { force: true });
}

/** The files that a database consists of, the main one first; those that are there. */
export function databaseFiles(file: string): readonly string[] {
  return [file, `${file}-wal`, `${file}-shm`, `${file}-journal`].filter((path) => existsSync(path));
}
