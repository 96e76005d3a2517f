import { afterAll, beforeAll, expect, it } from 'vitest';
import { SearchCore } from '#main/db/engine/search-core.ts';
import type { SearchReadName } from '#main/db/operations/searches.ts';
import { tabulateOverlap } from '#main/domain/overlap.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import type { Store, StoreReads } from '#main/services/ports/store.ts';
import { Chance, fillWorld, worldNowMs } from '../../support/search-world.ts';
import {
  addConnection,
  connectionId,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestClock,
  testPaths,
  walk,
} from '../../support/store.ts';

const nowMs = worldNowMs;

let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let engine: SearchCore;

beforeAll(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder, { clock: new TestClock(nowMs) });
  await fillWorld(store, 3_000, new Chance(5));
  // A third vendor that knows some of both others, one with two accounts, and one that nobody else knows.
  await addConnection(store, 3, 'Dritte', 'tertia');
  await addConnection(store, 4, 'Vierte', 'tertia');
  const known = await store.read('indicators.search', { plan: plan(), offset: 0, limit: 150 });
  const domains = known.filter(({ type }) => type === 'domain').map(({ value }) => record(value));
  await walk(store, [{ records: [...domains, record('alone.example')] }], { connectionId: connectionId(3) });
  await walk(store, [{ records: domains.slice(0, 5) }], { connectionId: connectionId(4) });
  engine = new SearchCore(
    { dataFolder: data.folder, databaseFile: testPaths(data.folder).databaseFile },
    { onLost: () => {}, note: () => {} },
  );
  engine.fill();
}, 300_000);

afterAll(async () => {
  engine.close();
  await store.close();
  data.remove();
});

function askEngine<Name extends SearchReadName>(name: Name, input: StoreReads[Name]['input']) {
  const reply = engine.read({ name, input, nowMs, unlessDue: false });
  if (reply.kind !== 'answer') throw new Error('There is no answer.');
  return reply.output;
}

it('every cell of the overlap holds as many as its query finds, whoever counts', async () => {
  const overlap = tabulateOverlap(await store.read('indicators.vendorSets', { plan: plan() }));
  expect(tabulateOverlap(askEngine('indicators.vendorSets', { plan: plan() }))).toEqual(overlap);
  expect(overlap.indicators).toBe((await store.read('indicators.count', { plan: plan() })).value);
  expect(overlap.rows.map(({ vendor }) => vendor)).toHaveLength(3);
  const cells = overlap.rows.flatMap((row) => [row.onlyHere, ...row.cells]);
  for (const { query, count } of cells) {
    const asked = parseQuery(query, { nowMs });
    expect((await store.read('indicators.count', { plan: asked })).value, query).toBe(count);
    expect(askEngine('indicators.count', { plan: asked }).value, query).toBe(count);
  }
  // Not a table of zeros.
  expect(cells.filter(({ count }) => count > 0).length).toBeGreaterThan(8);
});
