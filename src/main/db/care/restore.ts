import { renameSync, rmSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { dropAbandoned, temporaryBeside } from '#main/files/temporary-files.ts';
import type { RestoreReport } from '#main/services/ports/data-care.ts';
import { openHandle } from '../connection.ts';
import { StoreFault, translateCaught } from '../fault.ts';
import { migrations } from '../migrations/index.ts';
import type { Migration } from '../migrations/migration.ts';
import { newestVersion } from '../migrations/runner.ts';
import { ensurePrivateFolder } from '../open/files.ts';
import { isFresh, readIdentity } from '../open/identity.ts';
import { enterWal } from '../open/journal.ts';
import { dropSums } from '../sums/page-sums.ts';
import { expectStill } from './expect-still.ts';
import { setAside } from './set-aside.ts';
import { requireSoleUse } from './sole-use.ts';
import { copyWhole, databaseFiles, dropFile, syncToDisk } from './whole-file.ts';

/** From where to where. */
export interface RestoreTask {
  readonly file: string;
  readonly source: string;
  readonly nowMs: number;
  readonly steps?: readonly Migration[];
}

/**
 * Puts a backup in the place of the database. The backup is copied and checked first; the database that was there is kept in
 * `replaced-<time>/`; then one rename exchanges them. Killed at any point, the one or the other is in place, whole.
 *
 * @throws StoreFault `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt` (the backup), `state.notFound`,
 * `state.conflict` (a window or command is at work), `storage.full`, `storage.readOnly`; nothing has changed then.
 */
export async function restore({ file, source, nowMs, steps = migrations }: RestoreTask): Promise<RestoreReport> {
  const dataFolder = dirname(file);
  if (isSame(file, source)) throw new StoreFault('input.invalid', 'That file is the database itself.');
  requireFile(source);
  requireBackup(source);
  ensurePrivateFolder(dataFolder);
  await dropAbandoned(dataFolder);
  const temporary = temporaryBeside(file);
  try {
    const schemaVersion = await copyBackup(source, temporary, newestVersion(steps));
    enterWal(temporary, file);
    syncToDisk(temporary);
    // Only now: up to here the database has not been touched, and copying took its time.
    requireSoleUse(file, dataFolder);
    const requireUnused = expectStill(file);
    // A log is kept too where its database is gone: decisions may be in it.
    const isAnythingThere = databaseFiles(file).length > 0;
    const keptIn = isAnythingThere ? setAside({ file, dataFolder, kind: 'replaced', nowMs }) : null;
    // What was stored since would be lost.
    refuseUsed(requireUnused, keptIn === null ? null : join(dataFolder, keptIn));
    // A log that is left belongs to the old file and would be applied to the new one.
    for (const suffix of ['-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
    dropSums(file);
    renameSync(temporary, file);
    syncToDisk(dataFolder);
    return { schemaVersion, keptIn };
  } catch (error) {
    dropFile(temporary);
    throw translateCaught(error);
  }
}

/** With what was kept of it, as long as nothing was replaced. */
function refuseUsed(requireUnused: () => void, kept: string | null): void {
  try {
    requireUnused();
  } catch (error) {
    if (kept !== null) rmSync(kept, { recursive: true, force: true });
    throw error;
  }
}

/** A folder is none: an empty argument names the current one. Nor is a pipe, or a link that leads to itself. */
function requireFile(source: string): void {
  const kind = lookAt(source);
  if (kind === undefined) throw new StoreFault('state.notFound', 'There is no such file.');
  if (!kind.isFile()) throw new StoreFault('state.notFound', 'What has that name is no file.');
}

function lookAt(source: string): Stats | undefined {
  try {
    return statSync(source, { throwIfNoEntry: false });
  } catch (cause) {
    throw new StoreFault('state.notFound', 'There is no file that can be reached by that name.', { cause });
  }
}

/** What opening says of a database, said of a backup. */
function requireBackup(source: string): void {
  try {
    if (isFresh(source)) throw noBackup();
  } catch (error) {
    throw ofBackup(error);
  }
}

async function copyBackup(source: string, target: string, newest: number): Promise<number> {
  const database = openHandle(source, { readonly: true, timeout: 5_000 });
  try {
    const version = readVersion(database, newest);
    await copyWhole(database, target);
    return version;
  } finally {
    database.close();
  }
}

function readVersion(database: Database, newest: number): number {
  try {
    const identity = readIdentity(database, newest);
    if (identity.state === 'ours') return identity.version;
  } catch (error) {
    throw ofBackup(error);
  }
  throw noBackup();
}

function ofBackup(error: unknown): unknown {
  if (!(error instanceof StoreFault)) return error;
  if (error.code === 'storage.foreignFile') return noBackup();
  if (error.code !== 'storage.newerSchema') return error;
  return new StoreFault('storage.newerSchema', 'The backup was made by a newer version of Sightline.', {
    suggestion: 'Update Sightline, then restore it. Nothing was changed.',
  });
}

function noBackup(): StoreFault {
  return new StoreFault('storage.foreignFile', 'This file is no backup of Sightline.', {
    suggestion: 'Choose a file that "backup" wrote. Nothing was changed.',
  });
}

function isSame(file: string, source: string): boolean {
  return [file, `${file}-wal`, `${file}-shm`].includes(source);
}
