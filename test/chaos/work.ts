import Sqlite from 'better-sqlite3';
import { fatalPoint } from '../support/fatal-point.ts';
import { testPaths } from '../support/store.ts';
import { workKinds } from '../support/work-kinds.ts';
import type { Outcome } from './experiment.ts';
import { judge } from './judge.ts';
import type { KilledWork } from './killed-work.ts';
import { copyOf, prepare, runAndKill } from './scene.ts';

/** An analyst's work, written piece by piece: each that was told as stored must be there, and none twice. */
export const analystWork: KilledWork = {
  name: 'work',
  what: 'decisions, tags, notes, queued changes and settings that are acknowledged one by one',
  points: workKinds.flatMap(({ table }) => [
    fatalPoint(`before commit of ${table}`),
    fatalPoint(`after commit of ${table}`),
    fatalPoint(`after commit of ${table} 3`),
  ]),
  prepare: async (folder) => {
    const prepared = `${folder}/prepared`;
    await prepare(prepared);
    return {
      // It goes on until it is ended.
      durationMs: 600,
      attempt: async (place, ending) => {
        copyOf(prepared, place);
        const { wasRunning, lines } = await runAndKill('work-child.ts', [place], ending);
        const one = await judge(place, wasRunning, () => true);
        return { ...one, ...compareWork(place, lines, 1) };
      },
    };
  },
};

/**
 * Compares what was told as stored with what is there. Of a process that was killed, one more of each kind may be there: it was
 * committed, and could not be told any more.
 */
export function compareWork(
  folder: string,
  lines: readonly string[],
  untold: 0 | 1,
): Pick<Outcome, 'lost' | 'different'> {
  const found = countWork(folder);
  let [lost, different] = [0, 0];
  for (const { kind } of workKinds) {
    const told = lines.filter((line) => line === `stored ${kind}`).length;
    const there = found.get(kind) ?? 0;
    lost += Math.max(0, told - there);
    if (there > told + untold) different += 1;
  }
  return { lost, different };
}

/** How many pieces of each kind are there. */
export function countWork(folder: string): ReadonlyMap<string, number> {
  const database = new Sqlite(testPaths(folder).databaseFile, { readonly: true });
  try {
    return new Map(workKinds.map(({ kind, count }) => [kind, Number(database.prepare(count).pluck().get())]));
  } finally {
    database.close();
  }
}
