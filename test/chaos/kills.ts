import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import Sqlite from 'better-sqlite3';
import { fatalPoint } from '../support/fatal-point.ts';
import { addConnection, openTestStore, testPaths } from '../support/store.ts';
import { dumpStore } from '../support/store-contents.ts';
import { writePage } from './bytes.ts';
import type { Outcome } from './experiment.ts';
import { judge } from './judge.ts';
import type { KilledWork, PreparedWork } from './killed-work.ts';
import { copyOf, prepare, runAndKill } from './scene.ts';

/** A sync that is ended at random times until one gets through: its contents must be those of an undisturbed one. */
export const syncWork: KilledWork = {
  name: 'sync',
  what: 'a sync, then a sync to the end',
  points: [
    'before commit of sync_run',
    'after commit of sync_run',
    'before commit of observation',
    'after commit of observation',
    'before commit of sync_run 2',
    'after commit of sync_run 2',
    'before commit of sync_run 3',
    'after commit of sync_run 3',
  ].map(fatalPoint),
  prepare: async (folder) => {
    const prepared = `${folder}/prepared`;
    const store = await openTestStore('inline', prepared);
    await addConnection(store, 2);
    await store.close();
    const calm = copyOf(prepared, `${folder}/calm`);
    const { durationMs } = await runAndKill('store-child.ts', [calm, 'sync', '2'], null);
    const expected = dumpStore(calm);
    return {
      durationMs,
      attempt: async (place, ending) => {
        copyOf(prepared, place);
        const { wasRunning } = await runAndKill('store-child.ts', [place, 'sync', '2'], ending);
        return judge(place, wasRunning, async () => {
          await runAndKill('store-child.ts', [place, 'sync', '2'], null);
          return isDeepStrictEqual(dumpStore(place), expected);
        });
      },
    };
  },
};

type Care = 'backup' | 'restore' | 'repair' | 'migrate';

/** Work on the file as a whole: afterwards the old contents are there or the new ones, never a part. */
function careWork(care: Care, what: string, points: readonly string[]): KilledWork {
  return { name: care, what, points: points.map(fatalPoint), prepare: (folder) => prepareCare(folder, care) };
}

async function prepareCare(folder: string, care: Care): Promise<PreparedWork> {
  const prepared = `${folder}/prepared`;
  await prepare(prepared);
  const backup = `${folder}/kept.backup`;
  await runAndKill('care-child.ts', [prepared, 'backup', backup], null);
  const before = dumpStore(prepared);
  if (care === 'repair') spoil(prepared);
  const calm = copyOf(prepared, `${folder}/calm`);
  const other = care === 'restore' ? backup : `${folder}/calm.backup`;
  const { durationMs } = await runAndKill('care-child.ts', [calm, care, other], null);
  return {
    durationMs,
    attempt: async (place, ending) => {
      copyOf(prepared, place);
      const target = care === 'restore' ? backup : `${place}/made.backup`;
      const { wasRunning } = await runAndKill('care-child.ts', [place, care, target], ending);
      if (care === 'repair' || care === 'migrate') await runAndKill('care-child.ts', [place, care, target], null);
      if (care === 'migrate') return judgeMigrated(place, wasRunning);
      return judge(place, wasRunning, () => {
        if (care === 'backup') return isWholeOrAbsent(target) && isDeepStrictEqual(dumpStore(place), before);
        return care === 'restore' ? isDeepStrictEqual(dumpStore(place), before) : hasWork(place);
      });
    },
  };
}

/** Makes one page of vendor records unreadable. */
function spoil(folder: string): void {
  const { databaseFile } = testPaths(folder);
  const database = new Sqlite(databaseFile);
  const page = Number(
    database.prepare("SELECT pageno FROM dbstat WHERE name = 'observation' AND pagetype = 'leaf'").pluck().get(),
  );
  database.close();
  writePage(databaseFile, page);
}

function isWholeOrAbsent(file: string): boolean {
  if (!existsSync(file)) return true;
  const database = new Sqlite(file, { readonly: true });
  try {
    return database.pragma('integrity_check', { simple: true }) === 'ok';
  } finally {
    database.close();
  }
}

/** The fifty decisions and the setting of `prepare`. */
function hasWork(folder: string): boolean {
  const database = new Sqlite(testPaths(folder).databaseFile, { readonly: true });
  try {
    const decisions = database.prepare('SELECT count(*) FROM triage_entry').pluck().get();
    return decisions === 50 && database.prepare('SELECT value FROM setting').pluck().get() === 'dark';
  } finally {
    database.close();
  }
}

/** Both steps are done, on every row, and the work is there; another start has nothing left to do. */
function judgeMigrated(folder: string, wasRunning: boolean): Partial<Outcome> {
  const hits = wasRunning ? 1 : 0;
  const startedMs = performance.now();
  const database = new Sqlite(testPaths(folder).databaseFile, { readonly: true });
  try {
    const slowestStartMs = performance.now() - startedMs;
    const isSound = database.pragma('integrity_check', { simple: true }) === 'ok';
    const unfinished = database.prepare("SELECT count(*) FROM indicator WHERE shade IS NOT 'reddish'").pluck().get();
    return { hits, slowestStartMs, corrupt: isSound ? 0 : 1, different: unfinished === 0 && hasWork(folder) ? 0 : 1 };
  } catch {
    return { hits, corrupt: 1 };
  } finally {
    database.close();
  }
}

export const careWorks: readonly KilledWork[] = [
  careWork('backup', 'a backup: no backup or a whole one, the database untouched', [
    'before copyDatabase',
    'after copyDatabase',
    'after checkDatabase',
    'before fsync',
    'after fsync',
    'before rename',
    'after rename',
    'after fsync 2',
  ]),
  careWork('restore', 'a restoration: the old database or the backup, whole', [
    'before copyDatabase',
    'after copyDatabase',
    'after checkDatabase',
    'after fsync',
    'before link',
    'after link',
    'after remove',
    'before rename 2',
    'after rename 2',
  ]),
  careWork('repair', 'a repair, then a repair to the end', [
    'before copyFile',
    'after copyFile',
    'after copyFile 2',
    'before commit',
    'after commit',
    'after checkDatabase 2',
    'before rename 2',
    'after rename 2',
    'before remove',
    'after remove',
  ]),
  careWork('migrate', 'two migrations that change every row, then another start', [
    'after copyDatabase',
    'after checkDatabase',
    'after fsync',
    'before commit',
    'after commit',
    'before commit 2',
    'after commit 2',
  ]),
];
