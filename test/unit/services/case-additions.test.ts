import { expect, it } from 'vitest';
import { type AdditionProgress, createCaseAdditions } from '#main/services/case-additions.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { caseNumberSchema, indicatorIdSchema } from '#shared/model/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const number = caseNumberSchema.parse('CASE-0001');
const addition = { number, comment: null, role: null, by: 'ana', atMs: 1 };
const ids = Array.from({ length: 1_000 }, (_, at) => indicatorIdSchema.parse(at + 1));
const find = async () => ids;

/** Takes 100 at a time, each in 150 ms. */
function setUp(atPart: (part: number) => void = () => undefined) {
  const clock = new FakeClock();
  let part = 0;
  const store = new ScriptedStore({
    writes: {
      'cases.addIndicators': ({ before }) => {
        part += 1;
        clock.advance(150);
        atPart(part);
        return {
          added: (before?.added ?? 0) + 90,
          alreadyThere: (before?.alreadyThere ?? 0) + 10,
          entryId: 7,
          taken: 100,
        };
      },
    },
  });
  const additions = createCaseAdditions({ store, clock });
  const heard: AdditionProgress[] = [];
  additions.onProgress((progress) => heard.push(progress));
  return { additions, store, heard };
}

it('tells a few times a second how far it is, and that it is over', async () => {
  const { additions, heard } = setUp();
  expect(await additions.run(addition, find, {})).toEqual({ added: 900, alreadyThere: 100 });
  const running = { number, total: 1_000, isRunning: true };
  expect(heard).toEqual([
    { number, done: 0, total: 0, isRunning: true },
    ...[200, 400, 600, 800, 1_000].map((done) => ({ ...running, done })),
    { ...running, done: 1_000, isRunning: false },
  ]);
});

it('can be ended by the number of the case, and says how many are in', async () => {
  const { additions, store, heard } = setUp((part) => {
    if (part === 3) additions.cancel(number);
  });
  await expect(additions.run(addition, find, {})).rejects.toMatchObject({
    code: 'internal.cancelled',
    message: 'Stopped: 270 are in CASE-0001, the rest is not.',
  });
  expect(store.written).toHaveLength(3);
  expect(heard.at(-1)).toEqual({ number, done: 300, total: 1_000, isRunning: false });
});

it('leaves additions to other cases alone', async () => {
  const { additions } = setUp(() => additions.cancel(caseNumberSchema.parse('CASE-0002')));
  expect(await additions.run(addition, find, {})).toMatchObject({ added: 900 });
});

it('says how many are in when it fails in the middle', async () => {
  const { additions, heard } = setUp((part) => {
    if (part === 2) throw new AppError('storage.full', 'The disk is full.', { suggestion: 'Free some space.' });
  });
  await expect(additions.run(addition, find, {})).rejects.toMatchObject({
    code: 'storage.full',
    message: 'The disk is full. 90 are in CASE-0001, the rest is not.',
    suggestion: 'Free some space.',
  });
  expect(heard.at(-1)).toMatchObject({ isRunning: false });
});

it('leaves an error as it is while nothing is in', async () => {
  const missing = new AppError('state.notFound', 'There is no case CASE-0001.');
  const { additions } = setUp(() => {
    throw missing;
  });
  await expect(additions.run(addition, find, {})).rejects.toBe(missing);
});
