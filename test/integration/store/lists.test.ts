import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReaderCore } from '#main/db/reader/reader-core.ts';
import type { Store } from '#main/services/ports/store.ts';
import {
  addConnection,
  type Gateway,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestClock,
  testPaths,
  valuesOf,
  walk,
} from '../../support/store.ts';

const isListed = { kind: 'is', flag: 'listed' } as const;

describe.each<Gateway>(['inline', 'worker'])('benign lists in the store (%s)', (gateway) => {
  const data = makeDataFolder();
  const clock = new TestClock();
  let store: Store;
  const listed = async (): Promise<readonly string[]> => [...(await valuesOf(store, plan(isListed)))].sort();

  beforeAll(async () => {
    store = await openTestStore(gateway, data.folder, { clock });
    await addConnection(store);
    const records = [
      record('10.1.2.3', { type: 'ipv4', score: 80 }),
      record('45.9.1.1', { type: 'ipv4', score: 80 }),
      record('google.com', { score: 10 }),
      record('evil.com', { score: 90 }),
    ];
    await walk(store, [{ records }]);
  });
  afterAll(async () => {
    await store.close();
    data.remove();
  });

  it('marks what stands on a shipped list, without hiding it', async () => {
    expect(await listed()).toEqual(['10.1.2.3', 'google.com']);
    expect((await store.read('lists.list', null)).length).toBeGreaterThan(20);
    const rows = await store.read('indicators.search', { plan: plan(), offset: 0, limit: 10 });
    expect(rows.map(({ value, flags }) => [value, flags.includes('listed')]).sort()).toEqual([
      ['10.1.2.3', true],
      ['45.9.1.1', false],
      ['evil.com', false],
      ['google.com', true],
    ]);
  });

  it('keeps the mark when a later record rolls the indicator up anew', async () => {
    const records = [record('10.1.2.3', { type: 'ipv4', score: 20 }), record('new.evil.com', { score: 50 })];
    await walk(store, [{ records }]);
    expect(await listed()).toEqual(['10.1.2.3', 'google.com']);
  });

  it('tells which lists a value stands on', async () => {
    const indicators = [
      { type: 'ipv4', value: '10.1.2.3' },
      { type: 'domain', value: 'evil.com' },
    ] as const;
    const [first, second] = await store.read('lists.match', { indicators });
    expect(first).toContain('RFC 1918 CIDR blocks');
    expect(second).toEqual([]);
  });

  it('marks and unmarks as own entries come, expire and go', async () => {
    const own = { reason: 'our sandbox', owner: 'ana' };
    await store.write('allow.add', { ...own, type: 'cidr', value: '45.9.0.0/16', expiresAtMs: clock.nowMs() + 1_000 });
    await store.write('allow.add', { ...own, type: 'domain', value: 'evil.com', expiresAtMs: null });
    expect(await listed()).toEqual(['10.1.2.3', '45.9.1.1', 'evil.com', 'google.com', 'new.evil.com']);
    clock.advance(2_000);
    expect(await listed()).toEqual(['10.1.2.3', 'evil.com', 'google.com', 'new.evil.com']);
    const [entry] = await store.read('allow.list', null);
    expect(entry).toMatchObject({ ...own, type: 'domain', value: 'evil.com', expiresAtMs: null });
    expect(await store.write('allow.remove', { id: entry?.id ?? 0 })).toEqual({ removed: 1 });
    expect(await listed()).toEqual(['10.1.2.3', 'google.com']);
  });

  it('takes newer lists, refuses older ones, and forgets removed ones', async () => {
    const list = {
      name: 'moz-top500',
      title: 'Newer top',
      origin: 'a file',
      licence: 'CC0-1.0',
      kind: 'host',
      types: ['domain'],
      entries: ['evil.com'],
    } as const;
    expect(await store.write('lists.store', { list: { ...list, version: 1 } })).toEqual({ isStored: false });
    expect(await store.write('lists.store', { list: { ...list, version: 30_000_000 } })).toEqual({ isStored: true });
    expect(await listed()).toContain('new.evil.com');
    expect(await store.write('lists.remove', { name: 'moz-top500' })).toEqual({ removed: 1 });
    expect(await listed()).toEqual(['10.1.2.3', 'google.com']);
  });
});

it('what a sync adds is compared before it is committed: no question waits for that', async () => {
  const data = makeDataFolder();
  const clock = new TestClock();
  const store = await openTestStore('inline', data.folder, { clock });
  await addConnection(store);
  await walk(store, [
    { records: [record('10.1.2.3', { type: 'ipv4', score: 80 }), record('evil.com', { score: 90 })] },
  ]);
  const reader = new ReaderCore({ databaseFile: testPaths(data.folder).databaseFile, dataFolder: data.folder });
  expect(reader.hasDue(clock.nowMs())).toBe(false);
  const question = { name: 'indicators.count', input: { plan: plan(isListed) }, nowMs: clock.nowMs() } as const;
  expect(reader.read(question)).toMatchObject({ value: 1 });
  reader.close();
  await store.close();
  data.remove();
});
