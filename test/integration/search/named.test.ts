import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHandle } from '#main/db/connection.ts';
import { ReaderCore } from '#main/db/reader/reader-core.ts';
import { type Condition, defaultSort, type QueryPlan } from '#main/domain/query/plan.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { type Fact, readFacts } from '../../support/search-oracle.ts';
import { Chance, fillWorld, makeRecord, worldNowMs } from '../../support/search-world.ts';
import { makeDataFolder, openTestStore, TestClock, testPaths, walk } from '../../support/store.ts';
import type { TestRecord } from '../../support/store-stream.ts';

let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let reader: ReaderCore;
let facts: readonly Fact[];

beforeAll(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder, { clock: new TestClock(worldNowMs) });
  const chance = new Chance(11);
  await fillWorld(store, 400, chance);
  const twins = ['Twin Name', 'twin name'].map((value): TestRecord => {
    return { ...makeRecord(chance), key: value, type: 'other', value, derived: [] };
  });
  await walk(store, [{ records: twins }], { atMs: worldNowMs });
  const { databaseFile } = testPaths(data.folder);
  const database = openHandle(databaseFile, { readonly: true });
  facts = readFacts(database);
  database.close();
  reader = new ReaderCore({ dataFolder: data.folder, databaseFile }, { limitMs: null });
});
afterAll(async () => {
  reader.close();
  await store.close();
  data.remove();
});

function ask(where: Condition, includeDerived: boolean): { readonly ids: readonly number[]; readonly counted: number } {
  const plan: QueryPlan = { where, sort: defaultSort, includeDerived };
  const ids = reader.read({ name: 'indicators.searchIds', input: { plan, limit: null }, nowMs: worldNowMs });
  const page = reader.read({ name: 'indicators.search', input: { plan, offset: 0, limit: 50 }, nowMs: worldNowMs });
  const beyond = reader.read({ name: 'indicators.search', input: { plan, offset: 50, limit: 9 }, nowMs: worldNowMs });
  expect(page.map(({ id }) => id)).toEqual(ids);
  expect(beyond).toEqual([]);
  return { ids, counted: reader.read({ name: 'indicators.count', input: { plan }, nowMs: worldNowMs }).value };
}

/** One of a list is never looked up plainly. */
const asList = (where: Condition): Condition => ({ kind: 'any', of: [where] });

it('finds by one name what a list of that name finds, other hashes, other cases and derived ones included', () => {
  const several = { named: 0, whole: 0 };
  for (const { type, value } of facts) {
    // Types of stored indicators are words of that set.
    const named: Condition = { kind: 'exact', type: type as IndicatorType, value };
    const whole: Condition = { kind: 'value', pieces: [value.toLowerCase()], anchoredStart: true, anchoredEnd: true };
    for (const includeDerived of [true, false]) {
      const [one, other] = [ask(named, includeDerived), ask(whole, includeDerived)];
      expect(one, value).toEqual(ask(asList(named), includeDerived));
      expect(other, value).toEqual(ask(asList(whole), includeDerived));
      expect(one.counted).toBe(one.ids.length);
      if (one.ids.length > 1) several.named += 1;
      if (other.ids.length > 1) several.whole += 1;
    }
  }
  expect(several.named).toBeGreaterThan(0);
  expect(several.whole).toBeGreaterThan(0);
});

it('finds nothing for a name that is not there', () => {
  expect(ask({ kind: 'exact', type: 'ipv4', value: '192.0.2.251' }, true)).toEqual({ ids: [], counted: 0 });
  const whole = { kind: 'value', pieces: ['nothing.invalid'], anchoredStart: true, anchoredEnd: true } as const;
  expect(ask(whole, true)).toEqual({ ids: [], counted: 0 });
});
