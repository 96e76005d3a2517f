import { expect, it, onTestFinished } from 'vitest';
import {
  addConnection,
  detailOf,
  makeDataFolder,
  openTestStore,
  record,
  TestClock,
  walk,
} from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);
const yearMs = 365 * 86_400_000;

/** Two vendors' words on one indicator, one of which ends in a month; and one that had ended before. */
async function fill(folder: string, clock: TestClock): Promise<void> {
  const store = await openTestStore('inline', folder, { clock });
  const atMs = clock.nowMs();
  for (const [n, score, expiresAtMs] of [
    [1, 90, nowMs + yearMs / 12],
    [2, 30, null],
    [3, 100, nowMs - 1],
  ] as const) {
    await walk(store, [{ records: [record('a.com', { key: `k${n}`, score, expiresAtMs })] }], {
      connectionId: await addConnection(store, n),
      atMs,
    });
  }
  await store.close();
}

async function scoreAt(folder: string, clock: TestClock): Promise<unknown> {
  const store = await openTestStore('inline', folder, { clock });
  // Opens the writer.
  await store.write('settings.set', { name: 'theme', value: 'dark' });
  const { score, expiresAtMs } = await detailOf(store, 'a.com');
  await store.close();
  return { score, expiresAtMs };
}

it.each([
  ['right', 0],
  ['years ahead', 3 * yearMs],
  ['years behind', -3 * yearMs],
])('a sync while the clock was %s leaves nothing behind once it is right', async (_name, offsetMs) => {
  const data = makeDataFolder();
  onTestFinished(() => data.remove());
  await fill(data.folder, new TestClock(nowMs + offsetMs));
  expect(await scoreAt(data.folder, new TestClock(nowMs))).toEqual({ score: 90, expiresAtMs: nowMs + yearMs / 12 });
  // And time goes on.
  expect(await scoreAt(data.folder, new TestClock(nowMs + yearMs))).toEqual({ score: 30, expiresAtMs: null });
});
