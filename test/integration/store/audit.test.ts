import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { SqlConnection } from '#main/db/connection.ts';
import { createAuditService, parseNoted } from '#main/services/audit-service.ts';
import type { StoredAuditEntry } from '#main/services/ports/store/audit.ts';
import type { Store } from '#main/services/ports/store.ts';
import { auditEntrySchema, auditVerdictSchema } from '#shared/model/audit.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import {
  addConnection,
  connectionId,
  detailOf,
  makeDataFolder,
  openTestStore,
  record,
  walk,
} from '../../support/store.ts';

const fields = { title: 'Theft', severity: 'high', tlp: 'red', pap: 'amber', assignee: null, summary: null } as const;

describe('the audit log', () => {
  let store: Store;
  let data: ReturnType<typeof makeDataFolder>;

  beforeEach(async () => {
    data = makeDataFolder();
    store = await openTestStore('inline', data.folder);
    await addConnection(store);
    await walk(store, [{ records: [record('a.com'), record('b.com')] }]);
  });
  afterEach(async () => {
    await store.close();
    data.remove();
  });

  const audit = () => createAuditService({ store });
  const all = async (number: CaseNumber | null = null): Promise<StoredAuditEntry[]> => {
    const entries: StoredAuditEntry[] = [];
    for await (const entry of audit().entries(number)) entries.push(entry);
    return entries;
  };
  const openCase = () => store.write('cases.create', { fields, by: 'ana', atMs: 100 });

  /** Another program at the closed file. */
  async function tamper(sql: string): Promise<void> {
    await store.close();
    const database = new Sqlite(join(data.folder, 'sightline.db'));
    database.exec(sql);
    database.close();
    store = await openTestStore('inline', data.folder);
  }
  const unguarded =
    'DROP TRIGGER audit_entry_unchanged; DROP TRIGGER audit_entry_kept; DROP TRIGGER audit_entry_not_replaced;';

  it('is empty and whole before anything was done; a sync is no act of the analyst', async () => {
    expect(await all()).toEqual([]);
    expect(await audit().verify()).toEqual({ entries: 0, last: null, faults: [] });
  });

  it('tells every change of a case with who, when and what, and of a case on its own', async () => {
    const { number, uuid } = await openCase();
    const work = { number, by: 'bob', atMs: 200 } as const;
    const ids = [(await detailOf(store, 'a.com')).id, (await detailOf(store, 'b.com')).id];
    await store.write('cases.addIndicators', { ...work, ids, comment: 'seen', role: 'c2' });
    await store.write('cases.addIndicators', { ...work, atMs: 201, ids, comment: null, role: null });
    const text = 'x'.repeat(3_000);
    await store.write('cases.addNote', { ...work, text });
    await store.write('cases.addTask', { ...work, text: 'Call' });
    await store.write('cases.setTaskDone', { ...work, taskId: 1, done: true });
    await store.write('cases.setTaskDone', { ...work, taskId: 1, done: true });
    await store.write('cases.update', { ...work, fields: { tlp: 'amber' } });
    await store.write('cases.update', { ...work, fields: { tlp: 'amber' } });
    await store.write('cases.removeIndicator', { ...work, indicator: { type: 'domain', value: 'b.com' } });
    await store.write('cases.close', { ...work, verdict: 'malicious', summary: 'Done' });
    await store.write('cases.create', { fields, by: 'ana', atMs: 300 });

    const entries = await all(number);
    expect(entries.map(({ id, atMs, by, action, text: told }) => [id, atMs, by, action, told])).toEqual([
      [1, 100, 'ana', 'cases.create', 'Case opened.'],
      [2, 200, 'bob', 'cases.addIndicators', '2 indicators added.'],
      [3, 200, 'bob', 'cases.addNote', 'Note 1 added.'],
      [4, 200, 'bob', 'cases.addTask', 'Task 1 added.'],
      [5, 200, 'bob', 'cases.setTaskDone', 'Task 1 done.'],
      [6, 200, 'bob', 'cases.update', 'Changed: tlp.'],
      [7, 200, 'bob', 'cases.removeIndicator', 'domain b.com removed.'],
      [8, 200, 'bob', 'cases.close', 'Case closed as malicious.'],
    ]);
    const details = entries.map(({ sealed }) => JSON.parse(sealed).detail);
    expect(details[0]).toEqual({ ...fields, uuid });
    expect(details[1]).toEqual({
      role: 'c2',
      comment: 'seen',
      indicators: { count: 2, items: ['domain a.com', 'domain b.com'] },
    });
    expect(details[2]).toEqual({ id: 1, text: { sha256: sha256(text), characters: 3_000 } });
    expect(details[7]).toEqual({ verdict: 'malicious', summary: 'Done' });
    expect(await all()).toHaveLength(9);
    for (const { sealed: _sealed, ...entry } of entries) expect(auditEntrySchema.parse(entry)).toEqual(entry);
  });

  it('tells how a case stands, and nothing of a change that was refused', async () => {
    const { number } = await openCase();
    const work = { number, by: 'bob', atMs: 200 } as const;
    await store.write('cases.update', { ...work, fields: { status: 'in_progress' } });
    await store.write('cases.close', { ...work, verdict: 'benign', summary: 'Done' });
    await expect(store.write('cases.update', { ...work, fields: { status: 'open' } })).rejects.toThrow('closed');
    const entries = await all(number);
    expect(entries.map(({ by, action, text }) => [by, action, text]).slice(1)).toEqual([
      ['bob', 'cases.update', 'Changed: status.'],
      ['bob', 'cases.close', 'Case closed as benign.'],
    ]);
    expect(JSON.parse(entries[1]?.sealed ?? '').detail).toEqual({ status: 'in_progress' });
    expect(await audit().verify()).toMatchObject({ entries: 3, faults: [] });
  });

  it('tells decisions and what became of queued changes', async () => {
    const { id } = await detailOf(store, 'a.com');
    const other = (await detailOf(store, 'b.com')).id;
    const change = { state: 'reviewed', verdict: 'benign', note: 'ours', by: 'ana', atMs: 10 } as const;
    await store.write('triage.append', { ids: [id], change });
    await store.write('triage.append', { ids: [id, other], change: { verdict: 'malicious', by: 'ana', atMs: 11 } });
    const decision = { by: 'ana', atMs: 11 };
    await store.write('triage.revert', { ids: [id, other], decision, by: 'bob', atMs: 12 });
    const tags = { add: ['c2'], remove: ['old'], by: 'ana', atMs: 12 };
    await store.write('tags.change', { ids: [id], change: tags });
    // Nothing changes any more: no entry.
    await store.write('tags.change', { ids: [id], change: tags });
    await store.write('tags.revert', { ids: [id, other], tagging: { by: 'ana', atMs: 12 }, by: 'bob', atMs: 13 });
    const item = { connectionId: connectionId(1), indicatorId: null, operation: 'push', base: null, change: '{"a":1}' };
    const by = { by: 'ana', atMs: 12 };
    const [first, second] = await store.write('outbox.add', { items: [item, item], ...by });
    if (first === undefined || second === undefined) throw new Error('Nothing was queued.');
    await store.write('outbox.move', { id: second, beforeId: first, ...by });
    const failed = { id: first, from: ['queued'], state: 'failed', reason: 'refused' } as const;
    await store.write('outbox.change', { changes: [failed], ...by });
    // Not in a state from which it can change: nothing happened.
    await store.write('outbox.change', { changes: [failed], ...by });
    await store.write('outbox.drop', { ids: [first, 999], ...by });
    const entries = await all();
    expect(entries.map(({ action, text, case: number }) => [action, text, number])).toEqual([
      ['triage.append', 'domain a.com: reviewed, benign, noted.', null],
      ['triage.append', '2 indicators: malicious.', null],
      ['triage.revert', '2 indicators: a decision of ana taken back.', null],
      ['tags.change', 'domain a.com: tags +c2, -old.', null],
      ['tags.revert', '1 indicator: tags of ana taken back.', null],
      ['outbox.add', '2 changes queued for Connection 1: push.', null],
      ['outbox.move', `Change ${second} moved before ${first}.`, null],
      ['outbox.change', `Change ${first}: failed.`, null],
      ['outbox.drop', '1 change dropped from the outbox.', null],
    ]);
    expect(JSON.parse(entries[7]?.sealed ?? '').detail.changes.items).toMatchObject([
      { id: first, state: 'failed', reason: 'refused' },
    ]);
  });

  it('seals each entry with the one before, so that anybody can check it', async () => {
    const { number } = await openCase();
    await store.write('cases.addNote', { number, text: 'A', by: 'ana', atMs: 1 });
    let before = Buffer.alloc(32);
    for (const { sealed, hash } of await all()) {
      before = createHash('sha256').update(before).update(sealed, 'utf8').digest();
      expect(hash).toBe(before.toString('hex'));
    }
    const verdict = await audit().verify();
    expect(verdict).toEqual({ entries: 2, last: { id: 2, hash: before.toString('hex') }, faults: [] });
    expect(auditVerdictSchema.parse(verdict)).toEqual(verdict);
  });

  it('is whole while another process writes to it', async () => {
    await openCase();
    const read = SqlConnection.prototype.rows;
    const spy = vi.spyOn(SqlConnection.prototype, 'rows');
    onTestFinished(() => spy.mockRestore());
    // Right after the last entry was read.
    spy.mockImplementation(function* (this: SqlConnection, ...asked) {
      yield* read.apply(this, asked);
      const other = new Sqlite(join(data.folder, 'sightline.db'));
      other.exec(`INSERT INTO audit_entry(entry, hash) VALUES ('{}', x'00')`);
      other.close();
    } as typeof read);
    expect(await audit().verify()).toMatchObject({ entries: 1, faults: [] });
  });

  it('is written with the act or not at all', async () => {
    const number = 'CASE-0077' as CaseNumber;
    await expect(store.write('cases.addNote', { number, text: 'A', by: 'ana', atMs: 1 })).rejects.toMatchObject({
      code: 'state.notFound',
    });
    expect(await all()).toEqual([]);
  });

  it('is refused to be changed by SQL, whichever way', async () => {
    await openCase();
    const entry = `(1, '{}', x'00')`;
    for (const sql of [
      `UPDATE audit_entry SET entry = '{}'`,
      'DELETE FROM audit_entry',
      `INSERT OR REPLACE INTO audit_entry(id, entry, hash) VALUES ${entry}`,
      `INSERT INTO audit_entry(id, entry, hash) VALUES ${entry} ON CONFLICT DO UPDATE SET entry = '{}'`,
    ]) {
      await expect(tamper(sql), sql).rejects.toThrow('only added to');
      store = await openTestStore('inline', data.folder);
    }
    expect((await audit().verify()).faults).toEqual([]);
  });

  describe('names what somebody did to it with the triggers out of the way:', () => {
    beforeEach(async () => {
      const { number } = await openCase();
      for (const text of ['A', 'B', 'C']) await store.write('cases.addNote', { number, text, by: 'ana', atMs: 1 });
    });
    const faults = async () => (await audit().verify()).faults.map(({ kind, id }) => [kind, id]);

    it('a word', async () => {
      await tamper(`${unguarded} UPDATE audit_entry SET entry = replace(entry, 'ana', 'bob') WHERE id = 2`);
      expect(await faults()).toEqual([['changed', 2]]);
    });

    it('a word and its hash', async () => {
      const changed = (await all())[1]?.sealed.replace('ana', 'bob') ?? '';
      const hash = createHash('sha256')
        .update(Buffer.from((await all())[0]?.hash ?? '', 'hex'))
        .update(changed)
        .digest('hex');
      await tamper(`${unguarded} UPDATE audit_entry SET entry = '${changed}', hash = x'${hash}' WHERE id = 2`);
      expect(await faults()).toEqual([['changed', 3]]);
    });

    it('an entry that says it is another one, and its hash', async () => {
      const [third, fourth] = (await all()).slice(2);
      const changed = fourth?.sealed.replace('"id":4', '"id":5') ?? '';
      const hash = createHash('sha256')
        .update(Buffer.from(third?.hash ?? '', 'hex'))
        .update(changed)
        .digest('hex');
      await tamper(`${unguarded} UPDATE audit_entry SET entry = '${changed}', hash = x'${hash}' WHERE id = 4`);
      expect(await faults()).toEqual([['changed', 4]]);
    });

    it('an entry in the middle, and the end', async () => {
      await tamper(`${unguarded} DELETE FROM audit_entry WHERE id IN (2, 4)`);
      expect(await faults()).toEqual([
        ['missing', 2],
        ['missing', 4],
      ]);
    });

    it('what cannot be read', async () => {
      await tamper(`${unguarded} UPDATE audit_entry SET entry = 'no JSON' WHERE id = 3`);
      expect(await faults()).toEqual([['changed', 3]]);
      expect(await all()).toMatchObject([{}, {}, { text: 'This entry cannot be read any more.' }, {}]);
    });

    it('all of it, written anew, when a place was noted', async () => {
      const { last } = await audit().verify();
      if (last === null) throw new Error('The log is empty.');
      expect((await audit().verify(last)).faults).toEqual([]);
      expect((await audit().verify({ ...last, hash: 'ab'.repeat(32) })).faults).toMatchObject([{ kind: 'notAsNoted' }]);
      await tamper(`${unguarded} DELETE FROM audit_entry; DELETE FROM sqlite_sequence WHERE name = 'audit_entry'`);
      expect((await audit().verify()).faults).toEqual([]);
      expect((await audit().verify(last)).faults).toMatchObject([{ kind: 'notAsNoted', id: 4 }]);
    });
  });

  it('is read and checked in pieces, newest or oldest first', async () => {
    const { number } = await openCase();
    for (let at = 0; at < 30; at += 1) {
      await store.write('cases.addTask', { number, text: `${at}`, by: 'ana', atMs: at });
    }
    const newest = await audit().list({ number: null, order: 'newest', after: null, limit: 3 });
    expect(newest.entries.map(({ id }) => id)).toEqual([31, 30, 29]);
    const older = await audit().list({ number, order: 'newest', after: newest.next, limit: 200 });
    expect(older.entries.map(({ id }) => id).slice(0, 2)).toEqual([28, 27]);
    expect(older.next).toBeNull();
    await expect(
      audit().list({ number: 'CASE-0099' as CaseNumber, order: 'newest', after: null, limit: 1 }),
    ).rejects.toMatchObject({
      code: 'state.notFound',
    });
  });

  /** Entries that this store would not have written so: long ones, each of so many characters. */
  const insertEntries = (count: number, length: number) =>
    tamper(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${count})
       INSERT INTO audit_entry(entry, hash) SELECT '{"text":"' || hex(zeroblob(${length / 2})) || '"}', x'00' FROM n`,
    );

  it('is handed on in answers of bounded length', async () => {
    await insertEntries(4, 300_000);
    const first = await audit().list({ number: null, order: 'oldest', after: null, limit: 200 });
    expect([first.entries.map(({ id }) => id), first.next]).toEqual([[1, 2], 2]);
    expect(await all()).toHaveLength(4);
    await expect(audit().list({ number: null, order: 'oldest', after: null, limit: 201 })).rejects.toMatchObject({
      code: 'input.tooLarge',
    });
  });

  it('is checked a part at a time, to its end', async () => {
    await insertEntries(4, 6_000_000);
    const part = await store.read('audit.check', { after: null });
    expect(part).toMatchObject({ entries: 2, isOver: false, last: { id: 2 } });
    expect(await store.read('audit.check', { after: part.last })).toMatchObject({ entries: 2, isOver: true });
    expect(await audit().verify()).toMatchObject({ entries: 4, last: { id: 4 }, faults: { length: 4 } });
  });

  it('is told with no more faults than anybody reads', async () => {
    await insertEntries(300, 10);
    expect(await store.read('audit.check', { after: null })).toMatchObject({ entries: 300, faults: { length: 50 } });
    await insertEntries(2, 10_000_000);
    expect((await audit().verify()).faults).toHaveLength(50);
  });

  it('is compared with a place as it was noted, in any case of letters, and with nothing else', () => {
    const hash = 'ab'.repeat(32);
    expect(parseNoted(` 412:${hash.toUpperCase()} `)).toEqual({ id: 412, hash });
    for (const text of ['', '412', `0:${hash}`, `412:${hash}0`, `412:${hash.slice(1)}`, `-1:${hash}`, `x412:${hash}`])
      expect(() => parseNoted(text), text).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });

  it('cuts lists that are too long for one entry, and proves the rest', async () => {
    const values = Array.from(
      { length: 1_000 },
      (_, at) =>
        `${at}.${'long-'.repeat(11)}name.${'x'.repeat(50)}.${'y'.repeat(50)}.${'z'.repeat(60)}.${'w'.repeat(60)}.com`,
    );
    await walk(store, [{ records: values.map((value) => record(value)) }], { stream: 'some', restart: true });
    const names = values.map((value) => ({ type: 'domain', value, received: null }) as const);
    const { ids } = await store.write('indicators.ensure', { names });
    await store.write('triage.append', { ids, change: { verdict: 'benign', by: 'ana', atMs: 1 } });
    const [entry] = await all();
    const { indicators } = JSON.parse(entry?.sealed ?? '').detail;
    expect(indicators.count).toBe(1_000);
    expect(indicators.isCut).toBe(true);
    expect(indicators.items.length).toBeLessThan(1_000);
    expect(indicators.sha256).toBe(sha256(JSON.stringify(values.map((value) => `domain ${value}`))));
    expect((await audit().verify()).faults).toEqual([]);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
