/** The store in its threads: the log of a sync that goes on and on stays short, and all of it is stored. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { openHandle } from '#main/db/connection.ts';
import {
  addConnection,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestLogger,
  testPaths,
  walk,
} from '../../support/store.ts';

/** A page that takes some 3 MiB: what is random cannot be compressed. */
const bigPage = (nth: number) => ({
  records: Array.from({ length: 25 }, (_, at) =>
    record(`p${nth}r${at}.example`, { description: randomBytes(60_000).toString('hex') }),
  ),
});

it('copies the log beside the writer, and lets it begin anew', async () => {
  const data = makeDataFolder();
  const logger = new TestLogger();
  const store = await openTestStore('worker', data.folder, { logger });
  try {
    await addConnection(store);
    const pages = 90;
    await walk(
      store,
      Array.from({ length: pages }, (_, nth) => bigPage(nth)),
    );
    const reader = openHandle(testPaths(data.folder).databaseFile, { fileMustExist: true });
    const [state] = reader.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    const written = Number(reader.pragma('page_count', { simple: true }));
    reader.close();
    expect(await store.read('indicators.count', { plan: plan() })).toMatchObject({ value: 25 * pages });
    // Each page of the file has been in the log at least once.
    expect(written).toBeGreaterThan(15_000);
    expect(state?.log).toBeLessThan(11_000);
    expect(logger.entries.filter(({ event }) => event === 'store.notCheckpointed')).toEqual([]);
  } finally {
    await store.close();
    data.remove();
  }
});
