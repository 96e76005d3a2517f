/**
 * The write-ahead log of a database whose file another program exchanged while it was open, left by a process that was killed before
 * it noticed: SQLite would apply it to whatever bears the name now.
 */
import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type OpenFiles, readMarks } from '../leases/run-marks.ts';
import { replaced } from './file-watch.ts';
import { identify } from './files.ts';

/** What a writer's mark is to say of the files that it has open. */
export function identifyFiles(databaseFile: string): OpenFiles {
  return { database: identify(databaseFile) ?? null, log: identify(`${databaseFile}-wal`) ?? null };
}

/**
 * Before a database is opened: a log that the mark of a writer knows, but beside another database, is put aside. Where both are other
 * ones, as in a copy of the whole folder, they belong together.
 *
 * @throws StoreFault `storage.corrupt` while that writer still runs.
 */
export function keepForeignLogAside(databaseFile: string): void {
  const [database, log] = [identify(databaseFile), identify(`${databaseFile}-wal`)];
  if (typeof log !== 'string' || database === undefined) return;
  const isForeign = (files: OpenFiles): boolean => files.log === log && files.database !== database;
  const marks = readMarks(dirname(databaseFile)).filter(({ files }) => files !== undefined && isForeign(files));
  if (marks.length === 0) return;
  if (marks.some(({ isRunning }) => isRunning)) throw replaced();
  keepLogAside(databaseFile, Date.now());
}

/** Gives the log another name, so that it is neither applied nor lost. */
export function keepLogAside(databaseFile: string, nowMs: number): void {
  const log = `${databaseFile}-wal`;
  try {
    renameSync(log, `${log}.replaced-${process.pid}-${nowMs}`);
  } catch (error) {
    // Another thread that opens the database was faster.
    if (identify(log) === null) return;
    throw error;
  }
  rmSync(`${databaseFile}-shm`, { force: true });
}
