import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '#main/db/worker-gateway.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import type { Store } from '#main/services/ports/store.ts';
import { Chance, fillWorld, worldNowMs } from '../../support/search-world.ts';
import {
  addConnection,
  detailOf,
  makeDataFolder,
  openTestStore,
  record,
  TestClock,
  TestLogger,
  testPaths,
  walk,
} from '../../support/store.ts';

const clock = new TestClock(worldNowMs);
const mortal = new URL('../../support/search-mortal.ts', import.meta.url);

let data: ReturnType<typeof makeDataFolder>;
let logger: TestLogger;
const open: Store[] = [];

beforeEach(() => {
  data = makeDataFolder();
  logger = new TestLogger();
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  data.remove();
});

/** A store whose engine is wanted from so many indicators on. */
async function openWithEngine(engineFrom: number): Promise<Store> {
  const paths = { ...testPaths(data.folder), searchEntry: mortal };
  const store = await openStore({ paths, clock, logger, engineFrom });
  open.push(store);
  return store;
}

async function openOther(): Promise<Store> {
  const store = await openTestStore('inline', data.folder, { clock });
  open.push(store);
  return store;
}

const happened = (event: string) => logger.entries.some((entry) => entry.event === event);

async function waitFor(event: string): Promise<void> {
  await expect.poll(() => happened(event), { timeout: 50_000 }).toBe(true);
}

const planOf = (query: string) => parseQuery(query, { nowMs: worldNowMs });

async function find(store: Store, query: string): Promise<string[]> {
  const rows = await store.read('indicators.search', { plan: planOf(query), offset: 0, limit: 200 });
  return rows.map(({ value }) => value);
}

describe('a store with the search engine', () => {
  it('starts it in the background of a large cache only', async () => {
    await fillWorld(await openOther(), 300, new Chance(1));
    const small = await openWithEngine(100_000);
    expect((await find(small, '')).length).toBe(200);
    const large = await openWithEngine(100);
    expect((await find(large, '')).length).toBe(200);
    await waitFor('search.ready');
    expect(logger.entries.filter(({ event }) => event === 'search.ready')).toHaveLength(1);
  });

  it('is waited for by the counts beside a result, which would take a reader for seconds', async () => {
    await fillWorld(await openOther(), 300, new Chance(1));
    const store = await openWithEngine(1);
    const facets = await store.read('indicators.facets', { plan: planOf('') });
    expect(happened('search.ready')).toBe(true);
    expect(Object.keys(facets)).toContain('type');
  });

  it('finds at once what was written, here or by another process', async () => {
    const other = await openOther();
    await fillWorld(other, 300, new Chance(1));
    const store = await openWithEngine(1);
    expect(await find(store, 'brand-new')).toEqual([]);
    await waitFor('search.ready');
    await walk(other, [{ records: [record('brand-new.example', { tags: ['fresh'] })] }]);
    expect(await find(store, 'brand-new')).toEqual(['brand-new.example']);
    const { id } = await detailOf(other, 'brand-new.example');
    const change = { verdict: 'malicious', note: 'caught by hand', by: 'ana', atMs: worldNowMs } as const;
    await store.write('triage.append', { ids: [id], change });
    expect(await find(store, 'tag:fresh verdict:malicious')).toEqual(['brand-new.example']);
    expect(await find(store, 'by hand')).toEqual(['brand-new.example']);
    const tags = { add: ['My Campaign'], remove: [], by: 'ana', atMs: worldNowMs };
    await other.write('tags.change', { ids: [id], change: tags });
    expect(await find(store, 'tag:"my campaign"')).toEqual(['brand-new.example']);
    await other.write('connections.update', { id: await idOfConnection(other, 'Main'), name: 'Renamed' });
    expect(await find(store, 'connection:renamed tag:fresh')).toEqual(['brand-new.example']);
    expect(await find(store, 'connection:main')).toEqual([]);
  });

  it('says what has expired at the moment of asking', async () => {
    const moving = new TestClock(worldNowMs);
    const paths = { ...testPaths(data.folder), searchEntry: mortal };
    const store = await openStore({ paths, clock: moving, logger, engineFrom: 1 });
    open.push(store);
    await addConnection(store);
    await walk(store, [{ records: [record('brief.example', { score: 90, expiresAtMs: worldNowMs + 1_000 })] }]);
    expect(await find(store, 'is:expired')).toEqual([]);
    await waitFor('search.ready');
    expect(await find(store, '-is:expired')).toEqual(['brief.example']);
    moving.advance(1_000);
    expect(await find(store, 'is:expired')).toEqual(['brief.example']);
    expect(await find(store, '-is:expired')).toEqual([]);
  });

  it('answers by SQL when the engine dies over a question', async () => {
    await fillWorld(await openOther(), 300, new Chance(1));
    const store = await openWithEngine(1);
    expect(await find(store, 'die-now')).toEqual([]);
    await waitFor('search.ready');
    expect(await find(store, 'die-now')).toEqual([]);
    await waitFor('search.ended');
    expect((await find(store, '')).length).toBe(200);
  });

  it('stops a question that is taken back, and answers the next one', async () => {
    await fillWorld(await openOther(), 300, new Chance(1));
    const store = await openWithEngine(1);
    await find(store, '');
    await waitFor('search.ready');
    const controller = new AbortController();
    const plan = planOf('wait-until-stopped');
    const older = store.read('indicators.count', { plan }, { signal: controller.signal });
    const newer = store.read('indicators.count', { plan: planOf('') });
    controller.abort();
    await expect(older).rejects.toMatchObject({ code: 'internal.cancelled' });
    expect((await newer).value).toBeGreaterThan(0);
    await expect(store.read('indicators.count', { plan }, { signal: controller.signal })).rejects.toMatchObject({
      code: 'internal.cancelled',
    });
    expect(happened('search.ended')).toBe(false);
  });

  it('refuses what SQL refuses, in the same words', async () => {
    await fillWorld(await openOther(), 300, new Chance(1));
    const store = await openWithEngine(1);
    const long = { plan: planOf(`value:*${'x'.repeat(60_000)}*`) };
    const refusal = expect.objectContaining({ code: 'input.tooLarge', message: 'The pattern is too long.' });
    await expect(store.read('indicators.count', long)).rejects.toEqual(refusal);
    await waitFor('search.ready');
    await expect(store.read('indicators.count', long)).rejects.toEqual(refusal);
  });

  it('closes with the engine running', async () => {
    await fillWorld(await openOther(), 300, new Chance(1));
    const store = await openWithEngine(1);
    await find(store, '');
    await waitFor('search.ready');
    await store.close();
    expect(happened('search.ended')).toBe(false);
    await expect(find(store, '')).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

async function idOfConnection(store: Store, name: string) {
  const found = (await store.read('connections.list', null)).find((one) => one.name === name);
  if (found === undefined) throw new Error('There is no such connection.');
  return found.id;
}
