/** Each text of the shared list is found by itself, whichever field it stands in and whoever answers, and finds nothing it should not. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SearchCore } from '#main/db/engine/search-core.ts';
import { recognise } from '#main/domain/canonicalise.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import type { Store } from '#main/services/ports/store.ts';
import { quoteText } from '#shared/text/value-lists.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { worldNowMs } from '../../support/search-world.ts';
import {
  addConnection,
  makeDataFolder,
  openTestStore,
  record,
  TestClock,
  testPaths,
  walk,
} from '../../support/store.ts';

/** As a query can say them: without a NUL, and without blanks at their ends. */
const texts = nastyValues.filter(
  (text) => text !== '' && text === text.trim() && !text.includes('\0') && text.length < 2_000 && text.isWellFormed(),
);
/** The indicator that a text names, as every vendor's records are read. */
const named = (text: string): string => recognise(text).value;
const ordinary = 20;

let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let engine: SearchCore;

beforeAll(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder, { clock: new TestClock(worldNowMs) });
  await addConnection(store);
  await walk(store, [
    {
      records: [
        ...texts.map((text, at) =>
          record(named(text), {
            ...{
              key: `k${at}`,
              type: recognise(text).type,
              tags: [text],
              rule: text,
              categories: [text],
              description: text,
            },
            sources: [{ name: text, intent: 'malicious' }],
          }),
        ),
        ...Array.from({ length: ordinary }, (_, at) => record(`ordinary${at}.test`)),
      ],
    },
  ]);
  const place = { dataFolder: data.folder, databaseFile: testPaths(data.folder).databaseFile };
  engine = new SearchCore(place, { onLost: () => {}, note: () => {} });
  engine.fill();
}, 120_000);

afterAll(async () => {
  engine.close();
  await store.close();
  data.remove();
});

/** What a query finds, by SQL; the engine must find as many. */
async function find(query: string): Promise<readonly string[]> {
  const plan = parseQuery(query, { nowMs: worldNowMs });
  const rows = await store.read('indicators.search', { plan, offset: 0, limit: 1_000 });
  const reply = engine.read({
    ...{ name: 'indicators.count', input: { plan, isPassing: false } },
    ...{ nowMs: worldNowMs, unlessDue: false },
  });
  if (reply.kind !== 'answer') throw new Error('There is no answer.');
  expect(reply.output.value, query).toBe(rows.length);
  return rows.map(({ value }) => value);
}

it('holds most of the list', () => {
  expect(texts.length).toBeGreaterThan(250);
});

it.each(['value', 'tag', 'rule', 'source', 'category'])('by %s', async (field) => {
  for (const text of texts) {
    const found = await find(`${field}:${quoteText(text)}`);
    expect(found, JSON.stringify(text)).toContain(named(text));
    // Nothing but stars stands for anything.
    const others = /^\*+$/.test(text) ? [] : found.filter((value) => value.startsWith('ordinary'));
    expect(others, JSON.stringify(text)).toEqual([]);
  }
});

it('by the text alone', async () => {
  for (const text of texts) expect(await find(quoteText(text)), JSON.stringify(text)).toContain(named(text));
});

it('has every text between the bars of facets', async () => {
  const plan = parseQuery('', { nowMs: worldNowMs });
  expect(await store.read('indicators.count', { plan, isPassing: false })).toMatchObject({
    value: new Set(texts.map(named)).size + ordinary,
  });
});
