import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseAddition } from '#main/services/ports/store/cases.ts';
import type { Store } from '#main/services/ports/store.ts';
import {
  type CaseFields,
  type CaseIndicatorOrder,
  type CaseLogPage,
  caseIndicatorRowSchema,
} from '#shared/model/case.ts';
import type { CaseNumber, IndicatorId } from '#shared/model/ids.ts';
import { caseTaskLimit } from '#shared/model/limits.ts';
import {
  addConnection,
  detailOf,
  type Gateway,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  walk,
} from '../../support/store.ts';
import type { TestRecord } from '../../support/store-stream.ts';

const fields: CaseFields = {
  title: 'Big',
  severity: 'high',
  tlp: 'amber',
  pap: 'amber',
  assignee: null,
  summary: null,
};
const everything = plan({ kind: 'all', of: [] });

describe.each<Gateway>(['inline', 'worker'])('a case of many, %s', (gateway) => {
  let data: ReturnType<typeof makeDataFolder>;
  let store: Store;
  let number: CaseNumber;

  beforeEach(async () => {
    data = makeDataFolder();
    store = await openTestStore(gateway, data.folder);
    await addConnection(store);
    number = (await store.write('cases.create', { fields, by: 'ana', atMs: 1 })).number;
  });
  afterEach(async () => {
    await store.close();
    data.remove();
  });

  const idsOf = () => store.read('indicators.searchIds', { plan: everything, limit: null });

  /** As the service does: part by part, each a transaction. @returns how many parts it took. */
  async function add(ids: readonly IndicatorId[], partSize = 500): Promise<number> {
    const addition = { number, comment: 'x'.repeat(300), role: null, by: 'ana', atMs: 2 };
    let before: CaseAddition | undefined;
    let parts = 0;
    for (let done = 0; done < ids.length; parts += 1) {
      const input = { ...addition, ids: ids.slice(done, done + partSize), before };
      const answer = await store.write('cases.addIndicators', input);
      expect(answer.taken).toBeGreaterThan(0);
      before = answer;
      done += answer.taken;
    }
    return parts;
  }

  const timeline = async () =>
    (await store.read('cases.timeline', { number, order: 'oldest', after: null, limit: 200 })).entries.map(
      ({ text }) => text,
    );

  it('says of each line which other cases hold it, and not this one', async () => {
    await walk(store, [{ records: [record('a.example'), record('b.example')] }]);
    const ids = await idsOf();
    await add(ids);
    const other = await store.write('cases.create', { fields, by: 'ana', atMs: 3 });
    const addition = { number: other.number, comment: null, role: null, by: 'ana', atMs: 4 };
    await store.write('cases.addIndicators', { ...addition, ids: ids.slice(0, 1) });
    const window = { order: 'value', descending: false, offset: 0, limit: 10 } as const;
    const namesOf = async (of: CaseNumber) =>
      (await store.read('cases.indicators', { ...window, number: of })).map(({ otherCases }) => otherCases);
    expect((await namesOf(number)).toSorted((a, b) => b.length - a.length)).toEqual([[other.number], []]);
    expect(await namesOf(other.number)).toEqual([[number]]);
  });

  it('has one entry of its timeline for one addition, true after each transaction', async () => {
    const records = Array.from({ length: 1_200 }, (_, at) => record(`host-${at}.example`));
    await walk(store, [{ records }]);
    const ids = await idsOf();
    const parts = await add(ids.slice(0, 700), 100);
    expect(parts).toBeGreaterThan(1);
    // As after a kill in the middle: what the last transaction said is what is there.
    expect(await timeline()).toEqual(['Case opened by ana.', '700 indicators added by ana.']);
    expect(await store.read('cases.get', { number })).toMatchObject({ indicatorCount: 700 });
    await store.write('cases.addNote', { number, text: 'In between', by: 'bob', atMs: 2 });
    await add(ids);
    expect(await timeline()).toEqual([
      'Case opened by ana.',
      '700 indicators added by ana.',
      'Note added by bob.',
      '500 indicators added by ana.',
    ]);
    await add(ids);
    expect(await timeline()).toHaveLength(4);
  });

  describe('its table', () => {
    const scores = [50, 90, null, 10, 70];

    beforeEach(async () => {
      const say = (given: readonly (number | null)[]): TestRecord[] =>
        given.map((score, at) => record(`${'edcba'[at]}.example`, { score: score as number }));
      await walk(store, [{ records: say(scores) }]);
      await add(
        await Promise.all(['e', 'd', 'c', 'b', 'a'].map(async (name) => (await detailOf(store, `${name}.example`)).id)),
      );
      await walk(store, [{ records: say([5, 6, 7, null, 95]) }]);
      const ids = [(await detailOf(store, 'c.example')).id];
      await store.write('triage.append', { ids, change: { verdict: 'benign', state: 'reviewed', by: 'bob', atMs: 9 } });
    });

    const page = (order: CaseIndicatorOrder, descending = false, offset = 0, limit = 200) =>
      store.read('cases.indicators', { number, order, descending, offset, limit });
    const names = async (...asked: Parameters<typeof page>): Promise<string> =>
      (await page(...asked)).map(({ value }) => value.charAt(0)).join('');

    it('says what was true then and what is true now', async () => {
      const rows = await page('added');
      for (const row of rows) expect(caseIndicatorRowSchema.parse(row)).toEqual(row);
      expect(rows[0]).toMatchObject({
        value: 'e.example',
        addedAtMs: 2,
        comment: 'x'.repeat(200),
        before: { score: 50, severity: 'medium', verdict: 'unknown', state: 'new' },
        now: { score: 5, severity: 'low', verdict: 'unknown', state: 'new' },
      });
      expect(rows[2]).toMatchObject({
        before: { score: null, verdict: 'unknown' },
        now: { score: 7, verdict: 'benign', state: 'reviewed' },
      });
    });

    it('is sorted and paged by the store, with unknown values last both ways', async () => {
      expect(await names('added')).toBe('edcba');
      expect(await names('added', true)).toBe('abcde');
      expect(await names('value')).toBe('abcde');
      expect(await names('type', true)).toBe('edcba');
      expect(await names('scoreBefore')).toBe('beadc');
      expect(await names('scoreBefore', true)).toBe('daebc');
      expect(await names('score', true)).toBe('acdeb');
      expect((await names('verdict', true)).charAt(0)).toBe('c');
      expect(await names('verdictBefore')).toBe('edcba');
      expect(await names('scoreBefore', true, 1, 2)).toBe('ae');
      expect(await names('added', false, 5)).toBe('');
    });

    it('refuses more lines than a message holds', async () => {
      await expect(page('added', false, 0, 201)).rejects.toMatchObject({ code: 'input.tooLarge' });
    });
  });

  it('gives what was frozen in the order of reports, in answers of bounded size', async () => {
    const long = 'd'.repeat(60_000);
    const records = [
      record('z.example', { description: long }),
      record('a.example', { description: long }),
      ...Array.from({ length: 20 }, (_, at) => record(`m${at}.example`, { description: long })),
      record('198.51.100.9', { type: 'ipv4' }),
      record('\u{1F600}', { type: 'other' }),
      record('\uFFFDx', { type: 'other' }),
    ] as TestRecord[];
    await walk(store, [{ records }]);
    await add(await idsOf());
    const ids = await store.read('cases.memberIds', { number, order: 'report' });
    const values: string[] = [];
    let answers = 0;
    for (let done = 0; done < ids.length; answers += 1) {
      const { members, taken } = await store.read('cases.members', { ids: ids.slice(done) });
      expect(JSON.stringify(members).length).toBeLessThan(1_000_000);
      values.push(...members.map(({ value }) => value));
      done += taken;
    }
    expect(answers).toBeGreaterThan(1);
    expect(values.at(0)).toBe('198.51.100.9');
    expect(values.at(1)).toBe('a.example');
    // By code point: UTF-16 units would put the emoji first.
    expect(values.slice(-3)).toEqual(['z.example', '\uFFFDx', '\u{1F600}']);
    const reported = await store.read('indicators.reportIds', { plan: everything });
    const live = await store.read('indicators.summaries', { ids: reported });
    expect(live.map(({ value }) => value)).toEqual(values);
  });

  it('is counted for the head of a report, frozen and as it stands', async () => {
    const tags = ['tlp:red'];
    await walk(store, [{ records: [record('a.example', { score: 80, tags }), record('b.example', { score: 20 })] }]);
    await add(await idsOf());
    await walk(store, [{ records: [record('b.example', { score: null as never })] }], { atMs: 5_000 });
    const memberIds = await store.read('cases.memberIds', { number, order: 'report' });
    const frozen = await store.read('cases.tally', { ids: memberIds });
    const tellers = [{ connection: 'Connection 1', vendor: 'acme' }];
    const one = { total: 1, byType: { domain: 1 }, harmless: 0, tellers };
    expect(new Set(frozen)).toEqual(
      new Set([
        { ...one, mark: 'red', unscored: 0, changedAtMs: 2_000 },
        { ...one, mark: null, unscored: 0, changedAtMs: 2_000 },
      ]),
    );
    const live = await store.read('indicators.tally', { ids: await idsOf() });
    expect(new Set(live)).toEqual(
      new Set([
        { ...one, mark: 'red', unscored: 0, changedAtMs: 2_000 },
        { ...one, mark: null, unscored: 1, changedAtMs: 5_000 },
      ]),
    );
  });

  it('is seen by a snapshot as it was, whoever writes meanwhile', async () => {
    await walk(store, [{ records: [record('a.example', { score: 80 })] }]);
    const snapshot = await store.snapshot();
    await walk(store, [{ records: [record('a.example', { score: 10 }), record('b.example')] }]);
    await store.write('cases.addNote', { number, text: 'Later', by: 'bob', atMs: 3 });
    expect(await snapshot.read('indicators.count', { plan: everything })).toMatchObject({ value: 1 });
    expect(await snapshot.read('cases.get', { number })).toMatchObject({ noteCount: 0 });
    const name = { type: 'domain', value: 'a.example' } as const;
    expect(await snapshot.read('indicators.detail', name)).toMatchObject({ score: 80 });
    await snapshot.release();
    expect(await store.read('indicators.detail', name)).toMatchObject({ score: 10 });
  });

  it('gives notes and timeline in pages, both ways, in answers of bounded size', async () => {
    const texts = Array.from({ length: 30 }, (_, at) => `${at} ${'x'.repeat(99_000)}`);
    for (const [at, text] of texts.entries()) await store.write('cases.addNote', { number, text, by: 'bob', atMs: at });
    const other = (await store.write('cases.create', { fields, by: 'ana', atMs: 1 })).number;
    await store.write('cases.addNote', { number: other, text: 'Of another case', by: 'bob', atMs: 3 });

    const readAll = async (name: 'cases.notes' | 'cases.timeline', order: 'newest' | 'oldest', limit: number) => {
      const found: string[] = [];
      let pages = 0;
      for (let after: number | null | undefined = null; after !== undefined; pages += 1) {
        const page: CaseLogPage<{ readonly text: string }> = await store.read(name, { number, order, after, limit });
        expect(JSON.stringify(page).length).toBeLessThan(1_000_000);
        found.push(...page.entries.map(({ text }) => text));
        after = page.next ?? undefined;
      }
      return { found, pages };
    };
    const oldest = await readAll('cases.notes', 'oldest', 200);
    expect(oldest.found).toEqual(texts);
    expect(oldest.pages).toBeGreaterThan(1);
    expect((await readAll('cases.notes', 'newest', 3)).found).toEqual(texts.toReversed());
    // Ends with a full page, after which there is nothing.
    expect(await readAll('cases.timeline', 'oldest', 31)).toMatchObject({ pages: 1, found: { length: 31 } });
    expect(await store.read('cases.get', { number })).toMatchObject({ noteCount: 30, timelineCount: 31 });
    await expect(store.read('cases.notes', { number, order: 'newest', after: null, limit: 201 })).rejects.toMatchObject(
      { code: 'input.tooLarge' },
    );
  });

  it('holds a bounded number of tasks, and says so', async () => {
    for (let at = 1; at <= caseTaskLimit; at += 1) {
      await store.write('cases.addTask', { number, text: 'Call', by: 'bob', atMs: 3 });
    }
    await expect(store.write('cases.addTask', { number, text: 'Call', by: 'bob', atMs: 3 })).rejects.toMatchObject({
      code: 'input.tooLarge',
      suggestion: expect.stringContaining('note'),
    });
  });

  it('can be closed while a snapshot is held', async () => {
    await store.snapshot();
    await store.close();
    store = await openTestStore(gateway, data.folder);
  });
});
