import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHandle } from '#main/db/connection.ts';
import type { Store } from '#main/services/ports/store.ts';
import { createSavedSearchService, type SavedSearchService } from '#main/services/saved-search-service.ts';
import {
  addConnection,
  connectionId,
  makeDataFolder,
  openTestStore,
  record,
  TestClock,
  TestLogger,
  testPaths,
  walk,
} from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let clock: TestClock;
let searches: SavedSearchService;

beforeEach(async () => {
  data = makeDataFolder();
  clock = new TestClock();
  store = await openTestStore('inline', data.folder, { clock });
  searches = createSavedSearchService({ store, clock, logger: new TestLogger() });
  await addConnection(store);
});
afterEach(async () => {
  await store.close();
  data.remove();
});

const shownColumns = [
  { id: 'value', width: 320, pinned: true },
  { id: 'recordSeverity', width: null, pinned: false },
];
const arrive = (...values: readonly string[]) => walk(store, [{ records: values.map((value) => record(value)) }]);
const news = async () => (await searches.list()).map(({ name, newCount }) => [name, newCount]);

it('counts what came since a search was last looked at, and only what it finds', async () => {
  await arrive('old.evil.example');
  await searches.save({ name: 'Evil', query: 'under:evil.example sort:-last_seen', columns: shownColumns });
  await searches.save({ name: 'all', query: '', columns: null });
  expect(await news()).toEqual([
    ['all', 0],
    ['Evil', 0],
  ]);
  await arrive('new.evil.example', 'other.example');
  // An indicator that is told of once more is not new.
  await arrive('old.evil.example');
  expect(await news()).toEqual([
    ['all', 2],
    ['Evil', 1],
  ]);
  clock.advance(1_000);
  expect(await searches.look('EVIL')).toEqual({
    name: 'Evil',
    query: 'under:evil.example sort:-last_seen',
    columns: shownColumns,
    createdAtMs: clock.nowMs() - 1_000,
    lookedAtMs: clock.nowMs() - 1_000,
    newCount: 1,
  });
  expect(await news()).toEqual([
    ['all', 2],
    ['Evil', 0],
  ]);
});

it('replaces a search of the same name, whatever its case, and forgets one', async () => {
  await searches.save({ name: 'Größe', query: 'type:url', columns: null });
  await searches.save({ name: 'GRÖSSE', query: 'type:ipv4', columns: null });
  await searches.save({ name: ' größe ', query: 'type:domain', columns: null });
  expect((await searches.list()).map(({ name, query }) => [name, query])).toEqual([
    ['GRÖSSE', 'type:ipv4'],
    ['größe', 'type:domain'],
  ]);
  await searches.remove('Größe');
  expect((await searches.list()).map(({ name }) => name)).toEqual(['GRÖSSE']);
  await expect(searches.remove('größe')).rejects.toMatchObject({ code: 'state.notFound' });
  await expect(searches.look('größe')).rejects.toMatchObject({ code: 'state.notFound' });
});

it('refuses a query that cannot be read, with the column', async () => {
  await expect(searches.save({ name: 'x', query: 'type:url tpye:x', columns: null })).rejects.toMatchObject({
    code: 'input.invalid',
    column: 10,
  });
  await expect(searches.save({ name: ' ', query: '', columns: null })).rejects.toMatchObject({ code: 'input.invalid' });
});

it('says that news cannot be counted where a query is of another version', async () => {
  await store.write('searches.save', { name: 'later', query: 'colour:red', columns: null, atMs: 1 });
  expect(await news()).toEqual([['later', null]]);
});

it('counts what comes after a purge, which gives the numbers of indicators out again', async () => {
  await arrive('a.example', 'b.example', 'c.example');
  await searches.save({ name: 'all', query: '', columns: null });
  await store.write('connections.remove', { id: connectionId(1), purge: true, atMs: clock.nowMs() });
  await store.write('store.maintain', null);
  await addConnection(store, 2);
  await walk(store, [{ records: [record('d.example')] }], { connectionId: connectionId(2) });
  expect(await news()).toEqual([['all', 1]]);
});

it('remembers each query once, the newest first, and no slips', async () => {
  for (const query of ['type:url', 'tag:c2', '', 'tpye:x', '  type:url ']) {
    clock.advance(1_000);
    searches.remember(query);
  }
  const asked = await searches.history();
  expect(asked.map(({ query }) => query)).toEqual(['type:url', 'tag:c2']);
  expect(asked[0]?.askedAtMs).toBe(clock.nowMs());
});

it('reads columns that an older version kept by their ids alone', async () => {
  await searches.save({ name: 'old', query: '', columns: shownColumns });
  const database = openHandle(testPaths(data.folder).databaseFile);
  database.prepare('UPDATE saved_search SET columns = ?').run('["value","score"]');
  database.close();
  expect((await searches.list())[0]?.columns).toEqual([
    { id: 'value', width: null, pinned: false },
    { id: 'score', width: null, pinned: false },
  ]);
});
