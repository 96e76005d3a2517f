import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDataCare } from '#main/db/data-care.ts';
import { HealthRecord } from '#main/db/gateway/health-record.ts';
import type { DataCare } from '#main/services/ports/data-care.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import {
  addConnection,
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
  care = openDataCare({ paths, clock: new TestClock() });
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

/** A page of what vendors sent that no question of these tests reads. */
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

it('a repair that finds the file sound ends what the log had lost; what was called damaged is checked once more', async () => {
  const health = new HealthRecord({ dataFolder: data.folder, clock: new TestClock(), logger: new TestLogger() });
  health.report({ kind: 'damaged', detail: 'page 7' });
  health.report({ kind: 'logCutShort', detail: 'ends at frame 12' });
  expect(await care.repair()).toEqual({ kind: 'sound' });
  expect(health.read()).toMatchObject([{ kind: 'damaged' }]);
  expect(await openAndCheck()).toEqual([[]]);
});
