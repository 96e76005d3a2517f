import { expect, it } from 'vitest';
import type { SearchService } from '#main/services/search-service.ts';
import type { SettingsService } from '#main/services/settings-service.ts';
import { createTriageService } from '#main/services/triage-service.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type IndicatorId, indicatorIdSchema } from '#shared/model/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const listIds = (count: number): IndicatorId[] =>
  Array.from({ length: count }, (_, at) => indicatorIdSchema.parse(at + 1));

/** @param refused which calls of each write fail, counted from 1. */
function setUp(count: number, refused: { readonly append?: number; readonly revert?: number } = {}) {
  const clock = new FakeClock();
  const calls = { append: 0, revert: 0 };
  const answer = <Output>(name: keyof typeof calls, output: Output): Output => {
    calls[name] += 1;
    if (calls[name] === refused[name]) throw new AppError('storage.busy', 'Another program writes.');
    return output;
  };
  const store = new ScriptedStore({
    writes: {
      'triage.append': ({ ids }) => answer('append', { changed: ids.length }),
      'triage.revert': ({ ids }) => answer('revert', { restored: ids.length - 1, kept: 1 }),
    },
  });
  const search = { resolve: async () => listIds(count) } as unknown as SearchService;
  const settings = { get: async () => ({ analystName: 'ana' }) } as unknown as SettingsService;
  return { clock, store, triage: createTriageService({ store, clock, search, settings }) };
}

const everything = { selection: { query: '' } };

it('takes a decision back batch by batch, once', async () => {
  const { clock, store, triage } = setUp(4_500);
  const atMs = clock.nowMs();
  const { changed, undo } = await triage.apply({ ...everything, verdict: 'malicious' });
  expect(changed).toBe(4_500);
  clock.advance(1_000);
  expect(await triage.undo(undo ?? 0)).toEqual({ restored: 4_497, kept: 3 });
  const reverts = store.written.filter(({ name }) => name === 'triage.revert').map(({ input }) => input);
  expect(reverts).toHaveLength(3);
  expect(reverts[0]).toMatchObject({ decision: { by: 'ana', atMs }, by: 'ana', atMs: atMs + 1_000 });
  await expect(triage.undo(undo ?? 0)).rejects.toMatchObject({ code: 'state.notFound' });
});

it('goes on with the rest when taking back was broken off', async () => {
  const { triage } = setUp(4_500, { revert: 2 });
  const { undo } = await triage.apply({ ...everything, verdict: 'malicious' });
  await expect(triage.undo(undo ?? 0)).rejects.toMatchObject({ code: 'storage.busy' });
  expect(await triage.undo(undo ?? 0)).toEqual({ restored: 2_498, kept: 2 });
  await expect(triage.undo(undo ?? 0)).rejects.toMatchObject({ code: 'state.notFound' });
});

it('leaves nothing half decided: what was decided before it failed is taken back', async () => {
  const { clock, store, triage } = setUp(4_500, { append: 3 });
  await expect(triage.apply({ ...everything, verdict: 'malicious' })).rejects.toMatchObject({ code: 'storage.busy' });
  const reverts = store.written.filter(({ name }) => name === 'triage.revert').map(({ input }) => input);
  const decision = { by: 'ana', atMs: clock.nowMs() };
  expect(reverts).toMatchObject([
    { ids: listIds(2_000), decision },
    { ids: listIds(4_000).slice(2_000), decision },
  ]);
});

it('tells what stands when not even that can be taken back', async () => {
  const { triage } = setUp(4_500, { append: 3, revert: 1 });
  await expect(triage.apply({ ...everything, verdict: 'malicious' })).rejects.toMatchObject({
    code: 'storage.busy',
    message: 'Another program writes. 4,000 of 4,500 indicators are decided already.',
  });
});

it('has nothing to take back of a note, and of nothing', async () => {
  expect((await setUp(3).triage.apply({ ...everything, note: 'seen' })).undo).toBeNull();
  expect((await setUp(0).triage.apply({ ...everything, verdict: 'benign' })).undo).toBeNull();
});

it('forgets the oldest decisions when they are many, never the last one', async () => {
  const { triage } = setUp(1_500_000);
  const first = (await triage.apply({ ...everything, state: 'reviewed' })).undo ?? 0;
  const second = (await triage.apply({ ...everything, state: 'new' })).undo ?? 0;
  await expect(triage.undo(first)).rejects.toMatchObject({ code: 'state.notFound' });
  expect(await triage.undo(second)).toMatchObject({ kept: 750 });
});
