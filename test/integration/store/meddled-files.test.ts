/** Other programs that replace, remove or cut off the files of a database that is open. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repair } from '#main/db/care/repair.ts';
import { openReader } from '#main/db/open/open-reader.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import type { Store } from '#main/services/ports/store.ts';
import { startChild, type Teller } from '../../support/start-child.ts';
import { addConnection, makeDataFolder, openTestStore, plan, record, testPaths, walk } from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let file: string;
beforeEach(() => {
  data = makeDataFolder();
  file = testPaths(data.folder).databaseFile;
});
afterEach(() => data.remove());

async function open(gateway: 'inline' | 'worker' = 'inline'): Promise<Store> {
  const store = await openTestStore(gateway, data.folder);
  await addConnection(store);
  await walk(store, [{ records: Array.from({ length: 400 }, (_, n) => record(`n${n}.example`)) }]);
  await store.read('indicators.count', { plan: plan() });
  return store;
}

const setTheme = (store: Store, value: string) => store.write('settings.set', { name: 'theme', value });
const themes = (path: string): unknown[] => {
  const database = new Sqlite(path);
  try {
    return database.prepare("SELECT value FROM setting WHERE name = 'theme'").pluck().all();
  } finally {
    database.close();
  }
};

describe.each(['inline', 'worker'] as const)('a database file that is open (%s)', (gateway) => {
  it.each([
    [
      'replaced',
      () => {
        copyFileSync(file, `${file}.copy`);
        renameSync(`${file}.copy`, file);
      },
    ],
    ['removed', () => rmSync(file)],
  ])('and is %s: nothing is answered or stored any more, and it is said', async (_name, meddle) => {
    const store = await open(gateway);
    meddle();
    for (let turn = 0; turn < 2; turn += 1) {
      const expected = {
        code: 'storage.corrupt',
        message: expect.stringContaining('replaced or removed'),
        suggestion: expect.stringContaining('start again'),
      };
      await expect(setTheme(store, 'dark')).rejects.toMatchObject(expected);
      await expect(store.read('indicators.count', { plan: plan() })).rejects.toMatchObject(expected);
    }
    await store.close();
  });

  it('and is cut off: as well, and the next start has it checked', async () => {
    const store = await open(gateway);
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const expected = { code: 'storage.corrupt', message: expect.stringContaining('cut off') };
    await expect(setTheme(store, 'dark')).rejects.toMatchObject(expected);
    await expect(store.read('indicators.count', { plan: plan() })).rejects.toMatchObject(expected);
    await store.close();
    expect(readdirSync(`${data.folder}/leases`).filter((name) => name.startsWith('writer-'))).toHaveLength(1);
  });
});

it('what another program put in its place is not mixed with the log of the old one', async () => {
  const first = await open();
  await setTheme(first, 'light');
  await first.close();
  copyFileSync(file, `${file}.copy`);
  const store = await openTestStore('inline', data.folder);
  await setTheme(store, 'dark');
  renameSync(`${file}.copy`, file);
  await expect(setTheme(store, 'contrast')).rejects.toMatchObject({ code: 'storage.corrupt' });
  await store.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
  // What was stored before is kept.
  expect(readdirSync(data.folder).filter((name) => name.includes('-wal.replaced-'))).toHaveLength(1);
  expect(themes(file)).toEqual(['light']);
});

// The steps of docs/reliability.md, "A log that was put aside".
it.each([
  ['moved', (from: string, to: string) => renameSync(from, to)],
  ['copied', (from: string, to: string) => copyFileSync(from, to)],
])('what a log that was put aside holds is back when the file that it belongs to is %s back', async (_name, bring) => {
  const first = await open();
  await setTheme(first, 'light');
  await first.close();
  copyFileSync(file, `${file}.copy`);
  const store = await openTestStore('inline', data.folder);
  await setTheme(store, 'dark');
  renameSync(file, `${file}.gone`);
  renameSync(`${file}.copy`, file);
  await expect(setTheme(store, 'contrast')).rejects.toMatchObject({ code: 'storage.corrupt' });
  await store.close();
  expect(themes(file)).toEqual(['light']);
  const [aside = ''] = readdirSync(data.folder).filter((name) => name.includes('-wal.replaced-'));

  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  bring(`${file}.gone`, file);
  copyFileSync(`${data.folder}/${aside}`, `${file}-wal`);
  const again = await openTestStore('worker', data.folder);
  expect((await again.read('store.statistics', { check: true })).check).toBe('ok');
  await again.close();
  expect(themes(file)).toEqual(['dark']);
});

describe('a program that is killed after its file was replaced, before it noticed,', () => {
  /** Stores some settings, and is held there. */
  async function startWriting(): Promise<Teller> {
    const child = startChild(data.folder, 'write');
    await child.line((line) => line === 'stored 3');
    child.process.kill('SIGSTOP');
    return child;
  }

  /** The folder as the killed program leaves it. */
  async function leave(moved: 'nothing' | 'the whole folder', meddle: () => void): Promise<void> {
    const child = await startWriting();
    meddle();
    child.process.kill('SIGKILL');
    await child.ended;
    if (moved === 'nothing') return;
    const other = makeDataFolder();
    cpSync(data.folder, other.folder, { recursive: true });
    data.remove();
    data = other;
    file = testPaths(data.folder).databaseFile;
  }
  const count = (path: string): unknown => {
    const database = new Sqlite(path);
    try {
      return database.prepare("SELECT count(*) FROM setting WHERE name GLOB 'n[0-9]*'").pluck().get();
    } finally {
      database.close();
    }
  };
  const asides = () => readdirSync(data.folder).filter((name) => name.includes('-wal.replaced-'));

  beforeEach(async () => {
    const first = await open();
    await setTheme(first, 'light');
    await first.close();
    copyFileSync(file, `${file}.copy`);
  });

  it.each(['reader', 'writer', 'repair'] as const)(
    'leaves no log that a %s would mix with the other file',
    async (who) => {
      await leave('nothing', () => renameSync(`${file}.copy`, file));
      expect(existsSync(`${file}-wal`)).toBe(true);
      if (who === 'reader') {
        const reader = openReader(file);
        expect(reader.database.prepare("SELECT value FROM setting WHERE name = 'theme'").pluck().get()).toBe('light');
        reader.database.close();
      } else if (who === 'repair') expect(await repair({ file, nowMs: Date.now() })).toEqual({ kind: 'sound' });
      else (await openWriter({ file, nowMs: Date.now() })).database.close();
      // Not lost either: it belongs to the file that was replaced.
      expect(asides()).toHaveLength(1);
      expect(themes(file)).toEqual(['light']);
      expect(count(file)).toBe(0);
      const store = await openTestStore('worker', data.folder);
      expect((await store.read('store.statistics', { check: true })).check).toBe('ok');
      await setTheme(store, 'contrast');
      await store.close();
      expect(themes(file)).toEqual(['contrast']);
    },
  );

  it('and its file was removed: the log is kept, a new database begins, and with the file the log is read again', async () => {
    await leave('nothing', () => renameSync(file, `${file}.gone`));
    await (await openTestStore('inline', data.folder)).close();
    const [aside = '', ...others] = asides();
    expect(others).toEqual([]);
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    copyFileSync(`${file}.gone`, file);
    copyFileSync(`${data.folder}/${aside}`, `${file}-wal`);
    await (await openTestStore('inline', data.folder)).close();
    expect(count(file)).toBeGreaterThanOrEqual(4);
  });

  it('keeps its log where nothing was replaced, in a copy of the whole folder too', async () => {
    await leave('the whole folder', () => undefined);
    await (await openTestStore('inline', data.folder)).close();
    expect(asides()).toEqual([]);
    expect(count(file)).toBeGreaterThanOrEqual(4);
  });

  it('and one that still runs: nobody else opens the other file', async () => {
    const child = await startWriting();
    renameSync(`${file}.copy`, file);
    try {
      const expected = { code: 'storage.corrupt', message: expect.stringContaining('replaced or removed') };
      expect(() => openReader(file)).toThrow(expect.objectContaining(expected));
      await expect(openTestStore('inline', data.folder)).rejects.toMatchObject(expected);
    } finally {
      child.process.kill('SIGKILL');
      await child.ended;
    }
  });
});

it('a log that another program put there with its file stays with it', async () => {
  const store = await open();
  await setTheme(store, 'dark');
  const other = makeDataFolder();
  const { databaseFile } = testPaths(other.folder);
  const theirs = await openTestStore('inline', other.folder);
  await setTheme(theirs, 'light');
  for (const end of ['', '-wal']) {
    copyFileSync(`${databaseFile}${end}`, `${file}${end}.copy`);
    renameSync(`${file}${end}.copy`, `${file}${end}`);
  }
  await theirs.close();
  other.remove();
  await expect(setTheme(store, 'contrast')).rejects.toMatchObject({ code: 'storage.corrupt' });
  await store.close();
  expect(readdirSync(data.folder).filter((name) => name.includes('-wal.replaced-'))).toEqual([]);
  expect(themes(file)).toEqual(['light']);
});

it.each([
  ['emptied', 0],
  ['cut off in its middle', 0.5],
  ['cut off in its last frame', 0.999],
])('a log that is %s takes no more of what would be lost with it', async (_name, share) => {
  const store = await open();
  for (const theme of ['light', 'dark']) await setTheme(store, theme);
  truncateSync(`${file}-wal`, Math.floor(statSync(`${file}-wal`).size * share));
  await expect(setTheme(store, 'contrast')).rejects.toMatchObject({
    code: 'storage.corrupt',
    message: expect.stringContaining('log of the database'),
  });
  const before = readFileSync(file);
  await store.close();
  // A checkpoint of what is left would leave later pages beside earlier ones.
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('a log that grows, is begun anew and is copied back is none of that', async () => {
  const store = await open();
  for (let n = 0; n < 60; n += 1) {
    await setTheme(store, `${n} ${'x'.repeat(20_000)}`);
    if (n % 20 === 0) await store.write('store.maintain', null);
  }
  const other = new Sqlite(file);
  other.pragma('wal_checkpoint(TRUNCATE)');
  other.close();
  await setTheme(store, 'dark');
  await store.close();
  expect(themes(file)).toEqual(['dark']);
});
