import { setImmediate as nextTurn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#main/services/ports/store.ts';
import type { TriageState } from '#shared/model/vocabulary.ts';
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
  search,
  testPaths,
  valuesOf,
  walk,
} from '../../support/store.ts';

const derivedToo = plan(undefined, { includeDerived: true });

describe.each<Gateway>(['inline', 'worker'])('storing pages (%s gateway)', (gateway) => {
  let store: Store;
  let data: ReturnType<typeof makeDataFolder>;

  beforeEach(async () => {
    data = makeDataFolder();
    store = await openTestStore(gateway, data.folder);
    await addConnection(store);
  });
  afterEach(async () => {
    await store.close();
    data.remove();
  });

  it('stores what arrives, page by page, and counts it', async () => {
    const { run, pages } = await walk(store, [
      { records: [record('a.com'), record('b.com')], total: 3 },
      { records: [record('c.com'), record('c.com')], total: 3 },
    ]);
    expect(pages).toEqual([
      {
        next: '{"page":1,"pass":0}',
        end: null,
        inPage: 2,
        total: 3,
        received: 2,
        stored: 2,
        unchanged: 0,
        rejected: 0,
        pages: 1,
      },
      {
        next: null,
        end: { expected: 3, complete: true },
        inPage: 2,
        total: 3,
        received: 3,
        stored: 3,
        unchanged: 0,
        rejected: 0,
        pages: 2,
      },
    ]);
    expect(run).toMatchObject({ status: 'complete', expected: 3, received: 3, stored: 3, unchanged: 0, pages: 2 });
    expect(await store.read('streams.position', { connectionId: connectionId(1), stream: 'some' })).toEqual({
      checkpoint: '{"walked":3}',
      cursor: null,
      lastCompleteAtMs: 2_000,
    });
    expect(await store.read('runs.list', { connectionId: null, limit: 10 })).toEqual([run]);
  });

  it('keeps the raw record to the letter, also a long one and those beside it', async () => {
    const long = `€${'x'.repeat(300_000)}`;
    const records = Array.from({ length: 40 }, (_, index) =>
      record(`host-${index}.example`, { description: index === 20 ? long : `number ${index}` }),
    );
    await walk(store, [{ records }]);
    for (const index of [0, 15, 16, 20, 21, 39]) {
      const { observationList } = await detailOf(store, `host-${index}.example`);
      const raw = await store.read('observations.raw', { id: observationList[0]?.id ?? (0 as never) });
      expect(raw).toBe(JSON.stringify(records[index]));
    }
  });

  it('writes nothing for records that are as they were', async () => {
    const pages = [{ records: [record('a.com', { tags: ['one'] }), record('b.com')] }];
    await walk(store, pages);
    const before = await detailOf(store, 'a.com');
    const { run } = await walk(store, pages, { atMs: 9_000 });
    expect(run).toMatchObject({ received: 2, stored: 0, unchanged: 2 });
    expect(await detailOf(store, 'a.com')).toEqual(before);
  });

  it('writes nothing for a record whose members only come in another order', async () => {
    const one = record('a.com', { score: 40, tags: ['one', 'two'], fingerprint: 'score 40' });
    const shuffled = Object.fromEntries(Object.entries(one).toReversed()) as typeof one;
    expect(JSON.stringify(shuffled)).not.toBe(JSON.stringify(one));
    const first = await walk(store, [{ records: [one, shuffled] }]);
    expect(first.run).toMatchObject({ received: 1, stored: 1, unchanged: 0 });
    const second = await walk(store, [{ records: [shuffled] }], { atMs: 9_000 });
    expect(second.run).toMatchObject({ stored: 0, unchanged: 1 });
    const third = await walk(store, [{ records: [{ ...one, score: 41, fingerprint: 'score 41' }] }], { atMs: 9_000 });
    expect(third.run).toMatchObject({ stored: 1, unchanged: 0 });
  });

  it('takes no notice of an earlier raw record that cannot be read any more', async () => {
    await walk(store, [{ records: [record('a.com', { noise: 1 }), record('b.com')] }]);
    const other = new Sqlite(testPaths(data.folder).databaseFile);
    other.exec('DELETE FROM raw_block');
    other.close();
    const { run } = await walk(store, [{ records: [record('a.com', { noise: 2 }), record('b.com')] }]);
    expect(run).toMatchObject({ status: 'complete', stored: 1, unchanged: 1 });
    const { observationList } = await detailOf(store, 'a.com');
    const raw = await store.read('observations.raw', { id: observationList[0]?.id ?? (0 as never) });
    expect(JSON.parse(raw ?? '')).toMatchObject({ noise: 2 });
  });

  it('updates what changed and keeps the earlier state when a field that matters differs', async () => {
    await walk(store, [{ records: [record('a.com', { score: 40, tags: ['b', 'a'], lastSeenMs: 10 })] }]);
    // Noise, a new sighting and another order of the tags are no history.
    await walk(store, [{ records: [record('a.com', { score: 40, tags: ['a', 'b'], lastSeenMs: 20, noise: 1 })] }]);
    const unchanged = await detailOf(store, 'a.com');
    expect(unchanged).toMatchObject({ lastSeenMs: 20, observationList: [{ versions: 0, lastSeenMs: 20 }] });

    await walk(store, [{ records: [record('a.com', { score: 95, tags: ['a'], lastSeenMs: 30 })] }], { atMs: 5_000 });
    const changed = await detailOf(store, 'a.com');
    expect(changed).toMatchObject({ score: 95, severity: 'critical', tags: ['a'] });
    expect(changed.observationList).toMatchObject([{ score: 95, fetchedAtMs: 5_000, versions: 1 }]);
    const id = changed.observationList[0]?.id ?? (0 as never);
    expect(await store.read('observations.versions', { id })).toMatchObject([
      { score: 40, tags: ['a', 'b'], lastSeenMs: 20, fetchedAtMs: 2_000, replacedAtMs: 5_000 },
    ]);
  });

  it('rolls all observations of an indicator up', async () => {
    await addConnection(store, 2, 'Second', 'other-vendor');
    await walk(store, [
      { records: [record('a.com', { score: 40, firstSeenMs: 100, lastSeenMs: 200, tags: ['x'], expiresAtMs: null })] },
    ]);
    await walk(
      store,
      [{ records: [record('a.com', { score: 80, firstSeenMs: 150, lastSeenMs: 300, tags: ['X', 'y'] })] }],
      {
        connectionId: connectionId(2),
      },
    );
    expect(await detailOf(store, 'a.com')).toMatchObject({
      score: 80,
      severity: 'high',
      firstSeenMs: 100,
      lastSeenMs: 300,
      vendors: ['acme', 'other-vendor'],
      connections: ['Connection 1', 'Second'],
      tags: ['x', 'y'],
      observations: 2,
      flags: [],
    });
  });

  it('says when one vendor allows what another warns of', async () => {
    await addConnection(store, 2);
    await walk(store, [{ records: [record('a.com', { score: 75 }), record('b.com', { score: 60 })] }]);
    await walk(store, [{ records: [record('a.com', { benign: true }), record('b.com', { benign: true })] }], {
      connectionId: connectionId(2),
    });
    expect((await detailOf(store, 'a.com')).flags).toEqual(['conflicting']);
    expect((await detailOf(store, 'b.com')).flags).toEqual([]);
  });

  it('marks what an exhaustive walk did not see as gone, and keeps what was known', async () => {
    await walk(store, [{ records: [record('a.com', { score: 90 }), record('b.com')], total: 2 }], { stream: 'all' });
    const second = await walk(store, [{ records: [record('b.com')], total: 1 }], { stream: 'all', atMs: 7_000 });
    expect(second.run).toMatchObject({ status: 'complete', received: 1, unchanged: 1 });
    expect(await detailOf(store, 'a.com')).toMatchObject({
      score: 90,
      severity: 'critical',
      flags: ['gone'],
      observationList: [{ goneAtMs: 7_000 }],
    });
    expect((await detailOf(store, 'b.com')).flags).toEqual([]);
    // It went once, and the next walk does not see it either.
    await walk(store, [{ records: [record('b.com')], total: 1 }], { stream: 'all', atMs: 8_000 });
    expect(await detailOf(store, 'a.com')).toMatchObject({ observationList: [{ goneAtMs: 7_000 }] });
    // Back again, and byte for byte as before.
    await walk(store, [{ records: [record('a.com', { score: 90 }), record('b.com')], total: 2 }], { stream: 'all' });
    expect(await detailOf(store, 'a.com')).toMatchObject({
      flags: [],
      observationList: [{ goneAtMs: null, versions: 0 }],
    });
  });

  it('calls nothing gone that another connection or stream knows', async () => {
    await addConnection(store, 2);
    await walk(store, [{ records: [record('other.com')] }], { connectionId: connectionId(2), stream: 'all' });
    await walk(store, [{ records: [record('some.com')] }], { stream: 'some' });
    await walk(store, [{ records: [record('a.com')] }], { stream: 'all' });
    for (const value of ['other.com', 'some.com', 'a.com']) expect((await detailOf(store, value)).flags).toEqual([]);
  });

  it('calls nothing gone after a walk that is not exhaustive, is short, or held a record that could not be read', async () => {
    await walk(store, [{ records: [record('a.com'), record('b.com')] }], { stream: 'all' });
    await walk(store, [{ records: [record('b.com')], total: 2 }], { stream: 'all' });
    await walk(store, [{ records: [record('b.com'), { broken: 'no value' }] }], { stream: 'all' });
    expect((await detailOf(store, 'a.com')).flags).toEqual([]);
    await walk(store, [{ records: [record('c.com')] }], { stream: 'some' });
    await walk(store, [{ records: [] }], { stream: 'some' });
    expect((await detailOf(store, 'c.com')).flags).toEqual([]);
  });

  it('keeps a soft-deleted record as gone', async () => {
    await walk(store, [{ records: [record('a.com')] }]);
    await walk(store, [{ records: [record('a.com', { gone: true })] }], { atMs: 3_000 });
    expect(await detailOf(store, 'a.com')).toMatchObject({ flags: ['gone'], observationList: [{ goneAtMs: 3_000 }] });
  });

  it('keeps records that cannot be read aside, with the reason, and counts them once', async () => {
    const huge = 'é'.repeat(40_000);
    const { run } = await walk(store, [
      { records: [record('a.com'), { broken: 'no type' }], total: 3 },
      { records: [{ broken: 'no type' }, { broken: huge }], total: 3 },
    ]);
    expect(run).toMatchObject({ status: 'incomplete', received: 3, stored: 1, rejected: 2 });
    const rejected = await store.read('rejected.list', { runId: run.id, limit: 10 });
    expect(rejected).toMatchObject([
      {
        connection: 'Connection 1',
        stream: 'some',
        atMs: 2_000,
        reason: 'no type',
        raw: '{"broken":"no type"}',
        rawBytes: 20,
      },
      { reason: 'é'.repeat(40), rawBytes: 80_013 },
    ]);
    expect(Buffer.byteLength(rejected[1]?.raw ?? '')).toBeLessThanOrEqual(65_536);
    expect(rejected[1]?.raw).not.toContain('\ufffd');
  });

  it('begins the next walk where the last one began when that held a record that could not be read', async () => {
    const position = () => store.read('streams.position', { connectionId: connectionId(1), stream: 'some' });
    await walk(store, [{ records: [record('a.com')] }]);
    const spoilt = [{ records: [record('a.com'), { broken: 'no type' }] }, { records: [record('b.com')] }];
    for (let n = 0; n < 2; n += 1) {
      expect((await walk(store, spoilt, { atMs: 5_000 })).run).toMatchObject({ status: 'incomplete', rejected: 1 });
      expect(await position()).toEqual({
        checkpoint: '{"walked":1}',
        cursor: null,
        lastCompleteAtMs: 2_000,
      });
    }
    await walk(store, [{ records: [record('a.com'), record('b.com')] }], { atMs: 7_000 });
    expect(await position()).toMatchObject({ checkpoint: '{"walked":2}', lastCompleteAtMs: 7_000 });
  });

  it('makes the indicators that a record implies, left out of searches', async () => {
    const sha256 = 'a'.repeat(64);
    const md5 = 'b'.repeat(32);
    await walk(store, [
      { records: [record(sha256, { type: 'sha256', derived: [{ type: 'md5', value: md5, relation: 'same_file' }] })] },
    ]);
    expect(await valuesOf(store, plan())).toEqual([sha256]);
    expect(await valuesOf(store, derivedToo)).toEqual([sha256, md5]);
    const derived = await detailOf(store, md5, 'md5');
    expect(derived).toMatchObject({ flags: ['derived'], observations: 0, observationList: [], score: null });
    expect(derived.relations).toMatchObject([{ kind: 'same_file', type: 'sha256', value: sha256 }]);
    expect((await detailOf(store, sha256, 'sha256')).relations).toMatchObject([{ kind: 'same_file', value: md5 }]);
    // A record of its own makes it an ordinary one.
    await walk(store, [{ records: [record(md5, { type: 'md5' })] }]);
    expect((await detailOf(store, md5, 'md5')).flags).toEqual([]);
  });

  it('folds an alias into the indicator as soon as that is known, with triage and cases', async () => {
    const alias = 'vt-url:abc';
    await walk(store, [{ records: [record(alias, { type: 'other', key: '1', score: 30 })] }]);
    const before = await detailOf(store, alias, 'other');
    await store.write('triage.append', { ids: [before.id], change: { verdict: 'malicious', by: 'ana', atMs: 10 } });
    const { number } = await store.write('cases.create', {
      fields: { title: 'T', severity: 'low', tlp: 'amber', pap: 'amber', assignee: null, summary: null },
      by: 'ana',
      atMs: 11,
    });
    await store.write('cases.addIndicators', {
      number,
      ids: [before.id],
      comment: null,
      role: null,
      by: 'ana',
      atMs: 12,
    });

    const url = 'https://evil.example/x';
    await walk(store, [{ records: [record(url, { type: 'url', key: '2', score: 60, aliases: [alias] })] }]);
    const folded = await detailOf(store, url, 'url');
    expect(folded).toMatchObject({
      observations: 2,
      score: 60,
      verdict: 'malicious',
      triagedAtMs: 10,
      cases: [number],
    });
    expect(folded.triageHistory).toMatchObject([{ verdict: 'malicious', by: 'ana' }]);
    expect(await detailOf(store, alias, 'other')).toEqual(folded);
    expect(await valuesOf(store, plan())).toEqual([url]);
    const kept = await store.read('cases.indicator', { number, type: 'url', value: url });
    expect(kept).toMatchObject({ type: 'url', value: url, snapshot: { indicator: { value: alias } } });
    // What arrives under the alias later goes to the indicator too.
    await walk(store, [{ records: [record(alias, { type: 'other', key: '3' })] }]);
    expect((await detailOf(store, url, 'url')).observations).toBe(3);
    expect(await valuesOf(store, derivedToo)).toEqual([url]);
  });

  it('moves an observation whose value changed', async () => {
    await walk(store, [{ records: [record('old.com', { key: 'k' })] }]);
    await walk(store, [{ records: [record('new.com', { key: 'k' })] }]);
    expect((await detailOf(store, 'old.com')).flags).toEqual(['derived']);
    expect(await valuesOf(store, plan())).toEqual(['new.com']);
  });

  describe("the vendor's triage", () => {
    let noise = 0;
    const send = (reviewed: boolean, atMs: number | null) => {
      noise += 1;
      return walk(store, [{ records: [record('a.com', { triage: { reviewed, atMs, by: 'dd@example.org' }, noise })] }]);
    };
    const decide = async (state: TriageState, atMs: number) => {
      const { id } = await detailOf(store, 'a.com');
      await store.write('triage.append', { ids: [id], change: { state, by: 'ana', atMs } });
    };
    const stateNow = async () => (await detailOf(store, 'a.com')).state;
    const history = async () =>
      (await detailOf(store, 'a.com')).triageHistory.map(({ state, atMs, origin }) => [state, atMs, origin]);

    it('is taken over once; the verdict stays', async () => {
      await send(false, null);
      await send(false, 50);
      expect(await detailOf(store, 'a.com')).toMatchObject({ state: 'new', triageHistory: [] });
      await send(true, 100);
      await send(true, 100);
      const reviewed = await detailOf(store, 'a.com');
      expect(reviewed).toMatchObject({ state: 'reviewed', verdict: 'unknown', triagedAtMs: 100 });
      expect(reviewed.triageHistory).toEqual([
        { state: 'reviewed', verdict: 'unknown', by: 'dd@example.org', atMs: 100, note: null, origin: 'datadog' },
      ]);
      await send(false, 150);
      await send(true, 100);
      expect(await history()).toEqual([
        ['reviewed', 100, 'datadog'],
        ['new', 150, 'datadog'],
      ]);
    });

    it('never comes back over a later decision of the analyst, however far ahead of our clock it is dated', async () => {
      const future = Date.UTC(2030, 0, 1);
      await send(true, future);
      await decide('escalated', 200);
      await send(true, future);
      await send(true, future);
      expect(await stateNow()).toBe('escalated');
      // Undone at the vendor, which is no more than what we say already; known from then on.
      await send(false, 250);
      await decide('reviewed', 240);
      await send(false, 250);
      await send(false, 400);
      expect(await stateNow()).toBe('reviewed');
      expect(await history()).toEqual([
        ['reviewed', future, 'datadog'],
        ['escalated', 200, 'local'],
        ['escalated', 250, 'datadog'],
        ['reviewed', 240, 'local'],
      ]);
    });

    it('counts as the later one when it is heard of later, whatever the clocks said', async () => {
      await send(false, null);
      await decide('escalated', 200);
      await send(true, 150);
      expect(await detailOf(store, 'a.com')).toMatchObject({ state: 'reviewed', triagedAtMs: 150 });
      await send(false, 120);
      expect(await stateNow()).toBe('new');
    });

    it('is recorded also where it agrees, so that it is known when the analyst thinks again', async () => {
      await send(false, null);
      await decide('reviewed', 200);
      await send(true, 300);
      await decide('in_review', 250);
      await send(true, 300);
      expect(await stateNow()).toBe('in_review');
    });

    it('is recorded once, as of now, when it says not when', async () => {
      await send(true, null);
      await send(true, null);
      expect(await history()).toEqual([['reviewed', 2_000, 'datadog']]);
      await decide('escalated', 3_000);
      await send(true, null);
      await send(false, null);
      expect(await stateNow()).toBe('escalated');
    });
  });

  it('refuses a page that cannot be trusted and stays where it was', async () => {
    const id = connectionId(1);
    const { runId } = await store.write('runs.start', { connectionId: id, stream: 'some', atMs: 1, restart: false });
    const place = { runId, connectionId: id, stream: 'some' };
    const first = { ...place, cursor: '{"page":0,"pass":0}' };
    await store.ingest(pageInput(first, { records: [record('a.com')], more: true }, 1));
    const second = { ...place, cursor: '{"page":1,"pass":0}' };
    await expect(store.ingest(pageInput(second, '<html>', 1))).rejects.toMatchObject({ code: 'vendor.badResponse' });
    const outcome = await store.ingest(pageInput(second, { records: [record('b.com')] }, 1));
    expect(outcome).toMatchObject({ received: 2, stored: 2, next: null });
  });

  it('goes on where a broken-off walk stopped, counting distinct records and rejected ones over both runs', async () => {
    const id = connectionId(1);
    const start = { connectionId: id, stream: 'all', restart: false };
    const broken = await store.write('runs.start', { ...start, atMs: 1 });
    const place = { runId: broken.runId, connectionId: id, stream: 'all', cursor: '{"page":0,"pass":0}' };
    await store.ingest(pageInput(place, { records: [record('a.com'), { broken: 'bad' }], more: true }, 1));
    // A user's write commits what is open.
    await store.write('settings.set', { name: 'a', value: 'b' });

    const next = await store.write('runs.start', { ...start, atMs: 2 });
    expect(next.position).toEqual({
      checkpoint: null,
      cursor: '{"page":1,"pass":0}',
      lastCompleteAtMs: null,
    });
    const outcome = await store.ingest(
      pageInput(
        { ...place, runId: next.runId, cursor: '{"page":1,"pass":0}' },
        { records: [record('a.com'), record('b.com')] },
        2,
      ),
    );
    expect(outcome).toMatchObject({ received: 3, stored: 1, unchanged: 0, rejected: 1, end: { complete: false } });
    expect(await store.read('rejected.list', { runId: next.runId, limit: 5 })).toMatchObject([{ reason: 'bad' }]);
    const runs = await store.read('runs.list', { connectionId: id, limit: 5 });
    expect(runs.find(({ id: runId }) => runId === broken.runId)).toMatchObject({
      status: 'incomplete',
      error: { code: 'sync.interrupted', message: expect.stringMatching(/^Interrupted: .* goes on from there\.$/) },
      received: 2,
      stored: 1,
    });

    const third = await store.write('runs.start', { ...start, atMs: 3 });
    expect(third.position).toMatchObject({ cursor: null });
  });

  it('begins anew when asked to', async () => {
    const id = connectionId(1);
    const { runId } = await store.write('runs.start', { connectionId: id, stream: 'some', atMs: 1, restart: false });
    const place = { runId, connectionId: id, stream: 'some', cursor: '{"page":0,"pass":0}' };
    await store.ingest(pageInput(place, { records: [record('a.com')], more: true }, 1));
    const next = await store.write('runs.start', { connectionId: id, stream: 'some', atMs: 1, restart: true });
    expect(next.position).toMatchObject({ cursor: null });
  });

  it('walks on when the stream wants another pass', async () => {
    const { pages } = await walk(store, [{ records: [record('a.com')] }], { stream: 'twice' });
    expect(pages.map(({ next, received, unchanged }) => [next, received, unchanged])).toEqual([
      ['{"page":0,"pass":1}', 1, 0],
      [null, 1, 0],
    ]);
  });

  it('ends a walk whose connection was changed under it', async () => {
    const id = connectionId(1);
    const { runId } = await store.write('runs.start', { connectionId: id, stream: 'some', atMs: 1, restart: false });
    const place = { runId, connectionId: id, stream: 'some' };
    await store.ingest(pageInput({ ...place, cursor: '{"page":0,"pass":0}' }, { records: [], more: true }, 1));
    await store.write('connections.update', { id, options: { some: { filter: 'x' } } });
    const next = pageInput({ ...place, cursor: '{"page":1,"pass":0}' }, { records: [] }, 1);
    await expect(store.ingest(next)).rejects.toMatchObject({ code: 'state.conflict' });
    const run = { finishedAtMs: 2, expected: null, requests: 1, waitedMs: 0, error: null };
    expect(await store.write('runs.finish', { runId, run: { ...run, status: 'complete' } })).toMatchObject({
      status: 'failed',
      error: { code: 'state.conflict' },
    });
    expect(await store.read('streams.position', { connectionId: id, stream: 'some' })).toMatchObject({ cursor: null });
  });

  // In a thread of its own the writer would be done with it by then.
  it.runIf(gateway === 'inline')('ends a walk whose connection was changed while it marks what is gone', async () => {
    const place = { connectionId: connectionId(1), stream: 'all' };
    await walk(store, [{ records: [record('a.com'), record('b.com')] }], place);
    const { runId } = await store.write('runs.start', { ...place, atMs: 1, restart: false });
    const last = pageInput({ ...place, runId, cursor: '{"page":0,"pass":0}' }, { records: [record('a.com')] }, 1);
    const marked = store.ingest(last).catch((error: unknown) => error);
    await nextTurn();
    await nextTurn();
    await store.write('connections.update', { id: place.connectionId, options: { all: { filter: 'x' } } });
    expect(await marked).toMatchObject({ code: 'state.conflict' });
    expect(await store.read('streams.position', place)).toMatchObject({ cursor: null });
  });

  it('refuses a page that answers to another place than the one that is stored', async () => {
    const place = { connectionId: connectionId(1), stream: 'some' };
    const { runId } = await store.write('runs.start', { ...place, atMs: 1, restart: false });
    const send = (page: number) => {
      const cursor = JSON.stringify({ page, pass: 0 });
      return store.ingest(pageInput({ ...place, runId, cursor }, { records: [record(`p${page}.com`)], more: true }, 1));
    };
    await send(0);
    await expect(send(2)).rejects.toMatchObject({ code: 'state.conflict' });
    expect(await valuesOf(store, plan())).not.toContain('p2.com');
  });

  it('refuses a page of a connection that was removed', async () => {
    const place = { connectionId: connectionId(1), stream: 'some' };
    const { runId } = await store.write('runs.start', { ...place, atMs: 1, restart: false });
    await store.write('connections.remove', { id: place.connectionId, purge: false, atMs: 2 });
    const page = pageInput({ ...place, runId, cursor: '{"page":0,"pass":0}' }, { records: [record('a.com')] }, 1);
    await expect(store.ingest(page)).rejects.toMatchObject({ code: 'state.notFound' });
    expect(await valuesOf(store, plan())).toEqual([]);
  });

  it('refuses a place that is none of the stream’s', async () => {
    const id = connectionId(1);
    const { runId } = await store.write('runs.start', { connectionId: id, stream: 'some', atMs: 1, restart: false });
    const place = { runId, connectionId: id, stream: 'some', cursor: '{"page":"0","pass":0}' };
    await expect(store.ingest(pageInput(place, { records: [] }, 1))).rejects.toThrow();
  });

  it('ends only the run whose page cannot be stored, whatever else is in the same transaction', async () => {
    await addConnection(store, 2);
    // The disk's refusals cannot be ordered; a trigger's can.
    const other = new Sqlite(testPaths(data.folder).databaseFile);
    other.exec(`CREATE TRIGGER refuse BEFORE INSERT ON observation WHEN new.vendor_key = 'refused.com'
      BEGIN SELECT raise(ABORT, 'refused'); END`);
    other.close();
    const start = async (n: number) => {
      const place = { connectionId: connectionId(n), stream: 'some' };
      const { runId } = await store.write('runs.start', { ...place, atMs: 1, restart: false });
      return { ...place, runId };
    };
    const [spoilt, sound] = [await start(1), await start(2)];
    const send = (place: typeof spoilt, page: number, names: readonly string[]) => {
      const records = names.map((name) => record(name, { tags: [`tag of page ${page}`] }));
      const cursor = JSON.stringify({ page, pass: 0 });
      return store.ingest(pageInput({ ...place, cursor }, { records, more: page < 2 }, 1));
    };
    // Raw records are stored by 64: the second of what is undone takes the last place among those that are kept.
    const names = (prefix: string) =>
      Array.from({ length: prefix === 'kept' ? 62 : 20 }, (_, n) => `${prefix}-${n}.com`);
    await Promise.all([
      send(spoilt, 0, names('kept')),
      send(sound, 0, names('first')),
      // Among the first, which are always stored together, however slow the machine is.
      expect(send(spoilt, 1, ['undone.com', 'undone.net', 'refused.com', ...names('undone')])).rejects.toMatchObject({
        code: 'internal.bug',
      }),
      send(sound, 1, names('second')),
      send(sound, 2, names('third')),
    ]);
    const run = { finishedAtMs: 2, expected: null, requests: 1, waitedMs: 0, error: null };
    const finish = ({ runId }: typeof spoilt) =>
      store.write('runs.finish', { runId, run: { ...run, status: 'complete' } });
    expect(await finish(spoilt)).toMatchObject({ status: 'failed', received: 62, stored: 62, pages: 1 });
    expect(await finish(sound)).toMatchObject({ status: 'complete', received: 60, stored: 60, pages: 3 });

    const stored = ['kept', 'first', 'second', 'third'].flatMap(names);
    expect((await valuesOf(store, plan())).sort()).toEqual(stored.sort());
    for (const value of stored) {
      const { tags, observationList } = await detailOf(store, value);
      const page = ['kept', 'first', 'second', 'third'].findIndex((prefix) => value.startsWith(prefix));
      expect(tags).toEqual([`tag of page ${Math.max(0, page - 1)}`]);
      const raw = await store.read('observations.raw', { id: observationList[0]?.id ?? (0 as never) });
      expect(JSON.parse(raw ?? '')).toMatchObject({ value });
    }
    expect(await store.read('streams.position', { connectionId: connectionId(1), stream: 'some' })).toMatchObject({
      cursor: '{"page":1,"pass":0}',
    });
  });

  it('undoes a page that cannot be stored to a place from which its next run goes on', async () => {
    const other = new Sqlite(testPaths(data.folder).databaseFile);
    other.exec(`CREATE TRIGGER refuse BEFORE INSERT ON observation WHEN new.vendor_key = 'refused.com'
      BEGIN SELECT raise(ABORT, 'refused'); END`);
    const place = { connectionId: connectionId(1), stream: 'some' };
    const run = { finishedAtMs: 2, expected: null, requests: 1, waitedMs: 0, error: null, status: 'complete' } as const;
    const pages = [
      ['a.com', 'b.com'],
      ['c.com', 'refused.com', 'd.com'],
    ];
    const send = (runId: number, page: number) => {
      const records = (pages[page] ?? []).map((name) => record(name));
      const cursor = JSON.stringify({ page, pass: 0 });
      return store.ingest(pageInput({ ...place, runId, cursor }, { records, more: page === 0 }, 1));
    };
    const { runId } = await store.write('runs.start', { ...place, atMs: 1, restart: false });
    await Promise.all([
      send(runId, 0),
      expect(send(runId, 1)).rejects.toMatchObject({ code: 'internal.bug' }),
      // Whatever of it is still on its way is refused too.
      expect(send(runId, 1)).rejects.toMatchObject({ code: 'internal.bug' }),
    ]);
    const failed = await store.write('runs.finish', { runId, run });
    // The first page is part of the same transaction, unless that took so long that it was committed before.
    const { cursor } = (await store.read('streams.position', place)) ?? {};
    const isKept = cursor === '{"page":1,"pass":0}';
    expect(cursor).toBe(isKept ? cursor : null);
    expect(failed).toMatchObject({ status: 'failed', received: isKept ? 2 : 0, pages: isKept ? 1 : 0 });
    expect(await valuesOf(store, plan())).toEqual(isKept ? pages[0] : []);

    other.exec('DROP TRIGGER refuse');
    other.close();
    const { runId: again } = await store.write('runs.start', { ...place, atMs: 3, restart: false });
    if (!isKept) await send(again, 0);
    await send(again, 1);
    expect(await store.write('runs.finish', { runId: again, run })).toMatchObject({ received: 5 });
    expect((await valuesOf(store, plan())).sort()).toEqual(['a.com', 'b.com', 'c.com', 'd.com', 'refused.com']);
    expect(await store.read('store.statistics', { check: true })).toMatchObject({ observations: 5, check: 'ok' });
  });

  it('undoes pages, and the cursor with them, when the end of their transaction cannot be written', async () => {
    const other = new Sqlite(testPaths(data.folder).databaseFile);
    other.exec(`CREATE TRIGGER refuse BEFORE INSERT ON raw_block BEGIN SELECT raise(ABORT, 'refused'); END`);
    const place = { connectionId: connectionId(1), stream: 'some' };
    const start = () => store.write('runs.start', { ...place, atMs: 1, restart: false });
    const send = (runId: number) =>
      store.ingest(
        pageInput({ ...place, runId, cursor: '{"page":0,"pass":0}' }, { records: [record('a.com')], more: true }, 1),
      );
    const finished = {
      finishedAtMs: 2,
      expected: null,
      requests: 1,
      waitedMs: 0,
      error: null,
      status: 'complete',
    } as const;
    const { runId } = await start();
    await send(runId);
    expect(await store.write('runs.finish', { runId, run: finished })).toMatchObject({ status: 'failed', stored: 0 });
    expect(await valuesOf(store, plan())).toEqual([]);
    expect(await store.read('streams.position', place)).toMatchObject({ cursor: null });

    other.exec('DROP TRIGGER refuse');
    other.close();
    const { runId: again } = await start();
    await send(again);
    expect(await store.write('runs.finish', { runId: again, run: finished })).toMatchObject({ stored: 1 });
    expect(await valuesOf(store, plan())).toEqual(['a.com']);
  });

  it('stores ten thousand records of several streams at once, with user writes in between', async () => {
    await addConnection(store, 2);
    const pagesOf = (prefix: string) =>
      Array.from({ length: 10 }, (_, page) => ({
        records: Array.from({ length: 500 }, (_, index) => record(`${prefix}-${page}-${index}.example`)),
        total: 5_000,
      }));
    const [first, second] = await Promise.all([
      walk(store, pagesOf('one'), { stream: 'all' }),
      walk(store, pagesOf('two'), { connectionId: connectionId(2) }),
      ...Array.from({ length: 5 }, (_, n) => store.write('settings.set', { name: `n${n}`, value: 'x' })),
    ]);
    expect(first.run).toMatchObject({ status: 'complete', received: 5_000, stored: 5_000 });
    expect(second.run).toMatchObject({ status: 'complete', received: 5_000, stored: 5_000 });
    expect(await store.read('indicators.count', { plan: plan() })).toEqual({ value: 10_000, exact: true });
    expect(await store.read('store.statistics', { check: true })).toMatchObject({ observations: 10_000, check: 'ok' });
    const found = await search(store, plan({ kind: 'text', text: 'two-9-499' }));
    expect(found.map(({ connections }) => connections)).toEqual([['Connection 2']]);
  });
});
