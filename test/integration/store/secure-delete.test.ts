import { existsSync, readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#main/services/ports/store.ts';
import { forgetDue } from '#main/services/retention.ts';
import {
  addConnection,
  connectionId,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestClock,
  testPaths,
  valuesOf,
  walk,
} from '../../support/store.ts';

const id = connectionId(1);
const [oldMs, beforeMs, newMs] = [1_000_000, 2_000_000, 3_000_000];
/** Letters that stand nowhere else: a value, and a text that is longer than a page. */
const value = 'qzxvkwjqzxv.example';
const text = Array.from({ length: 1_500 }, (_, n) => `#${((n * 7_919_777 + 12_345) % 0xffffff).toString(36)}vwzq`).join(
  '',
);

let data: ReturnType<typeof makeDataFolder>;
let store: Store;

beforeEach(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder, { clock: new TestClock(newMs + 1) });
  await addConnection(store, 1);
  await addConnection(store, 2);
  await walk(store, [{ records: [record('neighbour.example'), record(value, { description: text })] }], {
    atMs: oldMs,
  });
  await walk(store, [{ records: [record('stays.example')] }], { connectionId: connectionId(2), atMs: newMs });
});
afterEach(() => data.remove());

/** Pieces of what was stored: of the value, of a field, of the packed raw text. The store is closed. */
function takeTraces(): readonly Buffer[] {
  const database = new Sqlite(testPaths(data.folder).databaseFile, { readonly: true });
  try {
    const packed = database.prepare('SELECT body FROM raw_block ORDER BY length(body) DESC LIMIT 1').pluck().get();
    const piece = (packed as Buffer).subarray(1_000, 1_032);
    expect(piece).toHaveLength(32);
    return [Buffer.from(value), Buffer.from(text.slice(0, 40)), piece];
  } finally {
    database.close();
  }
}

/** How many of them the database and its log hold. */
function countTraces(traces: readonly Buffer[]): number {
  const { databaseFile } = testPaths(data.folder);
  const files = [databaseFile, `${databaseFile}-wal`].filter((file) => existsSync(file));
  const bytes = files.map((file) => readFileSync(file));
  return traces.filter((trace) => bytes.some((one) => one.includes(trace))).length;
}

/** With everything on the disk, and the store opened anew. */
async function settle(): Promise<readonly Buffer[]> {
  await store.close();
  const traces = takeTraces();
  expect(countTraces(traces)).toBe(3);
  store = await openTestStore('inline', data.folder, { clock: new TestClock(newMs + 1) });
  return traces;
}

describe('what was deleted cannot be read in the free pages of the file or in its log', () => {
  it('after a purge', async () => {
    const traces = await settle();
    await store.write('connections.remove', { id, purge: true, atMs: 9_000 });
    expect(await valuesOf(store, plan())).toEqual(['stays.example']);
    await store.close();
    expect(countTraces(traces)).toBe(0);
  });

  it('after its time was over', async () => {
    const traces = await settle();
    expect(await forgetDue(store, id, beforeMs)).toBe(2);
    expect(await valuesOf(store, plan())).toEqual(['stays.example']);
    await store.close();
    expect(countTraces(traces)).toBe(0);
  });
});
