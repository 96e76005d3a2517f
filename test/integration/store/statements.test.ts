import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SearchCore } from '#main/db/engine/search-core.ts';
import { answerRead } from '#main/db/reader/answer-read.ts';
import { ReaderCore } from '#main/db/reader/reader-core.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { indicatorStatementsSchema, type StatementField, statementFields } from '#shared/model/statement.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { Chance, fillWorld, worldNowMs } from '../../support/search-world.ts';
import {
  addConnection,
  connectionId,
  detailOf,
  type Gateway,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestClock,
  testPaths,
  walk,
} from '../../support/store.ts';

describe.each<Gateway>(['inline', 'worker'])('what is said of indicators (%s gateway)', (gateway) => {
  let store: Store;
  let data: ReturnType<typeof makeDataFolder>;

  beforeEach(async () => {
    data = makeDataFolder();
    store = await openTestStore(gateway, data.folder);
    await addConnection(store);
    await addConnection(store, 2, 'Zweite', 'umbra');
  });
  afterEach(async () => {
    await store.close();
    data.remove();
  });

  const idOf = async (value: string): Promise<IndicatorId> => (await detailOf(store, value)).id;
  const askAbout = async (value: string, fields: readonly StatementField[]) => {
    const answer = await store.read('indicators.statements', { ids: [await idOf(value)], fields });
    expect(indicatorStatementsSchema.array().parse(answer)).toEqual(answer);
    return answer[0]?.fields;
  };
  const main = { vendor: 'acme', connection: 'Connection 1' };
  const second = { vendor: 'umbra', connection: 'Zweite' };
  const fromSecond = { connectionId: connectionId(2) };

  it('names whose each statement is, and joins only those that say the same', async () => {
    await walk(store, [{ records: [record('a.com', { severity: 'high', country: 'FR', score: 40 })] }]);
    await walk(store, [{ records: [record('a.com', { severity: 'low', country: 'FR', score: 90 })] }], fromSecond);
    expect(await askAbout('a.com', ['severity', 'country', 'score', 'rule'])).toEqual({
      severity: {
        said: [
          { value: 'high', intent: null, by: [main], gone: false },
          { value: 'low', intent: null, by: [second], gone: false },
        ],
        more: 0,
      },
      country: { said: [{ value: 'FR', intent: null, by: [main, second], gone: false }], more: 0 },
      score: {
        said: [
          { value: 90, intent: null, by: [second], gone: false },
          { value: 40, intent: null, by: [main], gone: false },
        ],
        more: 0,
      },
    });
  });

  it('puts what only records say that are gone last, and marks it', async () => {
    await walk(store, [{ records: [record('a.com', { country: 'FR', asn: 'AS1', gone: true })] }]);
    await walk(store, [{ records: [record('a.com', { country: 'DE', asn: 'AS1' })] }], fromSecond);
    const said = await askAbout('a.com', ['country', 'asn', 'gone']);
    expect(said?.country?.said.map(({ value, gone }) => [value, gone])).toEqual([
      ['DE', false],
      ['FR', true],
    ]);
    expect(said?.asn?.said).toEqual([{ value: 'AS1', intent: null, by: [main, second], gone: false }]);
    expect(said?.gone?.said.map(({ by }) => by)).toEqual([[main]]);
  });

  it('tells lists item by item, sources with what they intend, and where a record comes from', async () => {
    const sources = [
      { name: 'Feed One', intent: 'malicious' as const },
      { name: 'Feed One', intent: 'unstated' as const },
    ];
    await walk(store, [{ records: [record('a.com', { sources, categories: ['c2', 'phish'], benign: true })] }]);
    const said = await askAbout('a.com', ['sources', 'categories', 'benign', 'stream', 'vendorKey']);
    const brief = Object.fromEntries(
      Object.entries(said ?? {}).map(([field, { said: list }]) => [field, list.map(({ value }) => value)]),
    );
    expect(brief).toMatchObject({ sources: ['Feed One', 'Feed One'], categories: ['c2', 'phish'], benign: ['yes'] });
    expect(said?.sources?.said.map(({ intent }) => intent)).toEqual(['malicious', 'unstated']);
    expect(brief['stream']).toHaveLength(1);
    expect(brief['vendorKey']).toHaveLength(1);
  });

  it('keeps the own tags apart from the vendors’', async () => {
    await walk(store, [{ records: [record('a.com', { tags: ['apt28'] })] }]);
    await store.write('tags.change', {
      ids: [await idOf('a.com')],
      change: { add: ['büro', 'apt28'], remove: [], by: 'ana', atMs: 10 },
    });
    const said = await askAbout('a.com', ['tags', 'ownTags']);
    expect(said?.tags?.said).toEqual([{ value: 'apt28', intent: null, by: [main], gone: false }]);
    expect(said?.ownTags?.said.map(({ value, by }) => [value, by]).toSorted()).toEqual([
      ['apt28', []],
      ['büro', []],
    ]);
  });

  it('cuts what no cell could hold, and says how much is left out', async () => {
    const tags = Array.from({ length: 40 }, (_unused, at) => `tag ${String(at).padStart(2, '0')}`);
    await walk(store, [{ records: [record('a.com', { tags, description: '𝒜'.repeat(5_000) })] }]);
    const said = await askAbout('a.com', ['tags', 'description']);
    expect(said?.tags).toMatchObject({ more: 34 });
    const [description] = said?.description?.said ?? [];
    expect(String(description?.value).length).toBeLessThanOrEqual(162);
    expect(String(description?.value).isWellFormed()).toBe(true);
  });

  it('brings hostile text unchanged', async () => {
    const texts = nastyValues.filter((text) => text.length < 150 && text.trim() !== '' && text.isWellFormed());
    await walk(store, [{ records: texts.map((description, at) => record(`n${at}.com`, { description })) }]);
    for (const [at, text] of texts.entries()) {
      const said = await askAbout(`n${at}.com`, ['description']);
      expect(said?.description?.said[0]?.value).toBe(text);
    }
  });

  it('refuses more rows than a page has, and knows nothing of what is not there', async () => {
    const ids = Array.from({ length: 201 }, (_unused, at) => (at + 1) as IndicatorId);
    await expect(store.read('indicators.statements', { ids, fields: ['rule'] })).rejects.toMatchObject({
      code: 'input.tooLarge',
    });
    expect(await store.read('indicators.statements', { ids: [999 as IndicatorId], fields: ['rule'] })).toEqual([
      { id: 999, fields: {} },
    ]);
  });
});

it('a page has the same statements whoever found it', async () => {
  const data = makeDataFolder();
  const store = await openTestStore('inline', data.folder, { clock: new TestClock(worldNowMs) });
  await fillWorld(store, 3_000, new Chance(9));
  const place = { dataFolder: data.folder, databaseFile: testPaths(data.folder).databaseFile };
  const sql = new ReaderCore(place, { limitMs: null });
  const engine = new SearchCore(place, { onLost: () => {}, note: () => {} });
  engine.fill();
  const search = { name: 'indicators.search', input: { plan: plan(), offset: 40, limit: 200 } } as const;
  const timing = { nowMs: worldNowMs, unlessDue: false };
  const [bySql, byEngine] = [answerRead(sql, { ...search, ...timing }), engine.read({ ...search, ...timing })];
  if (bySql.kind !== 'answer' || byEngine.kind !== 'answer') throw new Error('There is no answer.');
  const statementsOf = (rows: readonly { readonly id: IndicatorId }[]) => ({
    name: 'indicators.statements' as const,
    input: { ids: rows.map(({ id }) => id), fields: statementFields },
    ...timing,
  });
  const fromSql = answerRead(sql, statementsOf(bySql.output));
  const fromEngine = engine.read(statementsOf(byEngine.output));
  if (fromSql.kind !== 'answer' || fromEngine.kind !== 'answer') throw new Error('There is no answer.');
  expect(fromEngine.output).toEqual(fromSql.output);
  expect(fromSql.output.filter(({ fields }) => fields.stream !== undefined)).toHaveLength(200);
  engine.close();
  sql.close();
  await store.close();
  data.remove();
});
