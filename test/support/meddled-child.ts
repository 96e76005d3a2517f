/**
 * Work while another program meddles with the files of the database: `node meddled-child.ts <folder> <cutFile|cutLog|exchange> <seed>`.
 * Says `stored <kind>` or `refused <code>` of each piece, `same`, `wrong` or `refused <code>` of each answer, `harm` at the moment
 * of it, and `done`.
 */
import { copyFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '#shared/errors/app-error.ts';
import { createRandom } from '../chaos/experiment.ts';
import { openTestStore, plan, testPaths } from './store.ts';
import { openWork, workKinds } from './work-kinds.ts';

const rounds = 6;
const [folder = '', what = '', seed = '1'] = process.argv.slice(2);
const random = createRandom(Number(seed));
const { databaseFile } = testPaths(folder);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const tellRefusal = (error: unknown): void =>
  say(
    error instanceof AppError && error.suggestion !== undefined
      ? `refused ${error.code}`
      : `refused otherwise: ${String(error)}`,
  );

say('begun');
const place = await openWork(await openTestStore('worker', folder));
const { store } = place;
/** Of what the pieces do not change. */
const questions = [
  () => store.read('indicators.count', { plan: plan() }),
  () => store.read('indicators.detail', { type: 'domain', value: 'known-1499.example' }),
  () => store.read('indicators.detail', { type: 'domain', value: 'known-700.example' }),
];
const expected: unknown[] = [];
for (const ask of questions) expected.push(await ask());

const harms: Readonly<Record<string, () => void>> = {
  cutFile: () => truncateSync(databaseFile, Math.floor(statSync(databaseFile).size * random())),
  cutLog: () => truncateSync(`${databaseFile}-wal`, Math.floor(statSync(`${databaseFile}-wal`).size * random())),
  exchange: () => {
    copyFileSync(`${folder}/older.copy`, `${folder}/newer.copy`);
    renameSync(`${folder}/newer.copy`, databaseFile);
  },
};
const harmed = 1 + Math.floor(random() * (rounds - 2));
for (let round = 0; round < rounds; round += 1) {
  if (round === harmed) {
    say('harm');
    harms[what]?.();
  }
  for (const kind of workKinds) {
    await kind.store(place, round).then(() => say(`stored ${kind.kind}`), tellRefusal);
  }
  for (const [n, ask] of questions.entries()) {
    await ask().then((answer) => say(isDeepStrictEqual(answer, expected[n]) ? 'same' : 'wrong'), tellRefusal);
  }
}
await store.close().catch(tellRefusal);
say('done');
