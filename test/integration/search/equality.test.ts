import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHandle } from '#main/db/connection.ts';
import { SearchCore } from '#main/db/engine/search-core.ts';
import type { SearchReadName } from '#main/db/operations/searches.ts';
import { answerRead } from '#main/db/reader/answer-read.ts';
import { ReaderCore } from '#main/db/reader/reader-core.ts';
import type { VendorSet } from '#main/domain/overlap.ts';
import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { Store, StoreReads } from '#main/services/ports/store.ts';
import { histogramFields } from '#shared/model/histogram-units.ts';
import { makePlan } from '../../support/random-plans.ts';
import { countFactsOver, type Fact, readFacts, searchFacts } from '../../support/search-oracle.ts';
import { Chance, fillWorld, judge, makeRecord, worldNowMs } from '../../support/search-world.ts';
import { connectionId, makeDataFolder, openTestStore, plan, TestClock, testPaths, walk } from '../../support/store.ts';

const records = 20_000;
const questions = 500;
const nowMs = worldNowMs;

let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let sql: ReaderCore;
let engine: SearchCore;
let facts: readonly Fact[];

beforeAll(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder, { clock: new TestClock(nowMs) });
  await fillWorld(store, records, new Chance(1));
  const place = { dataFolder: data.folder, databaseFile: testPaths(data.folder).databaseFile };
  sql = new ReaderCore(place, { limitMs: null });
  engine = new SearchCore(place, { onLost: () => {}, note: () => {} });
  engine.fill();
  facts = read();
}, 900_000);

afterAll(async () => {
  engine.close();
  sql.close();
  await store.close();
  data.remove();
});

function read(): readonly Fact[] {
  const database = openHandle(testPaths(data.folder).databaseFile, { readonly: true });
  const all = readFacts(database);
  database.close();
  return all;
}

/** The answers of both ways to one question. */
function ask<Name extends SearchReadName>(name: Name, input: StoreReads[Name]['input']) {
  const call = { name, input, nowMs, unlessDue: false };
  const [fromSql, fromEngine] = [answerRead(sql, call), engine.read(call)];
  if (fromSql.kind !== 'answer' || fromEngine.kind !== 'answer') throw new Error('There is no answer.');
  return { sql: fromSql.output, engine: fromEngine.output };
}

/** Where two lists of ids part: a list of ten thousand says nothing to whoever reads a failure. */
function findDifference(ids: readonly number[], expected: readonly number[]): string {
  const at = expected.findIndex((id, index) => ids[index] !== id);
  if (at < 0 && ids.length === expected.length) return 'none';
  return `at ${at} of ${expected.length} (${ids.length}): ${ids[at]} for ${expected[at]}, ${JSON.stringify(facts.find(({ id }) => id === expected[at])?.value)}`;
}

function checkPlan(asked: QueryPlan, chance: Chance): number {
  const expected = searchFacts(facts, asked, nowMs);
  const words = JSON.stringify(asked);
  const ids = ask('indicators.searchIds', { plan: asked, limit: null });
  expect(findDifference(ids.sql, expected), words).toBe('none');
  expect(findDifference(ids.engine, expected), words).toBe('none');
  expect(ask('indicators.count', { plan: asked }).engine, words).toEqual({ value: expected.length, exact: true });
  for (const limit of [1, 20, 3_000]) {
    const offset = chance.below(expected.length + 2);
    const page = ask('indicators.search', { plan: asked, offset, limit: Math.min(limit, 200) });
    expect(
      page.engine.map(({ id }) => id),
      words,
    ).toEqual(expected.slice(offset, offset + Math.min(limit, 200)));
    expect(ask('indicators.searchIds', { plan: asked, limit: offset + limit }).engine, words).toEqual(
      expected.slice(0, offset + limit),
    );
  }
  return expected.length;
}

function checkHistogram(asked: QueryPlan): void {
  for (const field of histogramFields) {
    const counted = ask('indicators.histogram', { plan: asked, field });
    const expected = countFactsOver(facts, asked, field, nowMs);
    expect(counted.sql, JSON.stringify(asked)).toEqual(expected);
    expect(counted.engine, JSON.stringify(asked)).toEqual(expected);
  }
}

/** @returns how many of them find something: chance must not only ask for what is not there. */
function checkMany(count: number, chance: Chance): number {
  let found = 0;
  for (let nth = 0; nth < count; nth += 1) {
    const asked = makePlan(chance, facts);
    if (checkPlan(asked, chance) > 0) found += 1;
    if (nth % 3 === 0) checkHistogram(asked);
    if (nth % 10 !== 0) continue;
    const facets = ask('indicators.facets', { plan: asked });
    expect(facets.engine, JSON.stringify(asked)).toEqual(facets.sql);
  }
  return found;
}

describe('the search engine', () => {
  it(`answers ${questions} questions as SQL and the plainest way of searching do`, { timeout: 1_800_000 }, () => {
    expect(facts.length).toBeGreaterThan(10_000);
    expect(checkMany(questions, new Chance(2))).toBeGreaterThan(questions / 2);
  });

  it('counts facets of everything as SQL does', () => {
    const { engine: counted, sql: expected } = ask('indicators.facets', { plan: plan() });
    expect(counted).toEqual(expected);
    for (const [name, values] of Object.entries(expected)) expect(Object.keys(values), name).not.toEqual([]);
  });

  it('counts who knows what as SQL does', () => {
    const { engine: counted, sql: expected } = ask('indicators.vendorSets', { plan: plan() });
    const byVendors = (sets: readonly VendorSet[]) =>
      sets.map(({ vendors, count }) => `${vendors.join(' ')} ${count}`).sort();
    expect(byVendors(counted)).toEqual(byVendors(expected));
    expect(expected.length).toBeGreaterThan(2);
  });

  it('counts everything over time as the plainest way does', () => {
    checkHistogram(plan());
    const { buckets, unit } = ask('indicators.histogram', { plan: plan(), field: 'last_seen' }).engine;
    expect(unit).toBe('week');
    expect(buckets.length).toBeGreaterThan(50);
  });

  it('follows what is written', { timeout: 1_800_000 }, async () => {
    const chance = new Chance(3);
    let found = 0;
    for (let round = 0; round < 6; round += 1) {
      await judge(store, chance, 1 + chance.below(300));
      const page = { records: Array.from({ length: 1 + chance.below(900) }, () => makeRecord(chance)) };
      await walk(store, [page], { connectionId: connectionId(1 + chance.below(2)), atMs: nowMs + round });
      facts = read();
      found += checkMany(20, chance);
    }
    await store.write('connections.remove', { id: connectionId(2), purge: true, atMs: nowMs });
    await store.write('store.maintain', null);
    facts = read();
    found += checkMany(20, chance);
    expect(found).toBeGreaterThan(70);
  });
});
