import { describe, expect, it } from 'vitest';
import { type AdditionProgress, createCaseAdditions } from '#main/services/case-additions.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type CaseMemberId, caseMemberIdSchema, caseNumberSchema, indicatorIdSchema } from '#shared/model/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const number = caseNumberSchema.parse('CASE-0001');
const addition = { number, comment: null, role: null, by: 'ana', atMs: 1 };
const ids = Array.from({ length: 1_000 }, (_, at) => indicatorIdSchema.parse(at + 1));
const find = async () => ids;
const [first, last] = [11, 15].map((id) => caseMemberIdSchema.parse(id)) as [CaseMemberId, CaseMemberId];
const places = { first, last };

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
          places,
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
  expect(await additions.run(addition, find, {})).toEqual({ added: 900, alreadyThere: 100, isStopped: false, undo: 1 });
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
  expect(await additions.run(addition, find, {})).toEqual({ added: 270, alreadyThere: 30, isStopped: true, undo: 1 });
  expect(store.written).toHaveLength(3);
  expect(heard.at(-1)).toEqual({ number, done: 300, total: 1_000, isRunning: false });
});

it('can be ended by who watches it, who is told how many are in', async () => {
  const watcher = new AbortController();
  const { additions } = setUp((part) => {
    if (part === 3) watcher.abort();
  });
  await expect(additions.run(addition, find, { signal: watcher.signal })).rejects.toMatchObject({
    code: 'internal.cancelled',
    message: 'Stopped: 270 are in CASE-0001, the rest is not.',
  });
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

describe('taking an addition back', () => {
  const signed = { by: 'bob', atMs: 9 };

  /** Takes out two at a time of five; the given part fails the first time. */
  function setUpRemoval(failing = 0) {
    const asked: unknown[] = [];
    let fails = failing;
    const store = new ScriptedStore({
      writes: {
        'cases.addIndicators': () => ({ added: 5, alreadyThere: 0, entryId: 7, places, taken: 1_000 }),
        'cases.removeAddition': (input) => {
          asked.push(input);
          const before = input.before?.removed ?? 0;
          if (before > 0 && fails > 0) {
            fails -= 1;
            throw new AppError('storage.busy', 'Another Sightline is writing.');
          }
          const removed = Math.min(before + 2, 5);
          return { removed, entryId: 8, lastId: removed, ids: ids.slice(before, removed) };
        },
      },
    });
    return { additions: createCaseAdditions({ store, clock: new FakeClock() }), asked };
  }

  it('goes on until nothing of it is left, under one entry, and only once', async () => {
    const { additions, asked } = setUpRemoval();
    const { undo } = await additions.run(addition, find, {});
    expect(await additions.undo(undo ?? 0, signed)).toEqual({ removed: 5 });
    const ref = { number, addedAtMs: 1, places, ...signed };
    expect(asked).toEqual([
      { ...ref, before: undefined },
      ...[2, 4, 5].map((removed) => ({ ...ref, before: { removed, entryId: 8, lastId: removed } })),
    ]);
    await expect(additions.undo(undo ?? 0, signed)).rejects.toMatchObject({ code: 'state.notFound' });
  });

  it('can be asked for again when it failed in between', async () => {
    const { additions } = setUpRemoval(1);
    const { undo } = await additions.run(addition, find, {});
    await expect(additions.undo(undo ?? 0, signed)).rejects.toMatchObject({ code: 'storage.busy' });
    expect(await additions.undo(undo ?? 0, signed)).toMatchObject({ removed: 5 });
  });

  it('knows the last hundred', async () => {
    const { additions } = setUpRemoval();
    for (let made = 0; made < 101; made += 1) await additions.run(addition, find, {});
    await expect(additions.undo(1, signed)).rejects.toMatchObject({ code: 'state.notFound' });
    expect(await additions.undo(2, signed)).toMatchObject({ removed: 5 });
  });
});
