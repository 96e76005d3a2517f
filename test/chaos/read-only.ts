import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { openTestStore, testPaths } from '../support/store.ts';
import { dumpStore } from '../support/store-contents.ts';
import { runNodeUnprivileged } from '../support/unprivileged.ts';
import { openWork } from '../support/work-kinds.ts';
import type { Experiment, Outcome } from './experiment.ts';
import { judge } from './judge.ts';
import { onCopies, prepare } from './scene.ts';

const troubleChild = fileURLToPath(new URL('../support/trouble-child.ts', import.meta.url));

/** What may not be written. */
const closed = [
  { file: 0o444, folder: 0o555 },
  { file: 0o444, folder: 0o700 },
] as const;

const sentence = 'refused storage.readOnly: The database cannot be written: its file or folder is read-only.';

/** A data folder that has become read-only: it can be searched, and nothing in it is changed. */
export const readOnly: Experiment = {
  name: 'read-only',
  harm: 'The database, or its folder too, read-only: every answer is right, every write says so, no byte changes, and later it goes on',
  counts: 'every trial',
  run: (wanted) =>
    onCopies(wanted, {
      setUp: async (prepared) => {
        await prepare(prepared);
        await openCase(prepared);
        return dumpStore(prepared);
      },
      attempt: (place, expected, trial) => attempt(place, closed[trial % closed.length] ?? closed[0], expected),
    }),
};

async function openCase(folder: string): Promise<void> {
  const store = await openTestStore('inline', folder);
  await openWork(store);
  await store.close();
}

async function attempt(place: string, modes: (typeof closed)[number], expected: unknown): Promise<Partial<Outcome>> {
  const { databaseFile } = testPaths(place);
  const leases = `${place}/leases`;
  if (!existsSync(leases)) mkdirSync(leases, { mode: 0o700 });
  const before = digestOf(databaseFile);
  chmodSync(databaseFile, modes.file);
  for (const folder of [leases, place]) chmodSync(folder, modes.folder);
  const lines = runNodeUnprivileged([troubleChild, place, 'mode']).split('\n');
  for (const folder of [place, leases]) chmodSync(folder, 0o700);
  const after = digestOf(databaseFile);
  chmodSync(databaseFile, 0o600);
  const refusals = lines.filter((line) => line.startsWith('refused'));
  const isRight = lines.includes('done') && !lines.some((line) => line === 'wrong' || line.startsWith('stored'));
  return judge(
    place,
    refusals.length > 0,
    () =>
      isRight &&
      after === before &&
      refusals.every((line) => line === sentence) &&
      isDeepStrictEqual(dumpStore(place), expected),
  );
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
