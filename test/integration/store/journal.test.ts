/** Data folders on drives where WAL does not work. */
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireSoleUse } from '#main/db/care/sole-use.ts';
import { canShareMemory, readJournal } from '#main/db/open/journal.ts';
import { leaveHotJournal } from '../../support/hot-journal.ts';
import { allowSharedMemory, blockSharedMemory, canBlockSharedMemory } from '../../support/no-shared-memory.ts';
import {
  addConnection,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestLogger,
  testPaths,
  valuesOf,
  walk,
} from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;

beforeEach(() => {
  data = makeDataFolder();
});
afterEach(() => {
  data.remove();
});

const records = Array.from({ length: 50 }, (_, n) => record(`n${n}.example`));

async function fill(): Promise<void> {
  const store = await openTestStore('worker', data.folder);
  await addConnection(store);
  await walk(store, [{ records }]);
  await store.close();
}

async function readAll(
  folder = data.folder,
): Promise<{ readonly journal: unknown; readonly lacksSharedMemory: boolean; readonly values: readonly string[] }> {
  const store = await openTestStore('worker', folder);
  try {
    const values = await valuesOf(store, plan());
    const lacksSharedMemory = await store.read('store.lacksSharedMemory', null);
    return { journal: readJournal(testPaths(folder).databaseFile), lacksSharedMemory, values };
  } finally {
    await store.close();
  }
}

it('a folder without a database has no journal yet', async () => {
  expect(await readAll()).toEqual({ journal: null, lacksSharedMemory: false, values: [] });
});

it('a database on a disk of this machine uses WAL, and trying it out leaves nothing behind', async () => {
  await fill();
  expect(await readAll()).toMatchObject({ journal: 'wal', lacksSharedMemory: false });
  expect(readdirSync(data.folder).filter((name) => name.includes('probe'))).toEqual([]);
});

it('a database that was about to be taken out of WAL when its process was killed can be read, and then written', async () => {
  await fill();
  const { databaseFile } = testPaths(data.folder);
  leaveHotJournal(databaseFile);
  expect((await readAll()).values).toHaveLength(records.length);
  expect(existsSync(`${databaseFile}-journal`)).toBe(false);
  const store = await openTestStore('worker', data.folder);
  await store.write('settings.set', { name: 'theme', value: 'dark' });
  expect(await store.read('store.statistics', { check: true })).toMatchObject({ check: 'ok' });
  await store.close();
});

describe.runIf(canBlockSharedMemory)('where WAL does not work', () => {
  it('a new database has a rollback journal, is written and read by all threads, and says so in the log', async () => {
    blockSharedMemory(data.folder);
    const logger = new TestLogger();
    const store = await openTestStore('worker', data.folder, { logger });
    await addConnection(store);
    const walking = walk(store, [{ records }, { records: [record('last.example')] }]);
    const counts = await Promise.all(
      Array.from({ length: 20 }, () => store.read('indicators.count', { plan: plan() })),
    );
    await walking;
    for (const { value } of counts) expect([0, 50, 51]).toContain(value);
    expect(await store.read('store.statistics', { check: true })).toMatchObject({ observations: 51, check: 'ok' });
    // Nobody would keep sums of its pages.
    expect(readdirSync(data.folder).filter((name) => name.includes('sums'))).toEqual([]);
    expect(readJournal(testPaths(data.folder).databaseFile)).toBe('rollback');
    expect(await store.read('store.lacksSharedMemory', null)).toBe(true);
    expect(logger.entries).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'store.noWal', fields: { journal: 'rollback' } }),
    );
    await store.close();
    expect((await readAll()).journal).toBe('rollback');
  });

  it('whoever needs the database alone is told that another one has it open, though it does nothing', async () => {
    blockSharedMemory(data.folder);
    const store = await openTestStore('worker', data.folder);
    await addConnection(store);
    const { databaseFile } = testPaths(data.folder);
    expect(() => requireSoleUse(databaseFile, data.folder)).toThrow('Another Sightline has this data folder open.');
    await store.close();
    expect(requireSoleUse(databaseFile, data.folder)).toBe(true);
  });

  it('it is found out, whatever other processes that try the same remove meanwhile', async () => {
    blockSharedMemory(data.folder);
    // Each millisecond: more often than processes do that try themselves. Without a pause every try is in vain on a quiet machine.
    const code = `
      const { rmSync } = require('node:fs');
      const { parentPort, workerData } = require('node:worker_threads');
      const cell = new Int32Array(new SharedArrayBuffer(4));
      parentPort.postMessage('ready');
      for (;;) {
        rmSync(workerData, { force: true });
        Atomics.wait(cell, 0, 0, 1);
      }`;
    const remover = new Worker(code, { eval: true, workerData: join(data.folder, 'wal-probe') });
    await once(remover, 'message');
    const { databaseFile } = testPaths(data.folder);
    const answers = Array.from({ length: 200 }, () => canShareMemory(databaseFile));
    await remover.terminate();
    expect(answers.filter((answer) => answer)).toEqual([]);
  });

  it('a database that was copied there in WAL mode is taken out of it, and back on a disk put into it again', async () => {
    await fill();
    const before = await readAll();
    expect(before).toMatchObject({ journal: 'wal', values: { length: 50 } });
    blockSharedMemory(data.folder);
    expect(await readAll()).toEqual({ ...before, journal: 'rollback', lacksSharedMemory: true });
    allowSharedMemory(data.folder);
    // Nothing was stored there yet, but the drive is no slow one.
    expect(await readAll()).toEqual({ ...before, journal: 'rollback', lacksSharedMemory: false });
    const store = await openTestStore('worker', data.folder);
    await store.write('settings.set', { name: 'n', value: '1' });
    await store.close();
    expect(await readAll()).toEqual(before);
  });

  it('a database that was copied there with what is still in its write-ahead log loses nothing', async () => {
    const store = await openTestStore('worker', data.folder);
    await addConnection(store);
    await walk(store, [{ records }]);
    const copy = makeDataFolder();
    try {
      for (const name of ['sightline.db', 'sightline.db-wal']) {
        copyFileSync(join(data.folder, name), join(copy.folder, name));
      }
      expect(statSync(join(copy.folder, 'sightline.db-wal')).size).toBeGreaterThan(0);
      blockSharedMemory(copy.folder);
      expect(await readAll(copy.folder)).toMatchObject({ journal: 'rollback', values: { length: 50 } });
    } finally {
      copy.remove();
      await store.close();
    }
  });
});
