import { copyFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { testPaths } from '../support/store.ts';
import { dumpStore } from '../support/store-contents.ts';
import type { Experiment, Outcome } from './experiment.ts';
import { onCopies, prepare, requireIntegrity, runAndKill, startAfterwards } from './scene.ts';
import { countWork } from './work.ts';

/** Another program changes the files of a database under the program that has it open. */
interface Meddling {
  readonly what: 'cutFile' | 'cutLog' | 'exchange';
  readonly name: string;
  readonly harm: string;
}

function meddledFiles({ what, name, harm }: Meddling): Experiment {
  return {
    name,
    harm,
    counts: 'every trial',
    run: (wanted, random) =>
      onCopies(wanted, {
        setUp: async (prepared) => {
          await prepare(prepared);
          const { databaseFile } = testPaths(prepared);
          copyFileSync(databaseFile, `${prepared}/older.copy`);
          return dumpStore(prepared);
        },
        attempt: async (place, older) => {
          const seed = String(Math.floor(random() * 1_000_000));
          const { lines } = await runAndKill('meddled-child.ts', [place, what, seed], null);
          return judgeMeddled({ place, lines, what, replacement: what === 'exchange' ? older : undefined });
        },
      }),
  };
}

interface Trial {
  readonly place: string;
  readonly lines: readonly string[];
  readonly what: Meddling['what'];
  /** What the file holds that was put in the place of the database. */
  readonly replacement: unknown;
}

async function judgeMeddled({ place, lines, what, replacement }: Trial): Promise<Partial<Outcome>> {
  const after = lines.slice(lines.indexOf('harm'));
  const refusals = after.filter((line) => line.startsWith('refused'));
  const isSaid = refusals.length > 0 && refusals.every((line) => line === 'refused storage.corrupt');
  const isHonest = isSaid && lines.includes('done') && !lines.includes('wrong');
  const told = (kind: string, some: readonly string[]): number =>
    some.filter((line) => line === `stored ${kind}`).length;
  try {
    const slowestStartMs = await startAfterwards(place);
    requireIntegrity(place);
    const isReplacement = replacement === undefined || isDeepStrictEqual(dumpStore(place), replacement);
    // What was told before the harm goes with what was cut off; what was told after it must be there, with all before it.
    const lost = [...countWork(place)].filter(
      ([kind, there]) => told(kind, after) > 0 && there < told(kind, lines),
    ).length;
    return { hits: isSaid ? 1 : 0, lost, slowestStartMs, different: isHonest && isReplacement ? 0 : 1 };
  } catch {
    // That a file which lacks its end is damaged is said; the others are whole.
    return { hits: isSaid ? 1 : 0, corrupt: what === 'cutFile' ? 0 : 1, different: isHonest ? 0 : 1 };
  }
}

export const meddling: readonly Experiment[] = [
  meddledFiles({
    what: 'cutFile',
    name: 'file cut off under a running program',
    harm: 'The database cut off at a random place while work goes on: from then on `storage.corrupt`, no answer that is wrong, no piece told as stored that is not; afterwards damage is named',
  }),
  meddledFiles({
    what: 'cutLog',
    name: 'log cut off under a running program',
    harm: 'The write-ahead log cut off likewise: from then on `storage.corrupt`, and the commits before the cut stay, whole',
  }),
  meddledFiles({
    what: 'exchange',
    name: 'file replaced under a running program',
    harm: 'An older copy put in the place of the database likewise: nothing is stored into the file that has no name any more, the copy is not mixed with its log',
  }),
];
