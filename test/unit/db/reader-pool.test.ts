import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { ReadCall } from '#main/db/gateway/ports.ts';
import { ReaderPool } from '#main/db/gateway/reader-pool.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';

const entry = new URL('../../support/reader-stub.ts', import.meta.url);
let pool: ReaderPool | undefined;
afterEach(async () => pool?.close());

const plan = parseQuery('', { nowMs: 0 });
const stop = new Int32Array(new SharedArrayBuffer(4));
const count = { name: 'indicators.facets', input: { plan }, nowMs: 0, unlessDue: false, stop } as const;
const page: ReadCall<'indicators.search'> = {
  name: 'indicators.search',
  input: { plan, offset: 0, limit: 100 },
  nowMs: 0,
  unlessDue: false,
};

it('never lets a page of rows wait behind what counts over the whole cache', async () => {
  const databaseFile = join(tmpdir(), 'no-database');
  pool = new ReaderPool({ entry, databaseFile, dataFolder: tmpdir() });
  const counts = [pool.read(count), pool.read(count), pool.read(count)];
  // Nobody takes the counts back before the pages are there.
  await pool.read(page);
  await pool.read(page);
  Atomics.store(stop, 0, 1);
  expect(await Promise.all(counts)).toHaveLength(3);
});

it('starts no reader once it is closed', async () => {
  pool = new ReaderPool({ entry, databaseFile: join(tmpdir(), 'no-database'), dataFolder: tmpdir() });
  await pool.close();
  await expect(pool.read(page)).rejects.toMatchObject({ code: 'internal.cancelled' });
});
