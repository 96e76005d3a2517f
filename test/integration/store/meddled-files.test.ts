/** Other programs that replace, remove or cut off the files of a database that is open. */
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#main/services/ports/store.ts';
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
  await store.close();
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
