import { lstatSync, renameSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isOwnFile } from '#main/files/own-files.ts';
import { dropAbandoned, temporaryBeside } from '#main/files/temporary-files.ts';
import type { BackupReport } from '#main/services/ports/data-care.ts';
import { openHandle } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import type { StopFlag } from '../gateway/stop-flag.ts';
import { openReader } from '../open/open-reader.ts';
import type { SpoiltLog } from '../open/spoilt-log.ts';
import { requireGoOn } from './go-on.ts';
import { copyWhole, dropFile, syncToDisk } from './whole-file.ts';

/** Which database, and where the backup goes; both absolute. */
export interface BackupTask {
  readonly file: string;
  readonly target: string;
  readonly stop?: StopFlag | undefined;
}

/** What came of it. */
export interface BackupOutcome {
  readonly report: BackupReport;
  /** Set where this was the first to open what a killed process left: nobody after it can tell any more. */
  readonly spoiltLog: SpoiltLog | undefined;
}

/**
 * Writes a verified backup while the database is in use: readers and writers go on, what is committed meanwhile is not in it. The
 * target is replaced in one step, and only by a copy that was read back and found sound.
 *
 * @throws StoreFault `state.notFound` (nothing stored yet), `storage.corrupt` (damaged source), `export.notWritable`,
 * `input.invalid` (the target is the database itself), `internal.cancelled`.
 */
export async function backUp({ file, target, stop }: BackupTask): Promise<BackupOutcome> {
  refuseTarget(file, target);
  await dropAbandoned(dirname(target));
  const source = openReader(file);
  const temporary = temporaryBeside(target);
  try {
    if (source.state === 'empty') {
      throw new StoreFault('state.notFound', 'There is nothing to back up: nothing has been stored yet.');
    }
    await copyWhole(source.database, temporary);
    const report = describeBackup(temporary);
    requireGoOn(stop);
    renameSync(temporary, target);
    syncToDisk(dirname(target));
    return { report, spoiltLog: source.spoiltLog };
  } catch (error) {
    dropFile(temporary);
    throw translate(error);
  } finally {
    source.database.close();
    source.dispose();
  }
}

function describeBackup(file: string): BackupReport {
  const copy = openHandle(file, { readonly: true });
  try {
    const count = (table: string): number => Number(copy.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    return {
      sizeBytes: statSync(file).size,
      schemaVersion: Number(copy.pragma('user_version', { simple: true })),
      indicators: count('indicator'),
      cases: count('case_file'),
      triageEntries: count('triage_entry'),
    };
  } finally {
    copy.close();
  }
}

function refuseTarget(file: string, target: string): void {
  refuseOddTarget(file, target);
  if (isOwnFile(dirname(file), target)) throw notWritable('in the data folder that name belongs to Sightline itself');
}

function refuseOddTarget(file: string, target: string): void {
  const there = lookAt(target);
  if (there === undefined) return;
  if (there.isDirectory()) throw notWritable('there is a folder of that name');
  if (!there.isFile()) throw notWritable('that name is a link or a device');
  const own = [file, `${file}-wal`, `${file}-shm`].map((path) => statSync(path, { throwIfNoEntry: false }));
  if (own.some((one) => one?.ino === there.ino && one.dev === there.dev)) {
    throw new StoreFault('input.invalid', 'That file is the database itself.', { suggestion: 'Choose another name.' });
  }
}

function lookAt(target: string): Stats | undefined {
  try {
    return lstatSync(target, { throwIfNoEntry: false });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw notWritable(reasons[code] ?? `the system says ${code}`, cause);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'writing is not allowed there',
  EPERM: 'writing is not allowed there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'writing is not allowed there',
  SQLITE_CANTOPEN: 'the file cannot be made there',
};

/** What is wrong with the target, in words; what is wrong with the database stays as it is. */
function translate(error: unknown): unknown {
  const shown = error instanceof StoreFault && error.cause !== undefined ? error.cause : error;
  const code = shown instanceof Error && 'code' in shown ? String(shown.code) : '';
  const known = Object.keys(reasons).find((start) => code.startsWith(start));
  if (known !== undefined) return notWritable(reasons[known] ?? '', error);
  return code.startsWith('SQLITE_IOERR_WRITE') ? notWritable('the disk is full', error) : error;
}

function notWritable(reason: string, cause?: unknown): StoreFault {
  return new StoreFault('export.notWritable', `The backup could not be written: ${reason}.`, {
    cause,
    suggestion: 'Choose another place; a file that was there is unchanged.',
  });
}
