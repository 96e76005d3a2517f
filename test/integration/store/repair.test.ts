import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs, { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownTables, rebuildableTables } from '#main/db/care/own-tables.ts';
import { repair } from '#main/db/care/repair.ts';
import { leaveMark } from '#main/db/leases/run-marks.ts';
import { readJournal } from '#main/db/open/journal.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import type { OutboxItem } from '#shared/model/outbox.ts';
import { fatalPoint, mortalArguments } from '../../support/fatal-point.ts';
import { leaveHotJournal } from '../../support/hot-journal.ts';
import { blockSharedMemory, canBlockSharedMemory } from '../../support/no-shared-memory.ts';
import {
  addConnection,
  connectionId,
  detailOf,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  testPaths,
  valuesOf,
  walk,
} from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let file: string;
const nowMs = Date.UTC(2026, 10, 21);

beforeEach(() => {
  data = makeDataFolder();
  file = testPaths(data.folder).databaseFile;
});
afterEach(() => data.remove());

const pageBytes = 8_192;
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

async function open(): Promise<Store> {
  return openTestStore('inline', data.folder);
}

/** A cache with work in it: decisions, a case with everything, settings, and a queued change of an indicator that has nothing else. */
async function fill({ decisions = 40 } = {}): Promise<void> {
  const store = await open();
  await addConnection(store);
  await walk(store, [{ records: Array.from({ length: 3_000 }, (_, n) => record(`n${n}.example`)) }]);
  const ids = [...(await store.read('indicators.searchIds', { plan: plan(), limit: decisions + 1 }))];
  const queuedFor = ids.pop() ?? null;
  for (const id of ids) {
    const change = {
      state: 'reviewed',
      verdict: 'malicious',
      note: `note of ${id} ${'x'.repeat(200)}`,
      by: 'me',
      atMs: 4_000,
    } as const;
    await store.write('triage.append', { ids: [id], change });
  }
  const tags = { add: ['Mine', 'gone'], remove: [], by: 'me', atMs: 4_500 };
  await store.write('tags.change', { ids: ids.slice(0, 1), change: tags });
  await store.write('tags.change', { ids: ids.slice(0, 1), change: { ...tags, add: [], remove: ['gone'] } });
  const { number } = await store.write('cases.create', {
    fields: { title: 'Theft', severity: 'high', tlp: 'amber', pap: 'amber', assignee: null, summary: null },
    by: 'me',
    atMs: 5_000,
  });
  const caseWork = { number, by: 'me', atMs: 5_000 } as const;
  await store.write('cases.addIndicators', { ...caseWork, ids: ids.slice(0, 5), comment: 'seen', role: null });
  await store.write('cases.addNote', { ...caseWork, text: 'A note' });
  await store.write('cases.addTask', { ...caseWork, text: 'A task' });
  await store.write('settings.set', { name: 'theme', value: 'dark' });
  const item = {
    connectionId: connectionId(1),
    indicatorId: queuedFor,
    operation: 'acme.update',
    base: '{"action":"none"}',
    change: '{"action":"detect"}',
  };
  await store.write('outbox.add', { items: [item], by: 'me', atMs: 6_000 });
  await store.close();
}

/** The queued changes as the store shows them. */
async function readQueue(): Promise<readonly OutboxItem[]> {
  const store = await open();
  const items = await store.read('outbox.list', { connectionId: null, states: null, ids: null });
  await store.close();
  return items;
}

/** Pages of a table or index, from SQLite's own account of them. */
function pagesOf(name: string): readonly number[] {
  const database = new Sqlite(file, { readonly: true });
  try {
    return database
      .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'")
      .pluck()
      .all(name) as number[];
  } finally {
    database.close();
  }
}

function spoil(pages: readonly number[]): void {
  const bytes = readFileSync(file);
  for (const page of pages) bytes.fill(0xff, (page - 1) * pageBytes, page * pageBytes);
  writeFileSync(file, bytes);
}

/** The analyst's work as the store shows it afterwards. */
async function expectWork(): Promise<void> {
  const store = await open();
  const found = await store.read('cases.get', { number: 'CASE-0001' as never });
  expect(found).toMatchObject({ title: 'Theft', severity: 'high' });
  const settings = await store.read('settings.get', null);
  expect(settings['theme']).toBe('dark');
  const decided = await firstDecided(store);
  expect(decided.triageHistory.at(-1) ?? decided.triageHistory[0]).toMatchObject({ verdict: 'malicious', by: 'me' });
  const [connection] = await store.read('connections.list', null);
  expect(connection?.name).toBe('Connection 1');
  await store.close();
}

async function firstDecided(store: Store): Promise<IndicatorDetail> {
  for (const value of await valuesOf(store, plan({ kind: 'all', of: [] }))) {
    const detail = await detailOf(store, value);
    if (detail.triageHistory.length > 0) return detail;
  }
  throw new Error('No decision is left.');
}

describe('repair', () => {
  it('knows of every table whether it can be had again', async () => {
    await fill({ decisions: 1 });
    const database = new Sqlite(file, { readonly: true });
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[];
    database.close();
    const own = new Set<string>(ownTables.map(({ name }) => name));
    expect(tables.filter((name) => own.has(name) === rebuildableTables.has(name))).toEqual([]);
  });

  it('leaves a sound database alone', async () => {
    await fill({ decisions: 1 });
    const before = digest(file);
    expect(await repair({ file, nowMs })).toEqual({ kind: 'sound' });
    expect([digest(file), readdirSync(data.folder).filter((name) => name.startsWith('damaged'))]).toEqual([before, []]);
  });

  it('saves all work when vendor data is damaged, and keeps the damaged file byte for byte', async () => {
    await fill();
    const queue = await readQueue();
    expect(queue).toMatchObject([{ operation: 'acme.update', base: { action: 'none' }, change: { action: 'detect' } }]);
    spoil(pagesOf('observation').slice(0, 3));
    const damaged = digest(file);
    const report = await repair({ file, nowMs });
    if (report.kind !== 'repaired') throw new Error('Not repaired.');
    expect(readJournal(file)).toBe('wal');
    expect(report.counts).toEqual({
      connections: { kept: 1, lost: 0 },
      settings: { kept: 1, lost: 0 },
      triageEntries: { kept: 40, lost: 0 },
      tagEntries: { kept: 3, lost: 0 },
      cases: { kept: 1, lost: 0 },
      caseParts: { kept: expect.any(Number), lost: 0 },
      outbox: { kept: 1, lost: 0 },
      unnamedIndicators: 0,
    });
    expect(digest(join(data.folder, report.keptIn, 'sightline.db'))).toBe(damaged);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(data.folder, report.keptIn)).mode & 0o777).toBe(0o700);
    const store = await open();
    // The sync begins anew, so nothing of the cache is missed.
    expect(await store.read('store.statistics', { check: true })).toMatchObject({
      check: 'ok',
      indicators: 40,
      observations: 0,
      cases: 1,
    });
    expect((await walk(store, [{ records: [record('n0.example'), record('new.example')] }])).run.status).toBe(
      'complete',
    );
    await store.close();
    await expectWork();
    expect(await readQueue()).toEqual(queue);
  });

  it('begins anew after a kill that came while it took the damaged file out of WAL', async () => {
    await fill();
    spoil(pagesOf('observation').slice(1, 2));
    leaveHotJournal(file);
    expect(await repair({ file, nowMs })).toMatchObject({ kind: 'repaired', counts: { triageEntries: { kept: 40 } } });
    const store = await open();
    expect(await store.read('store.statistics', { check: true })).toMatchObject({ check: 'ok' });
    await store.close();
  });

  describe.runIf(canBlockSharedMemory)('where WAL does not work, of a database that was copied there', () => {
    it('leaves a sound one alone', async () => {
      await fill({ decisions: 1 });
      blockSharedMemory(data.folder);
      expect(await repair({ file, nowMs })).toEqual({ kind: 'sound' });
    });

    it('saves the work in a damaged one', async () => {
      await fill();
      spoil(pagesOf('observation').slice(1, 2));
      blockSharedMemory(data.folder);
      expect(await repair({ file, nowMs })).toMatchObject({
        kind: 'repaired',
        counts: { triageEntries: { kept: 40 } },
      });
      expect(readJournal(file)).toBe('rollback');
      await expectWork();
    });
  });

  it('has its copies removed at the next start where it was killed', async () => {
    await fill({ decisions: 1 });
    spoil(pagesOf('observation').slice(1, 2));
    const child = new URL('../../support/care-child.ts', import.meta.url).pathname;
    const killed = spawnSync(process.execPath, [
      ...mortalArguments(fatalPoint('before rename')),
      child,
      data.folder,
      'repair',
    ]);
    expect(killed.signal).toBe('SIGKILL');
    const hidden = (): readonly string[] => readdirSync(data.folder).filter((name) => name.startsWith('.'));
    expect(hidden()).toHaveLength(1);
    const store = await open();
    await store.write('settings.set', { name: 'theme', value: 'light' });
    await store.close();
    expect(hidden()).toEqual([]);
  });

  it('does not take what was taken back for a decision', async () => {
    await fill({ decisions: 1 });
    let store = await open();
    const { id } = await detailOf(store, 'n7.example');
    const decision = { by: 'me', atMs: 6_000 };
    await store.write('triage.append', { ids: [id], change: { verdict: 'malicious', ...decision } });
    await store.write('triage.revert', { ids: [id], decision, by: 'me', atMs: 7_000 });
    await store.close();
    spoil(pagesOf('observation').slice(0, 3));
    expect(await repair({ file, nowMs })).toMatchObject({ kind: 'repaired' });
    store = await open();
    expect(await detailOf(store, 'n7.example')).toMatchObject({ verdict: 'unknown', triagedAtMs: null });
    await store.close();
  });

  it('saves the decisions around a page of them that is lost', async () => {
    await fill({ decisions: 200 });
    const pages = pagesOf('triage_entry');
    expect(pages.length).toBeGreaterThan(3);
    spoil(pages.slice(1, 2));
    const report = await repair({ file, nowMs });
    if (report.kind !== 'repaired') throw new Error('Not repaired.');
    const { kept, lost } = report.counts.triageEntries;
    expect(kept).toBeGreaterThan(120);
    expect(lost).toBeGreaterThan(0);
    expect(kept + lost).toBe(200);
    await expectWork();
  });

  it('does not hide that the end of the audit log is lost', async () => {
    await fill({ decisions: 200 });
    const pages = pagesOf('audit_entry');
    expect(pages.length).toBeGreaterThan(3);
    spoil(pages.slice(-2));
    expect(await repair({ file, nowMs })).toMatchObject({ kind: 'repaired' });
    const store = await open();
    const { last, faults } = await store.read('audit.check', { after: null });
    const lost = { kind: 'missing', id: (last?.id ?? 0) + 1 };
    expect(faults).toMatchObject([lost]);
    // Nor does what is written from now on take its numbers.
    await store.write('cases.addNote', { number: 'CASE-0001' as CaseNumber, by: 'me', atMs: 8_000, text: 'Found' });
    expect((await store.read('audit.check', { after: null })).faults).toMatchObject([lost]);
    await store.close();
  });

  it('does without an index, without the end of the file, and without a sound first page', async () => {
    const damages: readonly (() => void)[] = [
      () => spoil(pagesOf('indicator_value').slice(0, 2)),
      () => truncateSync(file, statSync(file).size - 20 * pageBytes),
      () => {
        const bytes = readFileSync(file);
        bytes.fill(0, 0, 24);
        writeFileSync(file, bytes);
      },
    ];
    for (const damage of damages) {
      data.remove();
      data = makeDataFolder();
      file = testPaths(data.folder).databaseFile;
      await fill({ decisions: 5 });
      damage();
      const report = await repair({ file, nowMs });
      expect(report.kind).toBe('repaired');
      expect(readdirSync(data.folder).filter((name) => name.startsWith('.sightline-'))).toEqual([]);
    }
  });

  it('changes nothing when nothing can be read, when the file is foreign, and while somebody writes', async () => {
    await fill({ decisions: 1 });
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, 100));
    await expect(repair({ file, nowMs })).rejects.toMatchObject({ code: 'storage.corrupt' });
    expect(readFileSync(file).equals(bytes.subarray(0, 100))).toBe(true);

    writeFileSync(file, 'Somebody else’s file, which is no database.'.repeat(10));
    await expect(repair({ file, nowMs })).rejects.toMatchObject({ code: 'storage.foreignFile' });

    writeFileSync(file, bytes);
    spoil(pagesOf('observation'));
    const unmark = leaveMark(data.folder, nowMs, { database: null, log: null });
    const holder = new Sqlite(file);
    holder.pragma('journal_mode = WAL');
    await expect(repair({ file, nowMs })).rejects.toMatchObject({ code: 'state.conflict' });
    holder.close();
    unmark();
    expect(readdirSync(data.folder).filter((name) => /^(?:damaged|\.sightline-)/.test(name))).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });

  it('keeps the damaged files where the new one could not be put in their place', async () => {
    await fill({ decisions: 1 });
    spoil(pagesOf('observation'));
    const damaged = digest(file);
    const { renameSync } = fs;
    fs.renameSync = () => {
      throw Object.assign(new Error('Somebody has it open.'), { code: 'EPERM' });
    };
    syncBuiltinESMExports();
    try {
      await expect(repair({ file, nowMs })).rejects.toMatchObject({ code: 'storage.readOnly' });
    } finally {
      fs.renameSync = renameSync;
      syncBuiltinESMExports();
    }
    const [keptIn = ''] = readdirSync(data.folder).filter((name) => name.startsWith('damaged-'));
    expect(digest(join(data.folder, keptIn, 'sightline.db'))).toBe(damaged);
  });

  it('leaves no half of a copy where the disk is full', async () => {
    await fill({ decisions: 1 });
    spoil(pagesOf('observation'));
    const { copyFileSync } = fs;
    fs.copyFileSync = () => {
      throw Object.assign(new Error('No room.'), { code: 'ENOSPC' });
    };
    syncBuiltinESMExports();
    try {
      await expect(repair({ file, nowMs })).rejects.toMatchObject({ code: 'storage.full' });
    } finally {
      fs.copyFileSync = copyFileSync;
      syncBuiltinESMExports();
    }
    expect(readdirSync(data.folder).filter((name) => /^(?:damaged|\.sightline-)/.test(name))).toEqual([]);
  });

  it.each([
    ['kept', 'wal', (source: string) => source === file],
    ['kept', 'delete', (source: string) => source === file],
    ['rebuilt', 'wal', (source: string) => source.includes('damaged-')],
  ])('changes nothing where somebody stored something while it was being %s (%s)', async (_what, journal, isMoment) => {
    await fill({ decisions: 1 });
    store(`PRAGMA journal_mode = ${journal}`);
    spoil(pagesOf('observation'));
    const { copyFileSync } = fs;
    let isStored = false;
    fs.copyFileSync = (source, ...rest) => {
      copyFileSync(source, ...rest);
      if (isStored || !isMoment(String(source))) return;
      isStored = true;
      store('UPDATE setting SET value = \'"light"\'');
    };
    syncBuiltinESMExports();
    try {
      await expect(repair({ file, nowMs })).rejects.toMatchObject({ code: 'state.conflict' });
    } finally {
      fs.copyFileSync = copyFileSync;
      syncBuiltinESMExports();
    }
    expect(readdirSync(data.folder).filter((name) => /^(?:damaged|\.sightline-)/.test(name))).toEqual([]);
    expect(await repair({ file, nowMs })).toMatchObject({ kind: 'repaired' });
    const repaired = new Sqlite(file, { readonly: true });
    expect(repaired.prepare("SELECT value FROM setting WHERE name = 'theme'").pluck().get()).toBe('"light"');
    repaired.close();
  });
});

function store(sql: string): void {
  const somebody = new Sqlite(file);
  somebody.exec(sql);
  somebody.close();
}
