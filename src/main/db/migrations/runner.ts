import { readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { temporaryBeside } from '#main/files/temporary-files.ts';
import { copyWhole, syncToDisk } from '../care/whole-file.ts';
import { ensurePrivateFolder } from '../open/files.ts';
import { applicationId, readIdentity } from '../open/identity.ts';
import type { Migration } from './migration.ts';

/** How many backups made before migrations are kept. */
const backupsKept = 3;

/** Version of the schema when all steps are done. */
export function newestVersion(steps: readonly Migration[]): number {
  return steps.at(-1)?.id ?? 0;
}

/** What to bring up to date. */
export interface MigrationTask {
  readonly database: Database;
  /** Absolute path of the database file; its folder takes the backups. */
  readonly file: string;
  readonly steps: readonly Migration[];
  readonly nowMs: number;
  /** Copies the write-ahead log into the file: a step that changes every row makes it as long as the file. */
  readonly copyLog?: () => void;
}

/**
 * Brings the schema up to date: a verified backup first when the file holds anything, then one transaction per step that
 * also sets `user_version`. Killed at any point, it goes on from the last finished step next time.
 *
 * @returns the ids of the steps that ran.
 * @throws StoreFault `storage.newerSchema`, `storage.foreignFile`, `storage.full`, `storage.corrupt` (backup not sound).
 */
export async function migrate(task: MigrationTask): Promise<readonly number[]> {
  const before = readIdentity(task.database, newestVersion(task.steps));
  const version = before.state === 'ours' ? before.version : 0;
  const pending = task.steps.filter((step) => step.id > version);
  if (pending.length === 0) return [];
  if (before.state === 'ours') await backUp(task, version);
  const ran: number[] = [];
  for (const step of pending) {
    if (!runStep(task, step)) continue;
    ran.push(step.id);
    if (before.state === 'ours') task.copyLog?.();
  }
  return ran;
}

function runStep(task: MigrationTask, step: Migration): boolean {
  const { database } = task;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Two processes can start at once: whoever gets the lock second finds the work done.
    const identity = readIdentity(database, newestVersion(task.steps));
    if (identity.state === 'ours' && identity.version >= step.id) {
      database.exec('COMMIT');
      return false;
    }
    step.up(database);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${step.id}`);
    database.exec('COMMIT');
    return true;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

async function backUp(task: MigrationTask, version: number): Promise<void> {
  const folder = join(dirname(task.file), 'backups');
  ensurePrivateFolder(folder);
  const stamp = new Date(task.nowMs).toISOString().replaceAll(':', '-');
  const target = join(folder, `${basename(task.file)}.schema-${version}.${stamp}`);
  // Under its own name only when it is whole: one that was killed must not count as one of those that are kept.
  const temporary = temporaryBeside(target);
  await copyWhole(task.database, temporary);
  renameSync(temporary, target);
  syncToDisk(folder);
  dropOldBackups(folder, `${basename(task.file)}.schema-`);
}

function dropOldBackups(folder: string, prefix: string): void {
  // The stamp sorts as text; of one version or several, the newest stay.
  const found = readdirSync(folder).filter((name) => name.startsWith(prefix));
  const byStamp = found.sort((left, right) => stampOf(left).localeCompare(stampOf(right)));
  for (const name of byStamp.slice(0, -backupsKept)) rmSync(join(folder, name), { force: true });
}

function stampOf(name: string): string {
  return name.slice(name.lastIndexOf('.schema-') + '.schema-'.length).replace(/^\d+\./, '');
}
