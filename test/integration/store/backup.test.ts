import { spawnSync } from 'node:child_process';
import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { restore } from '#main/db/care/restore.ts';
import { openDataCare } from '#main/db/data-care.ts';
import { readJournal } from '#main/db/open/journal.ts';
import { temporaryBeside } from '#main/files/temporary-files.ts';
import type { DataCare } from '#main/services/ports/data-care.ts';
import type { Store } from '#main/services/ports/store.ts';
import { blockSharedMemory, canBlockSharedMemory } from '../../support/no-shared-memory.ts';
import {
  addConnection,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestClock,
  TestLogger,
  testPaths,
  valuesOf,
  walk,
} from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let care: DataCare;
let target: string;

beforeEach(() => {
  data = makeDataFolder();
  care = openDataCare({ paths: testPaths(data.folder), clock: new TestClock(), logger: new TestLogger() });
  target = join(data.folder, 'copies', 'sightline.backup');
  mkdirSync(join(data.folder, 'copies'));
});
afterEach(() => data.remove());

async function fill(count = 3): Promise<Store> {
  const store = await openTestStore('inline', data.folder);
  await addConnection(store);
  await walk(store, [{ records: Array.from({ length: count }, (_, n) => record(`n${n}.example`)) }]);
  return store;
}

async function addCase(store: Store, title: string): Promise<void> {
  await store.write('cases.create', {
    fields: { title, severity: 'low', tlp: 'amber', pap: 'amber', assignee: null, summary: null },
    by: 'me',
    atMs: 5_000,
  });
}

const valuesIn = async (): Promise<readonly string[]> => {
  const store = await openTestStore('inline', data.folder);
  try {
    return (await valuesOf(store, plan())).toSorted();
  } finally {
    await store.close();
  }
};

describe('backup', () => {
  it('is one private, sound file with everything that was committed, made while the store is in use', async () => {
    const store = await fill();
    await addCase(store, 'Before');
    const report = await care.backUp(target);
    await addCase(store, 'After');
    await store.close();
    expect(report).toMatchObject({ schemaVersion: expect.any(Number), indicators: 3, cases: 1, triageEntries: 0 });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(data.folder, 'copies'))).toEqual(['sightline.backup']);
    const copy = new Sqlite(target, { readonly: true });
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(copy.prepare('SELECT title FROM case_file').pluck().all()).toEqual(['Before']);
    copy.close();
  });

  it('holds no secret: there is none in the database', async () => {
    await (await fill()).close();
    await care.backUp(target);
    expect(readFileSync(target).includes('secret-canary')).toBe(false);
    const copy = new Sqlite(target, { readonly: true });
    const columns = copy.prepare("SELECT name FROM pragma_table_info('saved_secret')").pluck().all();
    expect(columns).toEqual(['connection_id', 'fields', 'saved_at_ms']);
    copy.close();
  });

  it('replaces an older one only when the new one is whole', async () => {
    writeFileSync(target, 'older');
    await expect(care.backUp(target)).rejects.toMatchObject({ code: 'state.notFound' });
    expect(readFileSync(target, 'utf8')).toBe('older');
    await (await fill()).close();
    await care.backUp(target);
    expect(statSync(target).size).toBeGreaterThan(8_192);
  });

  it('refuses links, folders, the database itself and places that are not there', async () => {
    await (await fill()).close();
    const { databaseFile } = testPaths(data.folder);
    const link = join(data.folder, 'link');
    symlinkSync(databaseFile, link);
    for (const [path, code] of [
      [link, 'export.notWritable'],
      [join(data.folder, 'copies'), 'export.notWritable'],
      [join(data.folder, 'absent', 'x'), 'export.notWritable'],
      [join(data.folder, 'x'.repeat(300)), 'export.notWritable'],
      [`${databaseFile}-sums`, 'export.notWritable'],
      [`${databaseFile}-wal`, expect.stringMatching(/^(export\.notWritable|input\.invalid)$/)],
      [databaseFile, 'input.invalid'],
    ] as const) {
      await expect(care.backUp(path), path).rejects.toMatchObject({ code });
    }
    expect(await valuesIn()).toHaveLength(3);
  });

  it('needs no memory that processes share where it is written, as on a network drive', async () => {
    await (await fill()).close();
    const seen: string[] = [];
    const watcher = watch(join(data.folder, 'copies'), (_, name) => seen.push(String(name)));
    await care.backUp(target);
    await vi.waitFor(() => expect(seen).toContain('sightline.backup'));
    watcher.close();
    expect(seen.filter((name) => name.endsWith('-shm'))).toEqual([]);
  });

  it('of a damaged database is refused, and leaves nothing behind', async () => {
    await (await fill(5_000)).close();
    const { databaseFile } = testPaths(data.folder);
    const bytes = readFileSync(databaseFile);
    bytes.fill(0xff, 16_384, 120_000);
    writeFileSync(databaseFile, bytes);
    await expect(care.backUp(target)).rejects.toMatchObject({ code: 'storage.corrupt' });
    expect(readdirSync(join(data.folder, 'copies'))).toEqual([]);
  });

  it('removes what a killed one left in its folder, and the next to write what lies in the data folder', async () => {
    const store = await fill();
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const leave = (near: string): string => {
      const name = temporaryBeside(near).replace(`-${process.pid}-`, `-${gone}-`);
      for (const suffix of ['', '-journal']) writeFileSync(`${name}${suffix}`, 'half');
      return name;
    };
    leave(target);
    await care.backUp(target);
    expect(readdirSync(join(target, '..'))).toEqual(['sightline.backup']);
    await store.close();
    mkdirSync(join(data.folder, 'backups'));
    const left = [leave(testPaths(data.folder).databaseFile), leave(join(data.folder, 'backups', 'x'))];
    const next = await openTestStore('inline', data.folder);
    await next.write('settings.set', { name: 'theme', value: 'dark' });
    await next.close();
    expect(left.flatMap((name) => [name, `${name}-journal`]).filter(existsSync)).toEqual([]);
  });
});

describe('restore', () => {
  it('puts a backup in place and keeps what was there', async () => {
    const store = await fill();
    await care.backUp(target);
    await addCase(store, 'Only in the replaced one');
    await store.close();
    const report = await care.restore(target);
    expect(report.keptIn).toBe('replaced-2026-11-21T00-00-00.000Z');
    expect(await valuesIn()).toEqual(['n0.example', 'n1.example', 'n2.example']);
    const replaced = new Sqlite(join(data.folder, report.keptIn ?? '', 'sightline.db'), { readonly: true });
    expect(replaced.prepare('SELECT title FROM case_file').pluck().all()).toEqual(['Only in the replaced one']);
    replaced.close();
    expect(statSync(testPaths(data.folder).databaseFile).mode & 0o777).toBe(0o600);
    expect(existsSync(target)).toBe(true);
  });

  it('leaves the database in WAL mode, where searches do not wait for what is stored', async () => {
    await (await fill()).close();
    await care.backUp(target);
    await care.restore(target);
    expect(readJournal(testPaths(data.folder).databaseFile)).toBe('wal');
    expect(readJournal(target)).toBe('rollback');
    expect(readdirSync(data.folder).filter((name) => /probe|^\.sightline/.test(name))).toEqual([]);
  });

  it.runIf(canBlockSharedMemory)('leaves it with a rollback journal on a drive where WAL does not work', async () => {
    await (await fill()).close();
    await care.backUp(target);
    blockSharedMemory(data.folder);
    await care.restore(target);
    expect(readJournal(testPaths(data.folder).databaseFile)).toBe('rollback');
  });

  it('works into an empty data folder', async () => {
    await (await fill()).close();
    await care.backUp(target);
    const other = makeDataFolder();
    const elsewhere = openDataCare({
      paths: testPaths(join(other.folder, 'new')),
      clock: new TestClock(),
      logger: new TestLogger(),
    });
    expect(await elsewhere.restore(target)).toMatchObject({ keptIn: null });
    other.remove();
  });

  it.each(['inline', 'worker'] as const)(
    'refuses while a store is open, even one that only reads (%s)',
    async (gateway) => {
      await (await fill()).close();
      await care.backUp(target);
      const reader = await openTestStore(gateway, data.folder);
      await reader.read('connections.list', null);
      await expect(care.restore(target)).rejects.toMatchObject({ code: 'state.conflict' });
      expect(await reader.read('connections.list', null)).toHaveLength(1);
      await reader.close();
      expect(readdirSync(data.folder).filter((name) => /^(?:replaced|\.sightline)/.test(name))).toEqual([]);
      await care.restore(target);
    },
  );

  it('refuses what is no sound backup of ours, with the database unchanged', async () => {
    await (await fill(5_000)).close();
    const { databaseFile } = testPaths(data.folder);
    await care.backUp(target);
    const before = readFileSync(databaseFile);
    const damaged = readFileSync(target);
    damaged.fill(0xff, 16_384, 120_000);
    const newer = new Sqlite(join(data.folder, 'newer'));
    newer.pragma(`application_id = ${0x5347544c}`);
    newer.pragma('user_version = 9990');
    newer.exec('CREATE TABLE t(x)');
    newer.close();
    const foreign = new Sqlite(join(data.folder, 'foreign'));
    foreign.exec('CREATE TABLE t(x)');
    foreign.close();
    writeFileSync(join(data.folder, 'text'), 'no database at all, but long enough');
    writeFileSync(join(data.folder, 'empty'), '');
    writeFileSync(join(data.folder, 'damaged'), damaged);
    writeFileSync(join(data.folder, 'cut'), readFileSync(target).subarray(0, 100_000));
    for (const [name, code] of [
      ['newer', 'storage.newerSchema'],
      ['foreign', 'storage.foreignFile'],
      ['text', 'storage.foreignFile'],
      ['empty', 'storage.foreignFile'],
      ['absent', 'state.notFound'],
      ['damaged', 'storage.corrupt'],
      ['cut', 'storage.corrupt'],
    ] as const) {
      const refused = care.restore(join(data.folder, name));
      await expect(refused, name).rejects.toMatchObject({ code });
      // Of the file that was given, not of the one in the data folder.
      if (code.startsWith('storage.')) await expect(refused, name).rejects.toThrow(/backup/);
      await expect(refused, name).rejects.not.toMatchObject({ suggestion: expect.stringContaining('repair') });
    }
    await expect(care.restore(databaseFile)).rejects.toMatchObject({ code: 'input.invalid' });
    expect(readFileSync(databaseFile).equals(before)).toBe(true);
    expect(readdirSync(data.folder).filter((name) => /^(?:replaced|\.sightline)/.test(name))).toEqual([]);
  });

  it('that was stopped in time changes nothing, as a backup then makes none', async () => {
    await (await fill()).close();
    await care.backUp(target);
    const { databaseFile } = testPaths(data.folder);
    const before = [readFileSync(databaseFile), readdirSync(data.folder)];
    const stopped = { code: 'internal.cancelled', message: 'Interrupted: nothing was changed.' };
    await expect(care.restore(target, AbortSignal.abort())).rejects.toMatchObject(stopped);
    await expect(care.backUp(`${target}.2`, AbortSignal.abort())).rejects.toMatchObject(stopped);
    expect(readdirSync(join(data.folder, 'copies'))).toEqual(['sightline.backup']);
    expect([readFileSync(databaseFile), readdirSync(data.folder)]).toEqual(before);
    const damaged = readFileSync(databaseFile).fill(0, 0, 24);
    writeFileSync(databaseFile, damaged);
    await expect(care.repair(AbortSignal.abort())).rejects.toMatchObject(stopped);
    expect(readFileSync(databaseFile).equals(damaged)).toBe(true);
    expect(readdirSync(data.folder).filter((name) => /^(?:damaged|replaced|\.)/.test(name))).toEqual([]);
  });

  it('takes the changes that lie in the log of the replaced database along', async () => {
    const store = await openTestStore('inline', data.folder);
    await addConnection(store);
    await store.close();
    await care.backUp(target);
    const writer = new Sqlite(testPaths(data.folder).databaseFile);
    writer.pragma('journal_mode = WAL');
    writer.exec("INSERT INTO setting VALUES ('theme', 'dark')");
    // As after a kill: the log is there, and nobody holds the file.
    const wal = readFileSync(`${testPaths(data.folder).databaseFile}-wal`);
    const main = readFileSync(testPaths(data.folder).databaseFile);
    writer.close();
    writeFileSync(testPaths(data.folder).databaseFile, main);
    writeFileSync(`${testPaths(data.folder).databaseFile}-wal`, wal);
    chmodSync(`${testPaths(data.folder).databaseFile}-wal`, 0o600);
    const { keptIn } = await care.restore(target);
    const replaced = new Sqlite(join(data.folder, keptIn ?? '', 'sightline.db'), { readonly: true });
    expect(replaced.prepare("SELECT value FROM setting WHERE name = 'theme'").pluck().get()).toBe('dark');
    replaced.close();
    const fresh = await openTestStore('inline', data.folder);
    expect(await fresh.read('settings.get', null)).toEqual({});
    await fresh.close();
  });

  it('changes nothing where somebody stored something since it had the database to itself', async () => {
    const store = await fill();
    await store.write('settings.set', { name: 'theme', value: 'dark' });
    await store.close();
    await care.backUp(target);
    const { databaseFile } = testPaths(data.folder);
    const { linkSync } = fs;
    fs.linkSync = (...args) => {
      linkSync(...args);
      const somebody = new Sqlite(databaseFile);
      somebody.exec(`UPDATE setting SET value = 'light'`);
      somebody.close();
    };
    syncBuiltinESMExports();
    try {
      await expect(restore({ file: databaseFile, source: target, nowMs: 0 })).rejects.toMatchObject({
        code: 'state.conflict',
      });
    } finally {
      fs.linkSync = linkSync;
      syncBuiltinESMExports();
    }
    expect(readdirSync(data.folder).filter((name) => name.startsWith('replaced-'))).toEqual([]);
    const left = await openTestStore('inline', data.folder);
    expect(await left.read('settings.get', null)).toMatchObject({ theme: 'light' });
    await left.close();
  });

  it('keeps a log whose database is gone', async () => {
    const store = await fill();
    await store.close();
    await care.backUp(target);
    const { databaseFile } = testPaths(data.folder);
    rmSync(databaseFile);
    writeFileSync(`${databaseFile}-wal`, 'decisions of a program that was killed', { mode: 0o600 });
    const { keptIn } = await care.restore(target);
    expect(readFileSync(join(data.folder, keptIn ?? '', 'sightline.db-wal'), 'utf8')).toMatch(/^decisions/);
    expect(existsSync(`${databaseFile}-wal`)).toBe(false);
    expect(await valuesIn()).toHaveLength(3);
  });
});
