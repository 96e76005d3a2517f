import { isDeepStrictEqual } from 'node:util';
import Sqlite from 'better-sqlite3';
import { addConnection, openTestStore, testPaths } from '../support/store.ts';
import { dumpStore } from '../support/store-contents.ts';
import { type Experiment, type Outcome, type Random, Tally } from './experiment.ts';
import { judge } from './judge.ts';
import { copyOf, inFolder, runAndKill } from './scene.ts';

/** Two syncs and a writer of settings in one data folder, in processes of their own; the writer is killed. */
export const twoProcesses: Experiment = {
  name: 'processes at once',
  harm: 'Two syncs beside a process that stores settings and is killed: both get through, what was told as stored is there',
  counts: 'hits',
  run: (wanted, random) =>
    inFolder(async (folder) => {
      const prepared = `${folder}/prepared`;
      const store = await openTestStore('inline', prepared);
      for (const n of [1, 2]) await addConnection(store, n);
      await store.close();
      const calm = copyOf(prepared, `${folder}/calm`);
      for (const n of ['1', '2']) await runAndKill('store-child.ts', [calm, 'sync', n], null);
      const expected = contentsOf(calm);
      const tally = new Tally();
      while (tally.outcome.hits < wanted && tally.outcome.trials < 20 + 5 * wanted) {
        tally.add(await attempt(copyOf(prepared, `${folder}/trial-${tally.outcome.trials}`), expected, random));
      }
      return tally.outcome;
    }),
};

async function attempt(place: string, expected: unknown, random: Random): Promise<Partial<Outcome>> {
  const [writer, ...syncs] = await Promise.all([
    runAndKill('store-child.ts', [place, 'write'], { afterMs: random() * 1_000 }),
    runAndKill('store-child.ts', [place, 'sync', '1'], null),
    runAndKill('store-child.ts', [place, 'sync', '2'], null),
  ]);
  const areDone = syncs.every(({ lines }) => lines.includes('done'));
  const found = await judge(place, writer.wasRunning, () => areDone && isDeepStrictEqual(contentsOf(place), expected));
  const told = writer.lines.length;
  const there = countSettings(place);
  return { ...found, lost: Math.max(0, told - there), different: there > told + 1 ? 1 : (found.different ?? 0) };
}

function countSettings(folder: string): number {
  const database = new Sqlite(testPaths(folder).databaseFile, { readonly: true });
  try {
    return Number(database.prepare("SELECT count(*) FROM setting WHERE name GLOB 'n[0-9]*'").pluck().get());
  } finally {
    database.close();
  }
}

/** Without what depends on which of the two began or ended first. */
function contentsOf(folder: string): unknown {
  const { positions, lastRun: _run, rejected: _rejected, ...rest } = dumpStore(folder);
  return { ...rest, positions: positions.map((row) => JSON.stringify(row)).toSorted() };
}
