import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import Sqlite from 'better-sqlite3';
import { addConnection, openTestStore, testPaths } from '../support/store.ts';
import { dumpStore } from '../support/store-contents.ts';
import { writePage } from './bytes.ts';
import { type Experiment, type Outcome, type Random, Tally } from './experiment.ts';
import { judge } from './judge.ts';
import { copyOf, inFolder, prepare, runAndKill } from './scene.ts';

/** A sync that is ended at random times until one gets through: its contents must be those of an undisturbed one. */
export const killedSync: Experiment = {
  name: 'sync killed',
  harm: 'SIGKILL at a random moment of a sync, then a sync to the end',
  run: (trials, random) =>
    inFolder(async (folder) => {
      const prepared = `${folder}/prepared`;
      const store = await openTestStore('inline', prepared);
      await addConnection(store, 2);
      await store.close();
      const calm = copyOf(prepared, `${folder}/calm`);
      const { durationMs } = await runAndKill('store-child.ts', [calm, 'sync', '2'], null);
      const expected = dumpStore(calm);
      const tally = new Tally();
      for (let trial = 0; trial < trials; trial += 1) {
        const place = copyOf(prepared, `${folder}/trial-${trial}`);
        const { wasRunning } = await runAndKill('store-child.ts', [place, 'sync', '2'], random() * durationMs);
        tally.add(
          await judge(place, wasRunning, async () => {
            await runAndKill('store-child.ts', [place, 'sync', '2'], null);
            return isDeepStrictEqual(dumpStore(place), expected);
          }),
        );
      }
      return tally.outcome;
    }),
};

type CareWork = 'backup' | 'restore' | 'repair' | 'migrate';

/** Work on the file as a whole: afterwards the old contents are there or the new ones, never a part. */
function killedCare(work: CareWork, harm: string): Experiment {
  return {
    name: `${work} killed`,
    harm,
    run: (trials, random) => inFolder((folder) => tryCare(folder, { work, trials, random })),
  };
}

interface CareTrials {
  readonly work: CareWork;
  readonly trials: number;
  readonly random: Random;
}

async function tryCare(folder: string, { work, trials, random }: CareTrials): Promise<Outcome> {
  const prepared = `${folder}/prepared`;
  await prepare(prepared);
  const backup = `${folder}/kept.backup`;
  await runAndKill('care-child.ts', [prepared, 'backup', backup], null);
  const before = dumpStore(prepared);
  if (work === 'repair') spoil(prepared);
  const calm = copyOf(prepared, `${folder}/calm`);
  const { durationMs } = await runAndKill('care-child.ts', [calm, work, `${folder}/calm.backup`], null);
  const tally = new Tally();
  for (let trial = 0; trial < trials; trial += 1) {
    const place = copyOf(prepared, `${folder}/trial-${trial}`);
    const target = work === 'restore' ? backup : `${folder}/trial-${trial}.backup`;
    const { wasRunning } = await runAndKill('care-child.ts', [place, work, target], random() * durationMs);
    if (work === 'repair' || work === 'migrate') await runAndKill('care-child.ts', [place, work, target], null);
    if (work === 'migrate') {
      tally.add(judgeMigrated(place, wasRunning));
      continue;
    }
    tally.add(
      await judge(place, wasRunning, () => {
        if (work === 'backup') return isWholeOrAbsent(target) && isDeepStrictEqual(dumpStore(place), before);
        return work === 'restore' ? isDeepStrictEqual(dumpStore(place), before) : hasWork(place);
      }),
    );
  }
  return tally.outcome;
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

export const killedCareWork: readonly Experiment[] = [
  killedCare('backup', 'SIGKILL at a random moment of a backup: no backup or a whole one, the database untouched'),
  killedCare('restore', 'SIGKILL at a random moment of a restoration: the old database or the backup, whole'),
  killedCare('repair', 'SIGKILL at a random moment of a repair, then a repair to the end'),
  killedCare('migrate', 'SIGKILL at a random moment of two migrations that change every row, then another start'),
];
