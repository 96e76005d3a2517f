import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SearchCore } from '#main/db/engine/search-core.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import { SearchEngine } from '#main/search/engine.ts';
import { createPivotService, type PivotService } from '#main/services/pivot-service.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { pivotKinds } from '#shared/model/pivot.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { Chance, fillWorld, worldNowMs } from '../../support/search-world.ts';
import { detailOf, makeDataFolder, openTestStore, record, TestClock, testPaths, walk } from '../../support/store.ts';

const nowMs = worldNowMs;
const clock = new TestClock(nowMs);
const planOf = (query: string) => parseQuery(query, { nowMs });
const sample = 'ab'.repeat(32);
const crowded = 'cd'.repeat(32);
const inCrowd = { type: 'sha256', value: crowded, relation: 'seen_in_sample' } as const;
const samples = Array.from({ length: 23 }, (_, at) => ({ ...inCrowd, value: `${at + 10}`.repeat(32) }));
const seenIn = { type: 'sha256', value: sample, relation: 'seen_in_sample' } as const;

let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let engine: SearchCore;
let pivots: PivotService;

beforeAll(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder, { clock });
  await fillWorld(store, 3_000, new Chance(7));
  await walk(store, [
    {
      records: [
        record('dropper.evil.co.uk', { derived: [seenIn], tags: ['only-two', 'common'], rule: 'Rule "A" (b)' }),
        record('http://cdn.evil.co.uk:8080/x', { type: 'url', derived: [seenIn], tags: ['only-two', 'common'] }),
        record('bob@evil.co.uk', { type: 'email', tags: ['common'] }),
        record('c:\\users\\bob smith\\a,b.exe', { type: 'path', derived: [seenIn] }),
        record('203.0.113.7', { type: 'ipv4', asn: 'AS64499', tags: ['common'] }),
        record('203.0.113.9', { type: 'ipv4', asn: '64499' }),
        record('http://203.0.113.8/x', { type: 'url' }),
        record('2001:db8:77:1::1', { type: 'ipv6' }),
        record('2001:db8:77:2::1', { type: 'ipv6' }),
        ...Array.from({ length: 260 }, (_, at) => record(`crowd${at}.example`, { derived: [inCrowd] })),
        record('in-many.example', { derived: samples }),
        ...nastyValues.slice(0, 30).map((text, at) => record(`nasty${at}.example`, { tags: [text], rule: text })),
      ],
    },
  ]);
  engine = new SearchCore(
    { dataFolder: data.folder, databaseFile: testPaths(data.folder).databaseFile },
    { onLost: () => {}, note: () => {} },
  );
  engine.fill();
  pivots = createPivotService({ store, search: { plan: planOf }, clock });
}, 300_000);

afterAll(async () => {
  engine.close();
  await store.close();
  data.remove();
});

/** How many the query finds where Explore asks: SQL, the engine, and both again in passing. */
async function countEverywhere(query: string): Promise<readonly number[]> {
  const plan = planOf(query);
  const counts: number[] = [];
  for (const isPassing of [false, true]) {
    counts.push((await store.read('indicators.count', { plan, isPassing })).value);
    const reply = engine.read({ name: 'indicators.count', input: { plan, isPassing }, nowMs, unlessDue: false });
    if (reply.kind !== 'answer') throw new Error('There is no answer.');
    counts.push(reply.output.value);
  }
  return counts;
}

async function idsOf(query: string): Promise<readonly IndicatorId[]> {
  return store.read('indicators.searchIds', { plan: planOf(query), limit: null });
}

describe('pivots', () => {
  it('are counted as Explore counts them, by SQL and by the engine, over every kind of indicator', async () => {
    const seen = new Set<string>();
    const all = await idsOf('');
    for (const id of [...all.filter((_, at) => at % 40 === 0), ...(await idsOf('value:nasty*')), ...(await known())]) {
      for (const { kind, query, count, others } of (await pivots.list(id)).pivots) {
        seen.add(kind);
        expect(await countEverywhere(query), query).toEqual([count, count, count, count]);
        const found = await idsOf(query);
        expect(found.length, query).toBe(count);
        expect(found.filter((other) => other !== id).length, query).toBe(others);
      }
    }
    expect([...seen].sort()).toEqual([...pivotKinds].sort());
  }, 240_000);

  it('lead over the same sample, domain, network and system', async () => {
    const { pivots: found } = await pivots.list((await detailOf(store, 'dropper.evil.co.uk')).id);
    expect(found.filter(({ kind }) => kind === 'sample')).toEqual([
      {
        kind: 'sample',
        label: sample,
        query: 'value:("c:\\\\users\\\\bob smith\\\\a,b.exe" OR http://cdn.evil.co.uk:8080/x)',
        count: 2,
        others: 2,
      },
    ]);
    expect(found).toContainEqual({
      kind: 'domain',
      label: 'evil.co.uk',
      query: 'under:evil.co.uk',
      count: 3,
      others: 2,
    });
    const address = await pivots.list((await detailOf(store, '203.0.113.7', 'ipv4')).id);
    expect(address.pivots).toContainEqual({
      kind: 'asn',
      label: 'AS64499',
      query: 'asn:(AS64499 OR 64499)',
      count: 2,
      others: 1,
    });
    expect(address.pivots).toContainEqual({
      kind: 'network',
      label: '203.0.113.0/24',
      query: 'ip:203.0.113.0/24',
      count: 2,
      others: 1,
    });
    const url = await pivots.list((await detailOf(store, 'http://203.0.113.8/x', 'url')).id);
    expect(url.pivots).toMatchObject([{ kind: 'network', count: 2, others: 2 }]);
    const six = await pivots.list((await detailOf(store, '2001:db8:77:1::1', 'ipv6')).id);
    expect(six.pivots).toMatchObject([{ kind: 'network', label: '2001:db8:77::/48', others: 1 }]);
  });

  it('do not drive out what is being paged through', () => {
    const find = vi.spyOn(SearchEngine.prototype, 'find');
    const ask = (query: string, isPassing: boolean) =>
      engine.read({ name: 'indicators.count', input: { plan: planOf(query), isPassing }, nowMs, unlessDue: false });
    ask('type:domain score:>=3', false);
    for (let at = 0; at < 20; at += 1) ask(`tag:apt${at}`, true);
    const before = find.mock.calls.length;
    ask('type:domain score:>=3', false);
    expect(find.mock.calls.length).toBe(before);
    find.mockRestore();
  });

  it('of a sample are what was seen in it', async () => {
    const { pivots: found } = await pivots.list((await detailOf(store, sample, 'sha256')).id);
    expect(found).toMatchObject([{ kind: 'sample', label: sample, count: 3, others: 3 }]);
  });

  it('of a sample say how many more were seen in it than a query can name', async () => {
    const { pivots: found, leftOut } = await pivots.list((await detailOf(store, 'crowd7.example')).id);
    expect(found.filter(({ kind }) => kind === 'sample')).toMatchObject([{ label: crowded, count: 200, unnamed: 59 }]);
    expect(leftOut).toBe(0);
  });

  it('of more samples than are looked at say how many', async () => {
    expect((await pivots.list((await detailOf(store, 'in-many.example')).id)).leftOut).toBe(3);
  });

  it('stand with the rare first', async () => {
    const { pivots: found } = await pivots.list((await detailOf(store, 'dropper.evil.co.uk')).id);
    const others = found.map((pivot) => pivot.others ?? Number.POSITIVE_INFINITY);
    expect(others).toEqual(others.toSorted((a, b) => a - b));
    const tags = found.filter(({ kind }) => kind === 'tag').map(({ label }) => label);
    expect(tags).toEqual(['only-two', 'common']);
  });

  it('of what the cache does not hold are none', async () => {
    expect(await pivots.list(9_999_999 as IndicatorId)).toEqual({ pivots: [], leftOut: 0 });
  });

  it('end when nobody waits for them', async () => {
    const controller = new AbortController();
    controller.abort();
    const { id } = await detailOf(store, 'dropper.evil.co.uk');
    await expect(pivots.list(id, { signal: controller.signal })).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

async function known(): Promise<readonly IndicatorId[]> {
  const hashes = await idsOf('type:sha256 has:relation');
  return [...hashes.slice(0, 20), ...(await idsOf('tag:common')), (await detailOf(store, sample, 'sha256')).id];
}
