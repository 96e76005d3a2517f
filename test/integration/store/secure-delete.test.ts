import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqlConnection } from '#main/db/connection.ts';
import { fillEngine } from '#main/db/engine/fill.ts';
import { snapshotFileOf, writeSnapshot } from '#main/db/engine/snapshot-file.ts';
import { openReader } from '#main/db/open/open-reader.ts';
import { SearchEngine } from '#main/search/engine.ts';
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

/** How many of them the files of the data folder hold. */
function countTraces(traces: readonly Buffer[]): number {
  const entries = readdirSync(data.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const bytes = files.map((file) => readFileSync(file));
  return traces.filter((trace) => bytes.some((one) => one.includes(trace))).length;
}

/** Beside the database, as a search in memory leaves it. */
async function saveSnapshot(): Promise<void> {
  const { database, dispose } = openReader(testPaths(data.folder).databaseFile);
  const engine = new SearchEngine();
  fillEngine(new SqlConnection(database), engine);
  database.close();
  dispose();
  const file = snapshotFileOf(data.folder);
  await writeSnapshot(file, { schema: 1, sequence: 1, token: '' }, () => engine.hold());
  expect(readFileSync(file).includes(value)).toBe(true);
}

/** With everything on the disk, and the store opened anew. */
async function settle(): Promise<readonly Buffer[]> {
  await store.close();
  const traces = takeTraces();
  expect(countTraces(traces)).toBe(3);
  await saveSnapshot();
  store = await openTestStore('inline', data.folder, { clock: new TestClock(newMs + 1) });
  return traces;
}

describe('what was deleted stands in no file of the data folder', () => {
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
