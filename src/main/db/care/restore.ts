import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dropAbandoned, temporaryBeside } from '#main/files/temporary-files.ts';
import type { RestoreReport } from '#main/services/ports/data-care.ts';
import { StoreFault, translateCaught } from '../fault.ts';
import type { StopFlag } from '../gateway/stop-flag.ts';
import { migrations } from '../migrations/index.ts';
import type { Migration } from '../migrations/migration.ts';
import { newestVersion } from '../migrations/runner.ts';
import { ensurePrivateFolder } from '../open/files.ts';
import { enterWal } from '../open/journal.ts';
import { requirePlainFile } from '../open/place.ts';
import { damagedBackup, openBackup } from './backup-file.ts';
import { exchange } from './exchange.ts';
import { expectStill } from './expect-still.ts';
import { requireGoOn } from './go-on.ts';
import { setAside } from './set-aside.ts';
import { requireSoleUse } from './sole-use.ts';
import { copyWhole, databaseFiles, dropFile, syncToDisk } from './whole-file.ts';

/** From where to where. */
export interface RestoreTask {
  readonly file: string;
  readonly source: string;
  readonly nowMs: number;
  readonly stop?: StopFlag | undefined;
  readonly steps?: readonly Migration[];
}

/**
 * Puts a backup in the place of the database. The backup is copied and checked first; the database that was there is kept in
 * `replaced-<time>/`; then one rename exchanges them. Killed at any point, the one or the other is in place, whole.
 *
 * @throws StoreFault `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt` (the backup), `state.notFound` (or not to be read),
 * `state.conflict` (a window or command is at work), `storage.full`, `storage.readOnly`, `internal.cancelled`; nothing has changed then.
 */
export async function restore({ file, source, nowMs, stop, steps = migrations }: RestoreTask): Promise<RestoreReport> {
  const dataFolder = dirname(file);
  if (isSame(file, source)) throw new StoreFault('input.invalid', 'That file is the database itself.');
  requirePlainFile(file);
  const temporary = temporaryBeside(file);
  try {
    const schemaVersion = await copyBackup(source, temporary, newestVersion(steps));
    enterWal(temporary, file);
    syncToDisk(temporary);
    // Only now: up to here the database has not been touched, and copying took its time.
    requireGoOn(stop);
    requireSoleUse(file, dataFolder);
    const requireUnused = expectStill(file);
    // A log is kept too where its database is gone: decisions may be in it.
    const isAnythingThere = databaseFiles(file).length > 0;
    const keptIn = isAnythingThere ? setAside({ file, dataFolder, kind: 'replaced', nowMs }) : null;
    // What was stored since would be lost.
    refuseUsed(requireUnused, keptIn === null ? null : join(dataFolder, keptIn));
    exchange(temporary, file);
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

/** @returns the version of its schema. */
async function copyBackup(source: string, target: string, newest: number): Promise<number> {
  const { database, version } = openBackup(source, newest);
  try {
    ensurePrivateFolder(dirname(target));
    await dropAbandoned(dirname(target));
    await copyWhole(database, target);
    return version;
  } catch (error) {
    const known = translateCaught(error);
    // Whatever else fails lies with the copy.
    throw known instanceof StoreFault && known.code === 'storage.corrupt' ? damagedBackup(error) : known;
  } finally {
    // It may be the database by another name, which has to be free next.
    database.close();
  }
}

function isSame(file: string, source: string): boolean {
  return [file, `${file}-wal`, `${file}-shm`].includes(source);
}
