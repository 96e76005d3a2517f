import { expect, it, onTestFinished, vi } from 'vitest';
import { Likes } from '#main/db/operations/import-likes.ts';
import { createImportService } from '#main/services/imports/import-service.ts';
import type { ImportedCase, ImportedFile, ImportReader } from '#main/services/ports/imports.ts';
import type { SettingsService } from '#main/services/settings-service.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { makeDataFolder, openTestStore } from '../../support/store.ts';

const atMs = Date.UTC(2026, 10, 21);
const texts = ['one', 'two', 'three'];

const found: ImportedCase = {
  number: 'CASE-0007',
  uuid: '00000000-0000-4000-8000-000000000001',
  title: 'Theft',
  status: 'open',
  severity: 'high',
  tlp: 'amber',
  pap: 'amber',
  assignee: null,
  summary: null,
  verdict: null,
  createdAtMs: atMs,
  updatedAtMs: atMs,
  closedAtMs: null,
  notes: texts.map((text) => ({ atMs, by: 'ana', text, isPinned: false, evidence: [] })),
  tasks: texts.map((text) => ({ text, done: false })),
  files: [],
  timeline: texts.map((text) => ({ atMs, kind: 'own', text, by: 'ana' })),
};
const file: ImportedFile = {
  format: 'stix',
  author: null,
  title: 'Theft',
  case: found,
  caseUuid: found.uuid,
  rows: [],
  passedOver: [],
  notes: [],
  columns: null,
};

async function setUp(of: ImportedFile = file) {
  const data = makeDataFolder();
  const store = await openTestStore('inline', data.folder);
  onTestFinished(async () => {
    await store.close();
    data.remove();
  });
  const settings = { get: async () => ({ analystName: 'ana' }) } as unknown as SettingsService;
  const reader = {} as unknown as ImportReader;
  const service = createImportService({ store, reader, settings, clock: new FakeClock() });
  return { store, run: () => service.run({ name: 'case.json', file: of, choice: 'auto' }) };
}

it('the log of a case is taken in as slowly as the machine is, and once', async () => {
  const { store, run } = await setUp();
  const write = vi.spyOn(store, 'write');
  let elapsedMs = 0;
  // Every look at the clock is a tenth of a second later: each transaction has time for one entry.
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    elapsedMs += 100;
    return elapsedMs;
  });
  onTestFinished(() => clock.mockRestore());
  const { log, number } = await run();
  if (number === null) throw new Error('There is no case.');
  expect(log).toEqual({ added: 9, leftOut: 0 });
  expect(write.mock.calls.filter(([name]) => name === 'imports.log')).toHaveLength(9);
  const page = { number, order: 'oldest', after: null, limit: 200 } as const;
  expect((await store.read('cases.notes', page)).entries.map(({ text }) => text)).toEqual(texts);
  expect((await store.read('cases.timeline', page)).entries.map(({ text }) => text)).toEqual(texts);
  expect((await store.read('cases.get', { number }))?.tasks.map(({ text }) => text)).toEqual(texts);
  expect((await run()).log).toEqual({ added: 0, leftOut: 0 });
});

it('notes and entries of one moment are read once per message, not once each', async () => {
  const count = 2_500;
  const alike = Array.from({ length: count }, (_, n) => ({ atMs, by: 'ana', text: `n${n % 2_000}` }));
  const { store, run } = await setUp({
    ...file,
    case: {
      ...found,
      notes: alike.map((one) => ({ ...one, isPinned: false, evidence: [] })),
      timeline: alike.map((one) => ({ ...one, kind: 'own' })),
    },
  });
  const counted = vi.spyOn(Likes, 'ofNotes');
  onTestFinished(() => counted.mockRestore());
  const { log, number } = await run();
  if (number === null) throw new Error('There is no case.');
  expect(log).toEqual({ added: 2 * count + texts.length, leftOut: 0 });
  expect(counted.mock.calls.length).toBeLessThan(count / 10);
  // Those that repeat are all there, and once only.
  expect((await run()).log).toEqual({ added: 0, leftOut: 0 });
  expect(await store.read('cases.get', { number })).toMatchObject({ noteCount: count, timelineCount: count });
});
