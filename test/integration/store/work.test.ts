import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store, StoreChange } from '#main/services/ports/store.ts';
import { type CaseFields, caseIndicatorSchema, caseSchema, caseSummarySchema } from '#shared/model/case.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { indicatorDetailSchema } from '#shared/model/indicator.ts';
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
  valuesOf,
  walk,
} from '../../support/store.ts';

const fields: CaseFields = {
  title: 'Phishing wave',
  severity: 'high',
  tlp: 'amber',
  pap: 'green',
  assignee: 'ana',
  summary: null,
};

describe.each<Gateway>(['inline', 'worker'])("the analyst's own work (%s gateway)", (gateway) => {
  let store: Store;
  let clock: TestClock;
  let data: ReturnType<typeof makeDataFolder>;

  beforeEach(async () => {
    data = makeDataFolder();
    clock = new TestClock();
    store = await openTestStore(gateway, data.folder, { clock });
  });
  afterEach(async () => {
    await store.close();
    data.remove();
  });

  it('answers before anything was ever stored, and makes no file for that', async () => {
    expect(await store.read('connections.list', null)).toEqual([]);
    expect(await store.read('cases.list', null)).toEqual([]);
    expect(await store.read('settings.get', null)).toEqual({});
    expect(await valuesOf(store, plan())).toEqual([]);
    expect(await store.read('store.statistics', null)).toMatchObject({ schemaVersion: 0, fileBytes: 0, check: null });
    expect(await store.read('indicators.detail', { type: 'domain', value: 'a.com' })).toBeNull();
  });

  describe('connections', () => {
    it('keeps them with their options, and which secret fields are saved', async () => {
      await store.write('connections.add', {
        id: connectionId(1),
        name: 'Zürich',
        vendor: 'acme',
        site: 'eu',
        baseUrl: 'https://example.org',
        options: { some: { filter: 'a', limit: 5, on: true } },
        createdAtMs: 5,
      });
      await store.write('connections.secretSaved', { id: connectionId(1), fields: ['apiKey'], atMs: 6 });
      expect(await store.read('connections.list', null)).toEqual([
        {
          id: connectionId(1),
          name: 'Zürich',
          vendor: 'acme',
          site: 'eu',
          baseUrl: 'https://example.org',
          options: { some: { filter: 'a', limit: 5, on: true } },
          retentionDays: null,
          syncEveryMinutes: null,
          createdAtMs: 5,
          savedSecret: { fields: ['apiKey'], savedAtMs: 6 },
          lastCompleteAtMs: null,
          latestRuns: [],
        },
      ]);
      await store.write('connections.secretSaved', { id: connectionId(1), fields: null, atMs: 7 });
      expect((await store.read('connections.list', null))[0]?.savedSecret).toBeNull();
    });

    it('has each name once, whatever the case', async () => {
      await addConnection(store, 1, 'Zürich');
      await expect(addConnection(store, 2, 'ZÜRICH')).rejects.toMatchObject({ code: 'state.conflict' });
      await addConnection(store, 2, 'Bern');
      const rename = (name: string) => store.write('connections.update', { id: connectionId(2), name });
      await expect(rename('zürich')).rejects.toMatchObject({ code: 'state.conflict' });
      await rename('BERN');
      expect((await store.read('connections.list', null)).map(({ name }) => name)).toEqual(['BERN', 'Zürich']);
    });

    it('begins a stream anew when its options change, and all when the place changes', async () => {
      const id = await addConnection(store);
      const checkpoint = async (stream: string) =>
        (await store.read('streams.position', { connectionId: id, stream })).checkpoint;
      await walk(store, [{ records: [record('a.com')] }], { stream: 'some' });
      await walk(store, [{ records: [record('a.com')] }], { stream: 'all' });
      await store.write('connections.update', { id, options: { some: { filter: 'x' } }, name: 'Other' });
      expect([await checkpoint('some'), await checkpoint('all')]).toEqual([null, '{"walked":1}']);
      await store.write('connections.update', { id, site: 'eu' });
      expect(await checkpoint('all')).toBeNull();
      expect((await detailOf(store, 'a.com')).connections).toEqual(['Other']);
    });

    it('shows the latest run of each stream', async () => {
      await addConnection(store);
      await walk(store, [{ records: [record('a.com')] }]);
      await walk(store, [{ records: [record('a.com')] }]);
      await walk(store, [{ records: [], total: 5 }], { stream: 'all' });
      const [connection] = await store.read('connections.list', null);
      expect(connection?.latestRuns).toMatchObject([
        { stream: 'all', status: 'incomplete', expected: 5 },
        { stream: 'some', status: 'complete', unchanged: 1 },
      ]);
      expect(connection?.lastCompleteAtMs).toBe(2_000);
    });

    it('keeps the records of a removed one as gone', async () => {
      await addConnection(store);
      await walk(store, [{ records: [record('a.com')] }]);
      await store.write('connections.remove', { id: connectionId(1), purge: false, atMs: 9_000 });
      expect(await store.read('connections.list', null)).toEqual([]);
      expect(await detailOf(store, 'a.com')).toMatchObject({
        flags: ['gone'],
        connections: ['Connection 1'],
        observationList: [{ goneAtMs: 9_000 }],
      });
      await addConnection(store, 2, 'Connection 1');
      await expect(
        store.write('connections.remove', { id: connectionId(1), purge: true, atMs: 1 }),
      ).rejects.toMatchObject({ code: 'state.notFound' });
    });

    it("purges a connection's records, but never triage and cases", async () => {
      await addConnection(store, 1);
      await addConnection(store, 2);
      const derived = [{ type: 'domain', value: 'derived.com', relation: 'seen_in_sample' }] as const;
      const names = Array.from({ length: 3_000 }, (_, n) => record(`n${n}.com`));
      await walk(store, [
        { records: [record('shared.com'), record('triaged.com', { derived: [...derived] }), ...names] },
      ]);
      await walk(store, [{ records: [record('shared.com', { score: 10 })] }], { connectionId: connectionId(2) });
      const { id } = await detailOf(store, 'triaged.com');
      await store.write('triage.append', {
        ids: [id],
        change: { verdict: 'benign', note: 'Ours', by: 'ana', atMs: 1 },
      });
      const { number } = await store.write('cases.create', { fields, by: 'ana', atMs: 1 });
      const addition = { number, comment: null, role: null, by: 'ana', atMs: 1 };
      await store.write('cases.addIndicators', { ...addition, ids: [(await detailOf(store, 'n7.com')).id] });
      await store.write('connections.remove', { id: connectionId(1), purge: true, atMs: 9_000 });
      const everything = plan(undefined, { includeDerived: true });
      const left = ['n7.com', 'shared.com', 'triaged.com'];
      expect((await valuesOf(store, everything)).sort()).toEqual(left);
      // The analyst's own work is found as before.
      expect((await valuesOf(store, plan())).sort()).toEqual(left);
      expect(await valuesOf(store, plan({ kind: 'has', what: 'note' }))).toEqual(['triaged.com']);
      expect(await valuesOf(store, plan({ kind: 'has', what: 'case' }))).toEqual(['n7.com']);
      expect(await valuesOf(store, plan({ kind: 'is', flag: 'derived' }, { includeDerived: true }))).toEqual([]);
      expect((await detailOf(store, 'n7.com')).flags).toEqual([]);
      expect(await detailOf(store, 'shared.com')).toMatchObject({ score: 10, observations: 1, flags: [] });
      expect(await detailOf(store, 'triaged.com')).toMatchObject({
        verdict: 'benign',
        observationList: [],
        relations: [],
      });
      expect(await store.read('store.statistics', { check: true })).toMatchObject({
        indicators: 3,
        observations: 1,
        check: 'ok',
      });
      // Out of its last case, nothing but the vendor that was purged ever spoke of it.
      const indicator = { type: 'domain', value: 'n7.com' } as const;
      await store.write('cases.removeIndicator', { number, indicator, by: 'ana', atMs: 2 });
      expect((await valuesOf(store, plan())).sort()).toEqual(['shared.com', 'triaged.com']);
      expect((await detailOf(store, 'n7.com')).flags).toEqual(['derived']);
    });
  });

  describe('triage', () => {
    beforeEach(async () => {
      await addConnection(store);
      await walk(store, [{ records: [record('a.com'), record('b.com')] }]);
    });

    it('appends to the history; what is not said stays; the order is that of writing', async () => {
      const { id } = await detailOf(store, 'a.com');
      const other = (await detailOf(store, 'b.com')).id;
      const append = (change: object, atMs: number) =>
        store.write('triage.append', { ids: [id, other, id], change: { ...change, by: 'ana', atMs } });
      expect(await append({ state: 'in_review' }, 300)).toEqual({ changed: 2 });
      // The clock jumped back.
      await append({ verdict: 'malicious', note: 'C2' }, 100);
      const detail = await detailOf(store, 'a.com');
      expect(indicatorDetailSchema.parse(detail)).toEqual(detail);
      expect(detail).toMatchObject({ state: 'in_review', verdict: 'malicious', triagedAtMs: 100 });
      expect(detail.triageHistory).toEqual([
        { state: 'in_review', verdict: 'unknown', by: 'ana', atMs: 300, note: null, origin: 'local' },
        { state: 'in_review', verdict: 'malicious', by: 'ana', atMs: 100, note: 'C2', origin: 'local' },
      ]);
      expect(await store.write('triage.append', { ids: [999 as never], change: { by: 'x', atMs: 1 } })).toEqual({
        changed: 0,
      });
    });

    it('takes a decision back by further entries, and leaves alone what was decided since', async () => {
      const { id } = await detailOf(store, 'a.com');
      const other = (await detailOf(store, 'b.com')).id;
      const append = (ids: readonly IndicatorId[], change: object, atMs: number) =>
        store.write('triage.append', { ids, change: { ...change, by: 'ana', atMs } });
      await append([id], { state: 'in_review', verdict: 'suspicious' }, 100);
      await append([id, other], { verdict: 'malicious' }, 200);
      const decision = { by: 'ana', atMs: 200 };
      const revert = (atMs: number) =>
        store.write('triage.revert', { ids: [id, other, 999 as IndicatorId], decision, by: 'bob', atMs });
      expect(await revert(300)).toEqual({ restored: 2, kept: 1 });
      expect(await detailOf(store, 'a.com')).toMatchObject({
        state: 'in_review',
        verdict: 'suspicious',
        triagedAtMs: 300,
      });
      expect(await detailOf(store, 'b.com')).toMatchObject({ state: 'new', verdict: 'unknown' });
      const { triageHistory } = await detailOf(store, 'a.com');
      expect(triageHistory.map(({ verdict, by }) => `${verdict} ${by}`)).toEqual([
        'suspicious ana',
        'malicious ana',
        'suspicious bob',
      ]);
      // It is not the last word any more: a second time would undo the undoing.
      expect(await revert(400)).toEqual({ restored: 0, kept: 3 });
    });

    it('leaves nothing decided behind a first decision that was taken back, however often', async () => {
      const { id } = await detailOf(store, 'a.com');
      for (const atMs of [100, 200]) {
        const decision = { by: 'ana', atMs };
        await store.write('triage.append', { ids: [id], change: { verdict: 'malicious', ...decision } });
        expect(await detailOf(store, 'a.com')).toMatchObject({ triagedAtMs: atMs });
        await store.write('triage.revert', { ids: [id], decision, by: 'ana', atMs: atMs + 1 });
        expect(await detailOf(store, 'a.com')).toMatchObject({ state: 'new', verdict: 'unknown', triagedAtMs: null });
      }
    });
  });

  describe('cases', () => {
    beforeEach(async () => {
      await addConnection(store);
      await walk(store, [{ records: [record('a.com', { score: 80, tags: ['t'] }), record('b.com')] }]);
    });

    it('takes an indicator that is named twice in once', async () => {
      const { number } = await store.write('cases.create', { fields, by: 'ana', atMs: 100 });
      const { id } = await detailOf(store, 'a.com');
      const addition = { number, ids: [id, id], comment: null, role: null, by: 'ana', atMs: 110 };
      expect(await store.write('cases.addIndicators', addition)).toMatchObject({ added: 1, alreadyThere: 1, taken: 2 });
    });

    it('gives out again what one addition took in, and only that', async () => {
      const { number } = await store.write('cases.create', { fields, by: 'ana', atMs: 100 });
      const names = Array.from({ length: 95 }, (_, at) => `n${at}.com`);
      await walk(store, [{ records: names.map((name) => record(name)) }]);
      const ids: IndicatorId[] = [];
      for (const name of ['a.com', 'b.com', ...names]) ids.push((await detailOf(store, name)).id);
      const words = { number, comment: null, role: null, by: 'ana' };
      await store.write('cases.addIndicators', { ...words, ids: ids.slice(0, 2), atMs: 110 });
      let { taken: done, ...addition } = await store.write('cases.addIndicators', { ...words, ids, atMs: 120 });
      // A busy machine needs more than one transaction.
      while (done < ids.length) {
        const rest = { ...words, ids: ids.slice(done), atMs: 120, before: addition };
        const { taken, ...soFar } = await store.write('cases.addIndicators', rest);
        addition = soFar;
        done += taken;
      }
      const { places } = addition;
      if (places === null) throw new Error('Nothing was added.');
      const takeBack = { number, addedAtMs: 120, places, by: 'bob', atMs: 130 };
      let { ids: gone, ...before } = await store.write('cases.removeAddition', takeBack);
      const all = [...gone];
      while (gone.length > 0) {
        ({ ids: gone, ...before } = await store.write('cases.removeAddition', { ...takeBack, before }));
        all.push(...gone);
      }
      expect(new Set(all)).toEqual(new Set(ids.slice(2)));
      expect(before.removed).toBe(95);
      expect(await store.read('cases.get', { number })).toMatchObject({ indicatorCount: 2, updatedAtMs: 130 });
      const { entries } = await store.read('cases.timeline', { number, order: 'newest', after: null, limit: 10 });
      expect(entries[0]).toMatchObject({ kind: 'additionTakenBack', text: '95 indicators taken out again by bob.' });
      const [last = expect.unreachable()] = ids.slice(-1);
      const [row] = await store.read('indicators.details', { ids: [last] });
      expect(row).toMatchObject({ cases: [] });
      // Asked once more, it finds nothing and says nothing.
      expect(await store.write('cases.removeAddition', takeBack)).toMatchObject({ removed: 0, entryId: null, ids: [] });
      expect((await store.read('cases.timeline', { number, order: 'newest', after: null, limit: 10 })).entries).toEqual(
        entries,
      );
      // A closed case stays what it was.
      await store.write('cases.close', { number, verdict: 'benign', summary: '', by: 'ana', atMs: 140 });
      await expect(store.write('cases.removeAddition', takeBack)).rejects.toMatchObject({
        code: 'state.illegalTransition',
      });
    });

    it('lives from opening to closing', async () => {
      const made = await store.write('cases.create', { fields, by: 'ana', atMs: 100 });
      expect(caseSummarySchema.parse(made)).toEqual(made);
      expect(made).toMatchObject({ ...fields, number: 'CASE-0001', status: 'open', createdAtMs: 100, verdict: null });
      const { number } = made;
      const ids = [(await detailOf(store, 'a.com')).id, (await detailOf(store, 'b.com')).id];
      const addition = { number, comment: 'c', role: 'c2', by: 'ana' };
      const add = (some: typeof ids, atMs: number) =>
        store.write('cases.addIndicators', { ...addition, ids: some, atMs });
      expect(await add(ids.slice(0, 1), 110)).toMatchObject({ added: 1, alreadyThere: 0, taken: 1 });
      expect(await add(ids, 120)).toMatchObject({ added: 1, alreadyThere: 1, taken: 2 });
      // The snapshot is frozen, whatever the vendor says later.
      await walk(store, [{ records: [record('a.com', { score: 1 })] }]);
      await store.write('cases.addNote', { number, text: 'A note', by: 'bob', atMs: 130 });
      expect(await store.write('cases.addTask', { number, text: 'Call', by: 'bob', atMs: 140 })).toEqual({ id: 1 });
      expect(await store.write('cases.addTask', { number, text: 'Block', by: 'bob', atMs: 141 })).toEqual({ id: 2 });
      await store.write('cases.setTaskDone', { number, taskId: 1, done: true, by: 'bob', atMs: 150 });
      await store.write('cases.update', {
        number,
        fields: { tlp: 'red', assignee: undefined as never },
        by: 'bob',
        atMs: 160,
      });
      const indicator = { type: 'domain', value: 'b.com' } as const;
      await store.write('cases.removeIndicator', { number, indicator, by: 'ana', atMs: 170 });
      const close = { number, verdict: 'malicious', summary: 'Done', by: 'ana', atMs: 180 } as const;
      expect(await store.write('cases.close', close)).toMatchObject({
        status: 'closed',
        closedAtMs: 180,
        openTaskCount: 1,
      });

      const whole = await store.read('cases.get', { number });
      expect(caseSchema.parse(whole)).toEqual(whole);
      expect(whole).toMatchObject({
        tlp: 'red',
        assignee: 'ana',
        summary: 'Done',
        verdict: 'malicious',
        updatedAtMs: 180,
        indicatorCount: 1,
        noteCount: 1,
        timelineCount: 10,
        tasks: [
          { id: 1, text: 'Call', done: true },
          { id: 2, text: 'Block', done: false },
        ],
      });
      const window = { number, order: 'oldest', after: null, limit: 200 } as const;
      const notes = await store.read('cases.notes', window);
      expect(notes).toEqual({
        entries: [{ id: expect.any(Number), atMs: 130, by: 'bob', text: 'A note', isPinned: false, evidence: [] }],
        next: null,
      });
      expect((await store.read('cases.timeline', window)).entries.map(({ kind }) => kind)).toEqual([
        'created',
        'indicatorsAdded',
        'indicatorsAdded',
        'noteAdded',
        'taskAdded',
        'taskAdded',
        'taskDone',
        'changed',
        'indicatorRemoved',
        'closed',
      ]);
      const name = { type: 'domain', value: 'a.com' } as const;
      const member = await store.read('cases.indicator', { number, ...name });
      expect(caseIndicatorSchema.parse(member)).toEqual(member);
      expect(member).toMatchObject({
        value: 'a.com',
        addedAtMs: 110,
        comment: 'c',
        role: 'c2',
        snapshot: { takenAtMs: 110, indicator: { score: 80, tags: ['t'], cases: [] }, observations: [{ score: 80 }] },
      });
      expect(await store.read('cases.indicator', { number, type: null, value: 'a.com' })).toEqual(member);
      expect(await store.read('cases.indicator', { number, type: 'url', value: 'a.com' })).toBeNull();
      expect(await store.read('cases.indicator', { number, type: null, value: 'b.com' })).toBeNull();
      expect((await detailOf(store, 'a.com')).cases).toEqual([number]);
      expect((await detailOf(store, 'b.com')).cases).toEqual([]);
    });

    it('is open or in progress until it is closed, which no change takes back', async () => {
      const { number } = await store.write('cases.create', { fields, by: 'ana', atMs: 100 });
      const set = (status: 'open' | 'in_progress', atMs: number) =>
        store.write('cases.update', { number, fields: { status }, by: 'bob', atMs });
      expect(await set('in_progress', 110)).toMatchObject({ ...fields, status: 'in_progress', updatedAtMs: 110 });
      // Nothing new: no entry, no other time.
      expect(await set('in_progress', 120)).toMatchObject({ status: 'in_progress', updatedAtMs: 110 });
      expect(await set('open', 130)).toMatchObject({ status: 'open', updatedAtMs: 130 });
      await set('in_progress', 140);
      await store.write('cases.close', { number, verdict: 'benign', summary: 'Done', by: 'ana', atMs: 150 });
      const closed = await store.read('cases.get', { number });
      for (const status of ['open', 'in_progress'] as const) {
        await expect(set(status, 160)).rejects.toMatchObject({
          code: 'state.illegalTransition',
          message: 'CASE-0001 is closed; its status stays.',
        });
      }
      expect(await store.read('cases.get', { number })).toEqual(closed);
      // The other fields can be corrected.
      const correct = { number, fields: { title: 'Corrected' }, by: 'bob', atMs: 170 };
      expect(await store.write('cases.update', correct)).toMatchObject({ title: 'Corrected', status: 'closed' });
      const { entries } = await store.read('cases.timeline', { number, order: 'oldest', after: null, limit: 10 });
      expect(entries.map(({ atMs, kind, text }) => [atMs, kind, text]).slice(1)).toEqual([
        [110, 'changed', 'status: open → in progress (bob)'],
        [130, 'changed', 'status: in progress → open (bob)'],
        [140, 'changed', 'status: open → in progress (bob)'],
        [150, 'closed', 'Case closed as benign by ana.'],
        [170, 'changed', `title: ${fields.title} → Corrected (bob)`],
      ]);
    });

    it('counts them up and lists the newest first', async () => {
      for (const title of ['one', 'two', 'three']) {
        await store.write('cases.create', { fields: { ...fields, title }, by: 'ana', atMs: 1 });
      }
      const list = await store.read('cases.list', null);
      expect(list.map(({ number, title }) => [number, title])).toEqual([
        ['CASE-0003', 'three'],
        ['CASE-0002', 'two'],
        ['CASE-0001', 'one'],
      ]);
    });

    it('refuses what does not fit', async () => {
      const number = 'CASE-0009' as never;
      const by = { by: 'ana', atMs: 1 };
      expect(await store.read('cases.get', { number })).toBeNull();
      await expect(store.write('cases.addNote', { number, text: 'x', ...by })).rejects.toMatchObject({
        code: 'state.notFound',
      });
      const { number: own } = await store.write('cases.create', { fields, ...by });
      await expect(
        store.write('cases.setTaskDone', { number: own, taskId: 7, done: true, ...by }),
      ).rejects.toMatchObject({ code: 'state.notFound' });
      const indicator = { type: 'domain', value: 'a.com' } as const;
      await expect(store.write('cases.removeIndicator', { number: own, indicator, ...by })).rejects.toMatchObject({
        code: 'state.notFound',
      });
      const close = { number: own, verdict: 'benign', summary: 's', ...by } as const;
      await store.write('cases.close', close);
      await expect(store.write('cases.close', close)).rejects.toMatchObject({ code: 'state.illegalTransition' });
    });
  });

  describe('the passing of time', () => {
    it('expires what has an end, without any sync', async () => {
      const nowMs = clock.nowMs();
      await addConnection(store, 1);
      await addConnection(store, 2);
      await walk(store, [{ records: [record('a.com', { score: 90, expiresAtMs: nowMs + 1_000 })] }]);
      await walk(store, [{ records: [record('a.com', { score: 20, expiresAtMs: nowMs + 5_000 })] }], {
        connectionId: connectionId(2),
      });
      const highScore = plan({ kind: 'number', field: 'score', min: 80, max: null });
      const expired = plan({ kind: 'is', flag: 'expired' });
      expect(await valuesOf(store, highScore)).toEqual(['a.com']);
      clock.advance(1_000);
      expect(await valuesOf(store, highScore)).toEqual([]);
      expect(await detailOf(store, 'a.com')).toMatchObject({ score: 20, expiresAtMs: nowMs + 5_000, flags: [] });
      expect(await valuesOf(store, expired)).toEqual([]);
      clock.advance(4_000);
      expect(await valuesOf(store, expired)).toEqual(['a.com']);
      expect(await detailOf(store, 'a.com')).toMatchObject({ score: 20, severity: 'low', flags: ['expired'] });
    });
  });

  describe('changes', () => {
    const nextChange = () =>
      new Promise<StoreChange>((resolve) => {
        const stop = store.onChange((change) => {
          stop();
          resolve(change);
        });
      });
    it('tells of own commits what they changed', async () => {
      await addConnection(store);
      const told = nextChange();
      await store.write('settings.set', { name: 'a', value: 'b' });
      await store.write('cases.create', { fields, by: 'ana', atMs: 1 });
      expect(await told).toEqual({ indicators: false, cases: true, connections: false, settings: true, outbox: false });
    });

    it("tells of another process's commits", async () => {
      await addConnection(store);
      const told = nextChange();
      const other = await openTestStore('worker', data.folder);
      let isTold = false;
      void told.then(() => {
        isTold = true;
      });
      // Until the listener has had its first look at the counters, there is nothing to compare with.
      for (let n = 0; !isTold; n += 1) {
        await other.write('settings.set', { name: 'a', value: String(n) });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      await other.close();
      expect(await told).toEqual({
        indicators: false,
        cases: false,
        connections: false,
        settings: true,
        outbox: false,
      });
    });
  });
});
