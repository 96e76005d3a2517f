import { setImmediate as nextTurn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import type { Store } from '#main/services/ports/store.ts';
import {
  addConnection,
  connectionId,
  makeDataFolder,
  openTestStore,
  pageInput,
  plan,
  record,
  testPaths,
  valuesOf,
} from '../../support/store.ts';

/** Takes far longer than a part of a page may. */
const manyRecords = 8_000;

let data: ReturnType<typeof makeDataFolder>;
let store: Store;

beforeEach(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder);
  await addConnection(store);
});
afterEach(async () => {
  await store.close();
  data.remove();
});

const startRun = () =>
  store.write('runs.start', { connectionId: connectionId(1), stream: 'all', atMs: 1, restart: false });

function longPage(runId: number, rest: { readonly more: boolean }) {
  const place = { runId, connectionId: connectionId(1), stream: 'all', cursor: JSON.stringify({ page: 0, pass: 0 }) };
  const records = Array.from({ length: manyRecords }, (_, n) => record(`n${n}.example`, { tags: [`t${n % 7}`] }));
  return pageInput(place, { records, ...rest }, 1);
}

/** Begins to store a page, and writes something once it has begun. */
async function writeInBetween(runId: number, rest: { readonly more: boolean }) {
  const order: string[] = [];
  const page = store.ingest(longPage(runId, rest)).then((outcome) => {
    order.push('page');
    return outcome;
  });
  await nextTurn();
  await nextTurn();
  const write = store.write('settings.set', { name: 'a', value: 'b' }).then(() => order.push('write'));
  const [outcome] = await Promise.all([page, write]);
  return { order, outcome };
}

describe('a page that takes long to store', () => {
  it('lets a user write in between, and is counted as one', async () => {
    const { runId } = await startRun();
    const { order, outcome } = await writeInBetween(runId, { more: true });
    expect(order).toEqual(['write', 'page']);
    expect(outcome).toMatchObject({ inPage: manyRecords, received: manyRecords, stored: manyRecords, pages: 1 });
    expect(await valuesOf(store, plan())).toHaveLength(1_000);
    expect(await store.read('indicators.count', { plan: plan() })).toMatchObject({ value: manyRecords });
  });

  it('ends its run where what there is of it could not be committed, and is asked for again', async () => {
    const other = new Sqlite(testPaths(data.folder).databaseFile);
    other.exec(`CREATE TRIGGER refuse BEFORE INSERT ON change BEGIN SELECT raise(ABORT, 'refused'); END`);
    const { runId } = await startRun();
    const page = store.ingest(longPage(runId, { more: true })).catch((error: unknown) => error);
    await nextTurn();
    await nextTurn();
    // Commits what there is of it.
    await store.write('settings.set', { name: 'a', value: 'b' });
    other.exec('DROP TRIGGER refuse');
    other.close();
    expect(await page).toMatchObject({ code: 'internal.bug' });
    const run = { finishedAtMs: 2, expected: null, requests: 1, waitedMs: 0, error: null, status: 'complete' } as const;
    expect(await store.write('runs.finish', { runId, run })).toMatchObject({ status: 'failed', stored: 0, pages: 0 });
    expect((await startRun()).position.cursor).toBeNull();
  });

  it('is asked for again when the program ended in the middle, and nothing of it is lost, doubled or gone', async () => {
    const { runId } = await startRun();
    const page = store.ingest(longPage(runId, { more: false })).catch((error: unknown) => error);
    await nextTurn();
    await nextTurn();
    // Commits what there is of the page; then its run ends under it, as when the program is killed.
    const outcome = { finishedAtMs: 2, expected: null, requests: 1, waitedMs: 0, error: null };
    const cut = await store.write('runs.finish', { runId, run: { ...outcome, status: 'cancelled' } });
    expect(await page).toMatchObject({ code: 'state.notFound' });
    expect(cut).toMatchObject({ pages: 0 });
    const begun = await store.read('indicators.count', { plan: plan() });
    expect(begun.value).toBeGreaterThan(0);
    expect(begun.value).toBeLessThan(manyRecords);

    const again = await startRun();
    expect(again.position.cursor).toBeNull();
    const whole = await store.ingest(longPage(again.runId, { more: false }));
    expect(whole).toMatchObject({ received: manyRecords, unchanged: begun.value, stored: manyRecords - begun.value });
    expect(whole.end).toMatchObject({ complete: true });
    expect(await store.read('indicators.count', { plan: plan() })).toMatchObject({ value: manyRecords });
    const gone = parseQuery('is:gone', { nowMs: 1 });
    expect(await store.read('indicators.count', { plan: gone })).toMatchObject({ value: 0 });
  });
});
