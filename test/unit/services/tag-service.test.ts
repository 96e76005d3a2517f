import { expect, it } from 'vitest';
import type { SearchService } from '#main/services/search-service.ts';
import type { SettingsService } from '#main/services/settings-service.ts';
import { createTagService } from '#main/services/tag-service.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type IndicatorId, indicatorIdSchema } from '#shared/model/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const listIds = (count: number): IndicatorId[] =>
  Array.from({ length: count }, (_, at) => indicatorIdSchema.parse(at + 1));

/** @param failing which call that puts tags on fails, counted from 1. */
function setUp(count: number, failing = 0) {
  const clock = new FakeClock();
  let calls = 0;
  const store = new ScriptedStore({
    reads: {
      'tags.count': ({ ids }) => [
        { name: 'both', count: ids.length },
        { name: `from ${ids[0]}`, count: 1 },
      ],
      'tags.known': () => [{ name: 'both', count: 3 }],
    },
    writes: {
      'tags.change': ({ ids }) => {
        calls += 1;
        if (calls === failing) throw new AppError('storage.busy', 'Another program writes.');
        return { changed: ids.length };
      },
      'tags.revert': ({ ids }) => ({ restored: ids.length, kept: 0 }),
    },
  });
  const search = { resolve: async () => listIds(count) } as unknown as SearchService;
  const settings = { get: async () => ({ analystName: 'ana' }) } as unknown as SettingsService;
  const desk = { known: async () => listIds(2) };
  return { clock, store, tags: createTagService({ store, clock, search, settings, desk }) };
}

const all = { selection: { query: '' } };

it('tags in batches under one name and moment, and takes all of them back at once', async () => {
  const { clock, store, tags } = setUp(1_100);
  const tagging = { by: 'ana', atMs: clock.nowMs() };
  const { changed, undo } = await tags.change({ ...all, add: ['One', 'ONE', 'two'], remove: ['three'] });
  expect(changed).toBe(1_100);
  expect(store.written.map(({ input }) => input)).toMatchObject(
    [0, 500, 1_000].map((start) => ({
      ids: listIds(1_100).slice(start, start + 500),
      change: { add: ['One', 'two'], remove: ['three'], ...tagging },
    })),
  );
  clock.advance(5);
  expect(await tags.undo(undo ?? 0)).toEqual({ restored: 1_100, kept: 0 });
  const reverts = store.written.filter(({ name }) => name === 'tags.revert').map(({ input }) => input);
  expect(reverts).toHaveLength(3);
  expect(reverts[0]).toMatchObject({ tagging, by: 'ana', atMs: tagging.atMs + 5 });
  await expect(tags.undo(undo ?? 0)).rejects.toMatchObject({
    code: 'state.notFound',
    message: 'This tagging cannot be taken back any more.',
  });
});

it('leaves nothing half tagged', async () => {
  const { store, tags } = setUp(1_100, 2);
  await expect(tags.change({ ...all, add: ['x'], remove: [] })).rejects.toMatchObject({ code: 'storage.busy' });
  const reverts = store.written.filter(({ name }) => name === 'tags.revert');
  expect(reverts.map(({ input }) => input)).toMatchObject([{ ids: listIds(500) }]);
});

it('refuses nothing at all, and one tag both ways', async () => {
  const { tags } = setUp(1);
  await expect(tags.change({ ...all, add: [], remove: [] })).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(tags.change({ ...all, add: ['One'], remove: ['oNE'] })).rejects.toMatchObject({
    code: 'input.invalid',
    message: 'A tag cannot be added and removed at once.',
  });
});

it('counts tags over all that is meant, the most frequent first', async () => {
  const { tags } = setUp(12_000);
  expect(await tags.count({ query: '' })).toEqual({
    total: 12_000,
    tags: [
      { name: 'both', count: 12_000 },
      { name: 'from 1', count: 1 },
      { name: 'from 10001', count: 1 },
      { name: 'from 5001', count: 1 },
    ],
  });
});

it('asks a look-up for what is known only: a look makes nothing', async () => {
  const { store, tags } = setUp(9);
  const lookup = { id: 1, indexes: null, statuses: [], types: [] };
  expect(await tags.count({ lookup })).toMatchObject({ total: 2 });
  expect(store.written).toEqual([]);
});
