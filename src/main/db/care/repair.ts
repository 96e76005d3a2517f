import { existsSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { makeTemporaryFolder } from '#main/files/temporary-files.ts';
import type { RepairReport, SalvagedCounts } from '#main/services/ports/data-care.ts';
import { openHandle } from '../connection.ts';
import { StoreFault, translateCaught } from '../fault.ts';
import type { StopFlag } from '../gateway/stop-flag.ts';
import { migrations } from '../migrations/index.ts';
import type { Migration } from '../migrations/migration.ts';
import { newestVersion } from '../migrations/runner.ts';
import { ensurePrivateFile } from '../open/files.ts';
import { keepForeignLogAside } from '../open/foreign-log.ts';
import { applicationId, readIdentity } from '../open/identity.ts';
import { enterWal, hasJournal, lacksSharedMemory, leaveWal } from '../open/journal.ts';
import { requirePlainFile, requireUsable } from '../open/place.ts';
import { checkPages } from '../sums/check-pages.ts';
import { exchange } from './exchange.ts';
import { expectStill } from './expect-still.ts';
import { requireGoOn } from './go-on.ts';
import { openDamaged } from './open-damaged.ts';
import { salvage } from './salvage.ts';
import { type AsideTask, setAside } from './set-aside.ts';
import { requireSoleUse } from './sole-use.ts';
import { isSound, requireSound, syncToDisk } from './whole-file.ts';

/** How long another process is waited for. */
const patienceMs = 5_000;

/** Which database. */
export interface RepairTask {
  readonly file: string;
  readonly nowMs: number;
  readonly stop?: StopFlag | undefined;
  readonly steps?: readonly Migration[];
}

/**
 * Saves from a damaged database what no vendor can send again, into a new one in its place. The damaged files are kept in
 * `damaged-<time>/`, byte for byte; a sound database is left alone.
 *
 * @throws StoreFault `state.notFound`, `storage.foreignFile`, `storage.newerSchema`, `state.conflict`, `storage.corrupt` (nothing
 * in it can be read), `storage.full`, `storage.readOnly`, `internal.cancelled`; the database has not changed
 * then.
 */
export async function repair({ file, nowMs, stop, steps = migrations }: RepairTask): Promise<RepairReport> {
  requirePlainFile(file);
  if (!existsSync(file)) throw new StoreFault('state.notFound', 'There is no database in the data folder yet.');
  const dataFolder = dirname(file);
  keepForeignLogAside(file);
  if (looksSound(file, newestVersion(steps))) return { kind: 'sound' };
  const workplace = await makeTemporaryFolder(dataFolder);
  let dispensable: string | undefined;
  try {
    const requireCopied = expectStill(file);
    // Before anything touches the files: merely opening them for writing may change them.
    const keptIn = keep({ file, dataFolder, kind: 'damaged', nowMs }, requireCopied);
    dispensable = join(dataFolder, keptIn);
    requireCopied();
    requireSoleUse(file, dataFolder);
    const requireUnused = expectStill(file);
    const fresh = join(workplace, 'fresh.db');
    const kept = join(dataFolder, keptIn, basename(file));
    const counts = rebuild({ file: kept, workplace, fresh, steps, nowMs });
    enterWal(fresh, file);
    syncToDisk(fresh);
    requireGoOn(stop);
    // What was stored since would be lost.
    requireUnused();
    dispensable = undefined;
    exchange(fresh, file);
    return { kind: 'repaired', keptIn, counts };
  } catch (error) {
    // While nothing was removed or replaced, nothing has to be kept.
    if (dispensable !== undefined) rmSync(dispensable, { recursive: true, force: true });
    throw translateCaught(error);
  } finally {
    rmSync(workplace, { recursive: true, force: true });
  }
}

/** @returns in which folder. @throws StoreFault `state.conflict` where somebody took files away meanwhile. */
function keep(task: AsideTask, requireCopied: () => void): string {
  try {
    return setAside(task);
  } catch (error) {
    requireCopied();
    throw error;
  }
}

/** @throws StoreFault `storage.foreignFile` for a whole database of another program, `storage.newerSchema`. */
function looksSound(file: string, newest: number): boolean {
  try {
    requireUsable(file);
    return examine(file, newest);
  } catch (error) {
    const known = translateCaught(error);
    if (known instanceof StoreFault && known.code === 'storage.corrupt') return false;
    throw known;
  }
}

/** What a killed process left half written is put back first, and a database is taken out of WAL where that does not work, as by a start. */
function examine(file: string, newest: number): boolean {
  try {
    return examineAsItIs(file, newest);
  } catch (error) {
    if (!lacksSharedMemory(error)) throw error;
    leaveWal(file, patienceMs, (database) => readIdentity(database, newest));
    return examineAsItIs(file, newest);
  }
}

function examineAsItIs(file: string, newest: number): boolean {
  const database = openHandle(file, { readonly: !hasJournal(file), timeout: patienceMs });
  try {
    readIdentity(database, newest);
    return isSound(database) && hasWrittenPages(file);
  } finally {
    database.close();
  }
}

/** Whether each page is as it was written, as far as that is known. */
function hasWrittenPages(file: string): boolean {
  const { wrong } = checkPages(file, { adopts: false, copiedFrames: () => 0 });
  return wrong === null || wrong.length === 0;
}

interface Rebuilding {
  readonly file: string;
  readonly workplace: string;
  readonly fresh: string;
  readonly steps: readonly Migration[];
  readonly nowMs: number;
}

function rebuild({ file, workplace, fresh, steps, nowMs }: Rebuilding): SalvagedCounts {
  const damaged = openDamaged(file, workplace);
  try {
    ensurePrivateFile(fresh);
    const database = openHandle(fresh);
    try {
      const known = readVersion(damaged, steps);
      create(database, steps.slice(0, known));
      const counts = salvage(damaged, database, nowMs);
      create(database, steps.slice(known));
      requireSound(database);
      return counts;
    } finally {
      database.close();
    }
  } finally {
    damaged.close();
  }
}

/** Applies steps of the schema to a file that nobody else knows. */
function create(database: Database, steps: readonly Migration[]): void {
  if (database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) database.pragma('page_size = 8192');
  for (const step of steps) {
    database.transaction(() => {
      step.up(database);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${step.id}`);
    })();
  }
}

/** How many of the steps the damaged file has seen; all of them where it cannot say so any more. */
function readVersion(damaged: Database, steps: readonly Migration[]): number {
  const version = Number(damaged.pragma('user_version', { simple: true }));
  const known = steps.findIndex(({ id }) => id === version);
  return known === -1 ? steps.length : known + 1;
}
