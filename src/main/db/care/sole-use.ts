import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { isBusy, StoreFault, translateCaught } from '../fault.ts';
import { hasRunningWriter } from '../leases/run-marks.ts';
import { lacksSharedMemory, leaveWal } from '../open/journal.ts';
import { LogCopier } from '../sums/copy-log.ts';

/** How long an open connection of another process is waited for. */
const lockPatienceMs = 250;

/**
 * Makes sure that no other process has the database open, and folds the write-ahead log into the file where the file is sound
 * enough for that: leaving WAL mode needs the file for oneself, and every open connection, even an idle one, is in the way.
 *
 * @returns whether the log is folded in; false for a damaged file, which is left as it is.
 * @throws StoreFault `state.conflict` while a window or a command is at work, `storage.readOnly`.
 */
export function requireSoleUse(file: string, dataFolder: string): boolean {
  if (!existsSync(file)) return true;
  try {
    foldLogIn(file, dataFolder);
    return true;
  } catch (error) {
    if (isBusy(error)) throw inUse(error);
    if (lacksSharedMemory(error)) return leaveWalAlone(file, dataFolder);
    const known = translateCaught(error);
    if (!(known instanceof StoreFault && known.code === 'storage.corrupt')) throw known;
    // Too damaged to be locked: what is left are the marks that writers leave.
    if (hasRunningWriter(dataFolder)) throw inUse(error);
    return false;
  }
}

function foldLogIn(file: string, dataFolder: string): void {
  const handle = openHandle(file, { timeout: lockPatienceMs });
  try {
    // Without WAL (network drives) an idle connection is in nobody's way: there the marks have to do.
    if (handle.pragma('journal_mode', { simple: true }) !== 'wal' && hasRunningWriter(dataFolder)) throw inUse();
    copyLog(handle, file);
    handle.pragma('journal_mode = DELETE');
  } finally {
    handle.close();
  }
}

/** For a database in WAL mode that was copied to where WAL does not work, and not been written since. */
function leaveWalAlone(file: string, dataFolder: string): boolean {
  if (hasRunningWriter(dataFolder)) throw inUse();
  try {
    leaveWal(file, lockPatienceMs, () => {});
    return true;
  } catch (error) {
    throw isBusy(error) ? inUse(error) : translateCaught(error);
  }
}

/** With the sums of its pages, should the file stay where it is. */
function copyLog(handle: Database, file: string): void {
  if (handle.pragma('journal_mode', { simple: true }) !== 'wal') return;
  const copier = new LogCopier(file);
  try {
    if (!copier.copy(handle)) throw inUse();
  } finally {
    copier.close(false);
  }
}

/** What is said where somebody else has the database open. */
export function inUse(cause?: unknown): StoreFault {
  return new StoreFault('state.conflict', 'Another Sightline has this data folder open.', {
    cause,
    retryable: true,
    suggestion: 'Close its windows and wait for its commands to end, then try again.',
  });
}
