import { expect, it } from 'vitest';
import type { SearchService } from '#main/services/search-service.ts';
import type { SettingsService } from '#main/services/settings-service.ts';
import { createTriageService } from '#main/services/triage-service.ts';
import { type IndicatorId, indicatorIdSchema } from '#shared/model/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const listIds = (count: number): IndicatorId[] =>
  Array.from({ length: count }, (_, at) => indicatorIdSchema.parse(at + 1));

function setUp(count: number) {
  const clock = new FakeClock();
  const store = new ScriptedStore({
    writes: {
      'triage.append': ({ ids }) => ({ changed: ids.length }),
      'triage.revert': ({ ids }) => ({ restored: ids.length - 1, kept: 1 }),
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
