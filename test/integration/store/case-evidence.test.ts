import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#main/services/ports/store.ts';
import { type CaseNote, caseNoteSchema, caseSchema, caseTimelineEntrySchema } from '#shared/model/case.ts';
import type { CaseNumber, ObservationId } from '#shared/model/ids.ts';
import { noteEvidenceLimit } from '#shared/model/limits.ts';
import { addConnection, detailOf, makeDataFolder, openTestStore, record, walk } from '../../support/store.ts';

const fields = { title: 'Theft', severity: 'high', tlp: 'red', pap: 'amber', assignee: null, summary: null } as const;
const hash = (name: string, text: string): string => createHash(name).update(text).digest('hex');
const file = {
  name: 'mail.eml',
  sizeBytes: 4,
  md5: hash('md5', 'mail'),
  sha1: hash('sha1', 'mail'),
  sha256: hash('sha256', 'mail'),
  comment: null,
} as const;

describe('what supports a case', () => {
  let store: Store;
  let data: ReturnType<typeof makeDataFolder>;
  let number: CaseNumber;
  let signed: { readonly number: CaseNumber; readonly by: string; readonly atMs: number };

  beforeEach(async () => {
    data = makeDataFolder();
    store = await openTestStore('inline', data.folder);
    await addConnection(store);
    await walk(store, [{ records: [record('a.com', { score: 80 }), record('b.com')] }]);
    ({ number } = await store.write('cases.create', { fields, by: 'ana', atMs: 100 }));
    signed = { number, by: 'bob', atMs: 200 };
  });
  afterEach(async () => {
    await store.close();
    data.remove();
  });

  const notes = async (limit = 200, after: number | null = null): Promise<readonly CaseNote[]> =>
    (await store.read('cases.notes', { number, order: 'newest', after, limit })).entries;
  const addNote = async (text: string) => (await store.write('cases.addNote', { ...signed, text })).id;
  const recordOf = async (value: string): Promise<ObservationId> => {
    const [observation] = (await detailOf(store, value)).observationList;
    if (observation === undefined) throw new Error('There is no record.');
    return observation.id;
  };

  describe('pinned notes', () => {
    it('stand first, over pages and whatever else is written; reports keep the order of writing', async () => {
      const [first, second, third] = [await addNote('1'), await addNote('2'), await addNote('3')];
      await store.write('cases.pinNote', { ...signed, noteId: first, pinned: true });
      expect((await notes()).map(({ id, isPinned }) => [id, isPinned])).toEqual([
        [first, true],
        [third, false],
        [second, false],
      ]);
      const page = await store.read('cases.notes', { number, order: 'newest', after: null, limit: 2 });
      expect(page.next).toBe(third);
      expect((await notes(2, page.next)).map(({ id }) => id)).toEqual([second]);
      const oldest = await store.read('cases.notes', { number, order: 'oldest', after: null, limit: 200 });
      expect(oldest.entries.map(({ text }) => text)).toEqual(['1', '2', '3']);
      await store.write('cases.pinNote', { ...signed, noteId: first, pinned: false });
      expect((await notes()).map(({ id }) => id)).toEqual([third, second, first]);
    });

    it('are refused in another case', async () => {
      const noteId = await addNote('1');
      const other = await store.write('cases.create', { fields, by: 'ana', atMs: 100 });
      const asked = store.write('cases.pinNote', { ...signed, number: other.number, noteId, pinned: true });
      await expect(asked).rejects.toMatchObject({ code: 'state.notFound' });
    });
  });

  describe('pinned records', () => {
    it('are frozen: what the vendor says later, or its purge, changes nothing', async () => {
      const noteId = await addNote('It called home.');
      const observationId = await recordOf('a.com');
      const raw = await store.read('observations.raw', { id: observationId });
      const { id } = await store.write('cases.pinRecord', { ...signed, noteId, observationId });
      await walk(store, [{ records: [record('a.com', { score: 1 })] }], { restart: true });
      const [note] = await notes();
      expect(caseNoteSchema.parse(note)).toEqual(note);
      expect(note?.evidence).toMatchObject([
        {
          id,
          type: 'domain',
          value: 'a.com',
          connection: 'Connection 1',
          vendor: 'acme',
          stream: 'some',
          by: 'bob',
          pinnedAtMs: 200,
        },
      ]);
      const kept = await store.read('cases.evidenceRaw', { number, id });
      expect(kept).toBe(raw);
      expect(hash('sha256', kept ?? '')).toBe(note?.evidence[0]?.rawSha256);
      expect(await store.read('observations.raw', { id: observationId })).not.toBe(raw);
      const [connection] = await store.read('connections.list', null);
      if (connection === undefined) throw new Error('The connection is gone.');
      await store.write('connections.remove', { id: connection.id, purge: true, atMs: 300 } as never);
      expect(await store.read('cases.evidenceRaw', { number, id })).toBe(raw);
    });

    it('are pinned once as they are, again when they have changed, and taken off', async () => {
      const noteId = await addNote('Seen');
      const pin = async () =>
        store.write('cases.pinRecord', { ...signed, noteId, observationId: await recordOf('a.com') });
      const { id } = await pin();
      await expect(pin()).rejects.toMatchObject({ code: 'state.conflict' });
      await walk(store, [{ records: [record('a.com', { score: 1 })] }], { restart: true });
      const later = await pin();
      await store.write('cases.unpinRecord', { ...signed, id });
      expect((await notes())[0]?.evidence.map((one) => one.id)).toEqual([later.id]);
      expect(await store.read('cases.evidenceRaw', { number, id })).toBeNull();
      await expect(store.write('cases.unpinRecord', { ...signed, id })).rejects.toMatchObject({
        code: 'state.notFound',
      });
    });

    it('are limited in number and size, and belong to their case only', async () => {
      const noteId = await addNote('Many');
      const values = Array.from({ length: noteEvidenceLimit + 1 }, (_, at) => `n${at}.com`);
      await walk(store, [{ records: values.map((value) => record(value)) }], { stream: 'all' });
      for (const value of values.slice(1)) {
        await store.write('cases.pinRecord', { ...signed, noteId, observationId: await recordOf(value) });
      }
      const pin = async (value: string, note: number) =>
        store.write('cases.pinRecord', { ...signed, noteId: note, observationId: await recordOf(value) });
      await expect(pin('n0.com', noteId)).rejects.toMatchObject({ code: 'input.tooLarge' });
      await expect(pin('n0.com', 9_999)).rejects.toMatchObject({ code: 'state.notFound' });
      const gone = { ...signed, noteId, observationId: 99_999 as ObservationId };
      await expect(store.write('cases.pinRecord', gone)).rejects.toMatchObject({ code: 'state.notFound' });
      const other = await store.write('cases.create', { fields, by: 'ana', atMs: 100 });
      const [evidence] = (await notes())[0]?.evidence ?? [];
      expect(await store.read('cases.evidenceRaw', { number: other.number, id: evidence?.id ?? 0 })).toBeNull();
    });
  });

  it('own entries stand in the timeline by their time; only they can be removed', async () => {
    await addNote('At 200');
    const write = (happenedAtMs: number, text: string) =>
      store.write('cases.addTimelineEntry', { ...signed, happenedAtMs, text });
    const { id } = await write(50, 'The mail arrived.');
    await write(150, 'It was opened.');
    await write(150, 'It called home.');
    const read = async (order: 'newest' | 'oldest', limit = 200, after: number | null = null) =>
      store.read('cases.timeline', { number, order, after, limit });
    const texts = [
      'The mail arrived.',
      'Case opened by ana.',
      'It was opened.',
      'It called home.',
      'Note added by bob.',
    ];
    const { entries } = await read('oldest');
    expect(entries.map(({ text }) => text)).toEqual(texts);
    expect(entries[0]).toEqual({ id, atMs: 50, kind: 'own', text: 'The mail arrived.', by: 'bob' });
    for (const entry of entries) expect(caseTimelineEntrySchema.parse(entry)).toEqual(entry);
    let page = await read('newest', 2);
    const seen = page.entries.map(({ text }) => text);
    while (page.next !== null) {
      page = await read('newest', 2, page.next);
      seen.push(...page.entries.map(({ text }) => text));
    }
    expect(seen).toEqual(texts.toReversed());
    await store.write('cases.removeTimelineEntry', { ...signed, id });
    const automatic = entries.find(({ kind }) => kind === 'created');
    const remove = store.write('cases.removeTimelineEntry', { ...signed, id: automatic?.id ?? 0 });
    await expect(remove).rejects.toMatchObject({ code: 'state.notFound' });
    expect((await read('oldest')).entries.map(({ text }) => text)).not.toContain('The mail arrived.');
  });

  it('files are kept by what proves them, each once under its name', async () => {
    const { id } = await store.write('cases.addFile', { ...signed, file });
    await expect(store.write('cases.addFile', { ...signed, file })).rejects.toMatchObject({ code: 'state.conflict' });
    await store.write('cases.addFile', { ...signed, file: { ...file, name: 'copy.eml', comment: 'the same' } });
    const found = await store.read('cases.get', { number });
    expect(caseSchema.parse(found)).toEqual(found);
    expect(found?.files[0]).toEqual({ id, ...file, by: 'bob', addedAtMs: 200 });
    await store.write('cases.removeFile', { ...signed, id });
    expect((await store.read('cases.get', { number }))?.files.map(({ name }) => name)).toEqual(['copy.eml']);
    await expect(store.write('cases.removeFile', { ...signed, id })).rejects.toMatchObject({ code: 'state.notFound' });
    const actions = (await store.read('audit.list', { number, order: 'newest', after: null, limit: 3 })).entries;
    expect(actions.map(({ action }) => action)).toEqual(['cases.removeFile', 'cases.addFile', 'cases.addFile']);
  });
});
