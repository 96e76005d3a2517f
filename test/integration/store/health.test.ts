import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDataCare } from '#main/db/data-care.ts';
import { HealthRecord } from '#main/db/gateway/health-record.ts';
import type { DataCare } from '#main/services/ports/data-care.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import { frameStart, leaveLog } from '../../support/left-log.ts';
import {
  addConnection,
  detailOf,
  makeDataFolder,
  openTestStore,
  record,
  TestClock,
  TestLogger,
  testPaths,
  walk,
} from '../../support/store.ts';

const pageBytes = 8_192;
let data: ReturnType<typeof makeDataFolder>;
let file: string;
let store: Store;
let care: DataCare;

beforeEach(async () => {
  data = makeDataFolder();
  const paths = testPaths(data.folder);
  file = paths.databaseFile;
  care = openDataCare({ paths, clock: new TestClock(), logger: new TestLogger() });
  store = await open();
  await addConnection(store);
  await walk(store, [{ records: Array.from({ length: 2_000 }, (_, n) => record(`n${n}.example`)) }]);
  await store.close();
});
afterEach(async () => {
  vi.useRealTimers();
  await store.close();
  data.remove();
});

const open = (): Promise<Store> => openTestStore('inline', data.folder);

/** The first page of what vendors sent. */
function spoil(): void {
  const database = new Sqlite(file, { readonly: true });
  const pages = "SELECT pageno FROM dbstat WHERE name = 'observation' AND pagetype = 'leaf'";
  const page = Number(database.prepare(pages).pluck().get());
  database.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, (page - 1) * pageBytes, page * pageBytes);
  writeFileSync(file, bytes);
}

/** Opens the store and gives it the time that its check waits. @returns what was told. */
async function openAndCheck(): Promise<readonly StoreHealth[]> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  store = await open();
  const told: StoreHealth[] = [];
  store.onHealth((health) => told.push(health));
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  return told;
}

it('nothing is told of a sound file', async () => {
  expect(await openAndCheck()).toEqual([]);
  expect(await store.health()).toEqual([]);
});

it('damage that the check finds is told, known to the next start at once, and no longer once the file was repaired', async () => {
  spoil();
  const damaged = [{ kind: 'damaged', detail: expect.any(String), reference: 'reference' }];
  expect(await openAndCheck()).toMatchObject([damaged]);
  expect(await store.health()).toMatchObject(damaged);
  await store.close();
  store = await open();
  expect(await store.health()).toMatchObject(damaged);
  await store.close();
  expect(await care.repair()).toMatchObject({ kind: 'repaired' });
  store = await open();
  expect(await store.health()).toEqual([]);
});

it('is looked for where a question has met it, since what is left may be answered wrongly too', async () => {
  // A file that was checked today.
  await openAndCheck();
  await store.close();
  spoil();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  store = await open();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await store.health()).toEqual([]);
  await expect(detailOf(store, 'n0.example')).rejects.toMatchObject({ code: 'storage.corrupt' });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await store.health()).toMatchObject([{ kind: 'damaged' }]);
});

it('is not looked for again and again, however many questions meet it', async () => {
  spoil();
  const logger = new TestLogger();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  store = await openTestStore('inline', data.folder, { logger });
  for (let turn = 0; turn < 20; turn += 1) {
    await expect(detailOf(store, 'n0.example')).rejects.toMatchObject({ code: 'storage.corrupt' });
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(logger.entries.filter(({ event }) => event === 'store.damaged')).toHaveLength(1);
});

it('is no longer known once a backup was put in its place', async () => {
  const backup = join(data.folder, 'good.backup');
  await care.backUp(backup);
  spoil();
  expect(await openAndCheck()).toHaveLength(1);
  await store.close();
  await care.restore(backup);
  store = await open();
  expect(await store.health()).toEqual([]);
});

it('is no longer known once somebody else put a sound file in its place, and that was checked', async () => {
  const sound = readFileSync(file);
  spoil();
  expect(await openAndCheck()).toHaveLength(1);
  await store.close();
  writeFileSync(file, sound);
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  expect(await openAndCheck()).toEqual([[]]);
});

it('a check that somebody asks for counts as one of its own does', async () => {
  const sound = readFileSync(file);
  spoil();
  store = await open();
  await store.read('store.statistics', null);
  expect(await store.health()).toEqual([]);
  await expect(store.read('store.statistics', { check: true })).rejects.toMatchObject({ code: 'storage.corrupt' });
  expect(await store.health()).toMatchObject([{ kind: 'damaged' }]);
  await store.close();
  writeFileSync(file, sound);
  store = await open();
  await store.read('store.statistics', { check: true });
  expect(await store.health()).toEqual([]);
});

it('a repair that finds the file sound ends every finding, and the next start checks once more', async () => {
  await openAndCheck();
  await store.close();
  const health = new HealthRecord({ dataFolder: data.folder, clock: new TestClock(), logger: new TestLogger() });
  health.report({ kind: 'damaged', detail: 'page 7' });
  health.report({ kind: 'logCutShort', detail: 'ends at frame 12' });
  expect(await care.repair()).toEqual({ kind: 'sound' });
  expect(health.read()).toEqual([]);
  const stamp = join(data.folder, 'leases', 'last-check');
  expect(existsSync(stamp)).toBe(false);
  expect(await openAndCheck()).toEqual([]);
  expect(existsSync(stamp)).toBe(true);
});

it('is told by a backup that is the first to open what a killed process left', async () => {
  leaveLog(file, 4);
  truncateSync(`${file}-wal`, frameStart(3));
  await care.backUp(`${data.folder}/first.backup`);
  store = await open();
  expect(await store.health()).toMatchObject([{ kind: 'logCutShort' }]);
});
