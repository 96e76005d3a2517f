import Sqlite from 'better-sqlite3';
import { testPaths } from '../support/store.ts';
import { workKinds } from '../support/work-kinds.ts';
import { type Experiment, Tally } from './experiment.ts';
import { judge } from './judge.ts';
import { copyOf, inFolder, prepare, runAndKill } from './scene.ts';

/** An analyst's work, written piece by piece: each that was told as stored must be there, and none twice. */
export const killedWork: Experiment = {
  name: 'work killed',
  harm: 'SIGKILL at a random moment while decisions, tags, notes, queued changes and settings are acknowledged one by one',
  run: (trials, random) =>
    inFolder(async (folder) => {
      const prepared = `${folder}/prepared`;
      await prepare(prepared);
      const tally = new Tally();
      for (let trial = 0; trial < trials; trial += 1) {
        const place = copyOf(prepared, `${folder}/trial-${trial}`);
        const { wasRunning, lines } = await runAndKill('work-child.ts', [place], random() * 600);
        const one = await judge(place, wasRunning, () => true);
        tally.add({ ...one, ...compare(lines, countWork(place)) });
      }
      return tally.outcome;
    }),
};

/** One more than was told may be there of each kind: it was committed, and could not be told any more. */
function compare(lines: readonly string[], found: ReadonlyMap<string, number>): { lost: number; different: number } {
  let [lost, different] = [0, 0];
  for (const { kind } of workKinds) {
    const told = lines.filter((line) => line === `stored ${kind}`).length;
    const there = found.get(kind) ?? 0;
    lost += Math.max(0, told - there);
    if (there > told + 1) different += 1;
  }
  return { lost, different };
}

function countWork(folder: string): ReadonlyMap<string, number> {
  const database = new Sqlite(testPaths(folder).databaseFile, { readonly: true });
  try {
    return new Map(workKinds.map(({ kind, count }) => [kind, Number(database.prepare(count).pluck().get())]));
  } finally {
    database.close();
  }
}
