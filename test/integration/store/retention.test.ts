import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#main/services/ports/store.ts';
import { countDue, forgetDue } from '#main/services/retention.ts';
import {
  addConnection,
  connectionId,
  detailOf,
  type Gateway,
  makeDataFolder,
  openTestStore,
  pageInput,
  plan,
  record,
  TestClock,
  testPaths,
  valuesOf,
  walk,
} from '../../support/store.ts';

const id = connectionId(1);
const fields = { title: 'Case', severity: 'high', tlp: 'amber', pap: 'green', assignee: null, summary: null } as const;
/** Fetched, and seen, before and after the moment that counts. */
const [oldMs, beforeMs, newMs] = [1_000_000, 2_000_000, 3_000_000];

describe.each<Gateway>(['inline', 'worker'])('records that are kept for a limited time (%s gateway)', (gateway) => {
  let store: Store;
  let data: ReturnType<typeof makeDataFolder>;

  beforeEach(async () => {
    data = makeDataFolder();
    store = await openTestStore(gateway, data.folder, { clock: new TestClock(newMs + 1) });
    await addConnection(store, 1);
    await addConnection(store, 2);
  });
  afterEach(async () => {
    await store.close();
    data.remove();
  });

  const everything = () => valuesOf(store, plan(undefined, { includeDerived: true }));
  const idOf = async (value: string) => (await detailOf(store, value)).id;

  it('go when nothing was heard of them since; what was seen, changed, or expires later stays', async () => {
    await walk(
      store,
      [
        {
          records: [
            record('old.com'),
            record('seen-later.com', { lastSeenMs: newMs }),
            record('expires-later.com', { expiresAtMs: newMs }),
            record('changed-later.com'),
          ],
        },
      ],
      { atMs: oldMs },
    );
    await walk(store, [{ records: [record('changed-later.com', { score: 3 }), record('new.com')] }], { atMs: newMs });
    expect(await countDue(store, id, beforeMs)).toBe(1);
    expect(await forgetDue(store, id, beforeMs)).toBe(1);
    expect((await everything()).sort()).toEqual([
      'changed-later.com',
      'expires-later.com',
      'new.com',
      'seen-later.com',
    ]);
    expect(await countDue(store, id, beforeMs)).toBe(0);
  });

  it('go by the time at which their vendor let go of them, whatever they say themselves', async () => {
    await walk(store, [{ records: [record('gone-early.com', { lastSeenMs: newMs })] }], { stream: 'all', atMs: oldMs });
    await walk(store, [{ records: [record('gone-late.com')] }], { stream: 'all', atMs: oldMs });
    await walk(store, [{ records: [record('held.com')] }], { stream: 'all', atMs: newMs });
    await forgetDue(store, id, beforeMs);
    expect((await everything()).sort()).toEqual(['gone-late.com', 'held.com']);
  });

  it('never go where an analyst decided, tagged, collected, or queued a change', async () => {
    const names = ['decided.com', 'tagged.com', 'in-case.com', 'queued.com', 'nobody.com'];
    await walk(store, [{ records: names.map((name) => record(name)) }], { atMs: oldMs });
    const by = { by: 'ana', atMs: oldMs };
    await store.write('triage.append', { ids: [await idOf('decided.com')], change: { verdict: 'benign', ...by } });
    const tags = { add: ['mine'], remove: [], ...by };
    await store.write('tags.change', { ids: [await idOf('tagged.com')], change: tags });
    const { number } = await store.write('cases.create', { fields, ...by });
    const ids = [await idOf('in-case.com')];
    await store.write('cases.addIndicators', { number, ids, comment: null, role: null, ...by });
    const item = { connectionId: id, indicatorId: await idOf('queued.com'), operation: 'x', base: null, change: '{}' };
    await store.write('outbox.add', { items: [item], ...by });
    expect(await forgetDue(store, id, beforeMs)).toBe(1);
    const kept = ['decided.com', 'in-case.com', 'queued.com', 'tagged.com'];
    expect((await everything()).sort()).toEqual(kept);
    for (const name of kept) {
      expect((await detailOf(store, name)).observationList, name).toHaveLength(1);
    }
  });

  it("leave other connections' records, and what those tell of the same indicator, alone", async () => {
    const derived = [{ type: 'domain', value: 'neighbour.com', relation: 'seen_in_sample' }] as const;
    const page = [{ records: [record('shared.com', { derived: [...derived] }), record('mine.com')] }];
    await walk(store, page, { atMs: oldMs });
    await walk(store, [{ records: [record('shared.com', { score: 9 })] }], {
      connectionId: connectionId(2),
      atMs: oldMs,
    });
    expect(await forgetDue(store, id, beforeMs)).toBe(2);
    expect(await everything()).toEqual(['shared.com']);
    expect(await detailOf(store, 'shared.com')).toMatchObject({ score: 9, observations: 1, relations: [] });
  });

  it('stay while a walk of their stream is under way, which counts what it saw', async () => {
    await walk(store, [{ records: [record('old.com')] }], { atMs: oldMs });
    const { runId } = await store.write('runs.start', {
      connectionId: id,
      stream: 'some',
      atMs: newMs,
      restart: false,
    });
    const place = { runId, connectionId: id, stream: 'some', cursor: '{"page":0,"pass":0}' };
    await store.ingest(pageInput(place, { records: [record('new.com')], more: true }, newMs));
    expect(await forgetDue(store, id, beforeMs)).toBe(0);
  });

  it('take their raw text along, and leave the file sound', async () => {
    const many = Array.from({ length: 12_000 }, (_, n) => record(`n${n}.com`));
    await walk(store, [{ records: many }], { atMs: oldMs });
    await walk(store, [{ records: [record('n3.com', { score: 1 }), record('kept.com')] }], { atMs: newMs });
    expect(await forgetDue(store, id, beforeMs)).toBe(11_999);
    expect((await everything()).sort()).toEqual(['kept.com', 'n3.com']);
    expect(await store.read('store.statistics', { check: true })).toMatchObject({ observations: 2, check: 'ok' });
    expect((await detailOf(store, 'n3.com')).observationList).toHaveLength(1);
    await store.close();
    const database = new Sqlite(testPaths(data.folder).databaseFile, { readonly: true });
    // The block of the first ones, whose fourth is referred to by an earlier version, and the one of the second walk.
    expect(database.prepare('SELECT count(*) FROM raw_block').pluck().get()).toBe(2);
    database.close();
  });

  it('take the raw text along that an earlier time left, because it was ended in the middle', async () => {
    const [first, second] = [0, 1].map((part) => Array.from({ length: 64 }, (_, n) => record(`n${part}-${n}.com`)));
    await walk(store, [{ records: first ?? [] }], { atMs: oldMs });
    await walk(store, [{ records: [...(second ?? []), record('kept.com', { lastSeenMs: newMs })] }], {
      atMs: oldMs + 10,
    });
    // As far as a kill lets it come.
    await store.write('retention.forget', { id, beforeMs: oldMs + 5, afterId: 0 });
    expect(await store.read('retention.blocks', { id })).toHaveLength(3);
    expect(await forgetDue(store, id, beforeMs)).toBe(64);
    expect(await store.read('retention.blocks', { id })).toHaveLength(1);
    expect(await everything()).toEqual(['kept.com']);
  });
});
