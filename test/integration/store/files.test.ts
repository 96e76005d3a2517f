import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repair } from '#main/db/care/repair.ts';
import { restore } from '#main/db/care/restore.ts';
import { HealthRecord } from '#main/db/gateway/health-record.ts';
import { migrations } from '#main/db/migrations/index.ts';
import { newestVersion } from '#main/db/migrations/runner.ts';
import { ensurePrivateFile } from '#main/db/open/files.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import type { Store } from '#main/services/ports/store.ts';
import {
  addConnection,
  type Gateway,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestClock,
  testPaths,
  valuesOf,
  walk,
} from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let file: string;

beforeEach(() => {
  data = makeDataFolder();
  file = testPaths(data.folder).databaseFile;
});
afterEach(() => {
  data.remove();
});

async function fill(): Promise<void> {
  const store = await openTestStore('inline', data.folder);
  await addConnection(store);
  const records = Array.from({ length: 2_000 }, (_, n) => record(`n${n}.example`, { description: 'x'.repeat(50) }));
  await walk(store, [{ records }]);
  await store.close();
}

const digest = (): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Neither a read nor a write gets through, and the file stays as it is. */
async function expectRefused(gateway: Gateway, code: string): Promise<void> {
  const before = digest();
  await expect(openTestStore(gateway, data.folder)).rejects.toMatchObject({ code });
  expect(digest()).toBe(before);
}

describe.each<Gateway>(['inline', 'worker'])('the database file (%s gateway)', (gateway) => {
  it('is private, in WAL mode, and marked as ours', async () => {
    const nested = join(data.folder, 'new');
    const store = await openTestStore(gateway, nested);
    await addConnection(store);
    const { databaseFile } = testPaths(nested);
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(mode(nested)).toBe(0o700);
    expect(mode(join(nested, 'leases'))).toBe(0o700);
    for (const path of readdirSync(nested).filter((name) => name.startsWith('sightline.db'))) {
      expect([path, mode(join(nested, path))]).toEqual([path, 0o600]);
    }
    const db = new Sqlite(databaseFile, { readonly: true });
    const pragma = (name: string) => db.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('page_size'), pragma('user_version')]).toEqual([
      'wal',
      8_192,
      newestVersion(migrations),
    ]);
    expect(pragma('application_id')).toBe(0x5347544c);
    db.close();
    expect(await store.read('connections.list', null)).toHaveLength(1);
    await store.close();
    // Closed cleanly: one file, no mark of a running writer.
    expect(readdirSync(join(nested, 'leases'))).toEqual([]);
    expect(readdirSync(nested).filter((name) => /-wal|-shm/.test(name))).toEqual([]);
  });

  it('may be there and empty', async () => {
    writeFileSync(file, '');
    const store = await openTestStore(gateway, data.folder);
    expect(await store.read('connections.list', null)).toEqual([]);
    await addConnection(store);
    expect(await store.read('connections.list', null)).toHaveLength(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('is refused where it lies elsewhere, and only a link leads to it', async () => {
    await fill();
    const elsewhere = join(data.folder, 'elsewhere.db');
    renameSync(file, elsewhere);
    symlinkSync(elsewhere, file);
    await expectRefused(gateway, 'storage.foreignFile');
    await expect(openWriter({ file, nowMs: 0 })).rejects.toMatchObject({ code: 'storage.foreignFile' });
    expect(readdirSync(data.folder).filter((name) => /-wal$|-sums$/.test(name))).toEqual(['sightline.db-sums']);
  });

  it.each([
    ['a folder', () => mkdirSync(file)],
    ['a link that leads nowhere', () => symlinkSync('nowhere', file)],
    ['a pipe', () => execFileSync('mkfifo', [file])],
  ])('is refused where %s lies in its place', async (_what, make) => {
    make();
    await expect(openTestStore(gateway, data.folder)).rejects.toMatchObject({ code: 'storage.foreignFile' });
    for (const work of [repair, restore]) {
      const done = work({ file, source: join(data.folder, 'none'), nowMs: 0 });
      await expect(done).rejects.toMatchObject({ code: 'storage.foreignFile' });
    }
    expect(lstatSync(file).isFile()).toBe(false);
  });

  it('is damaged, not new, where nothing of it is left', async () => {
    await fill();
    truncateSync(file, 0);
    await expectRefused(gateway, 'storage.corrupt');
    await expect(openWriter({ file, nowMs: 0 })).rejects.toMatchObject({ code: 'storage.corrupt' });
    await expect(repair({ file, nowMs: 0 })).rejects.toMatchObject({ code: 'storage.corrupt' });
    expect(statSync(file).size).toBe(0);
  });

  it('is a new one where somebody has deleted it, whatever lies beside it', async () => {
    await fill();
    rmSync(file);
    const store = await openTestStore(gateway, data.folder);
    await addConnection(store);
    await store.close();
    const next = await openTestStore(gateway, data.folder);
    expect(await next.read('store.statistics', { check: true })).toMatchObject({ observations: 0, check: 'ok' });
    await next.close();
    // A kill in the first moment must not leave an empty file beside sums of the one before.
    const sums = new Sqlite(`${file}-sums`, { readonly: true });
    expect(sums.prepare('SELECT max(number) FROM page').pluck().get()).toBeLessThanOrEqual(statSync(file).size / 8_192);
    sums.close();
  });

  it('is refused untouched when a newer Sightline made it', async () => {
    await fill();
    const db = new Sqlite(file);
    db.pragma('user_version = 9990');
    db.close();
    await expectRefused(gateway, 'storage.newerSchema');
  });

  it("is refused untouched when it is another program's database", async () => {
    const db = new Sqlite(file);
    db.exec('CREATE TABLE theirs(x); INSERT INTO theirs VALUES (1)');
    db.close();
    await expectRefused(gateway, 'storage.foreignFile');
  });

  it.each(['application_id', 'user_version'])('is refused untouched when it is empty but for its %s', async (name) => {
    const db = new Sqlite(file);
    db.pragma(`${name} = 7`);
    db.close();
    await expectRefused(gateway, 'storage.foreignFile');
  });

  it('is refused untouched when it is no database', async () => {
    writeFileSync(file, 'This is a letter to somebody, and longer than sixteen bytes.');
    await expectRefused(gateway, 'storage.foreignFile');
    // The second one lacks nothing but the last byte of what every database begins with.
    for (const text of ['short', 'SQLite format 3']) {
      writeFileSync(file, text);
      await expectRefused(gateway, 'storage.foreignFile');
    }
  });

  it('is called damaged when pages of it are overwritten', async () => {
    await fill();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 8_192);
    writeFileSync(file, bytes);
    const damaged = digest();
    const attempt = async (): Promise<unknown> => {
      let store: Store | undefined;
      try {
        store = await openTestStore(gateway, data.folder);
        return await valuesOf(store, plan());
      } finally {
        await store?.close();
      }
    };
    await expect(attempt()).rejects.toMatchObject({ code: 'storage.corrupt' });
    expect(digest()).toBe(damaged);
  });

  it('is called damaged when it is cut off', async () => {
    await fill();
    truncateSync(file, 8_192 * 12);
    const store = await openTestStore(gateway, data.folder).catch((error: unknown) => error);
    if (store instanceof Error) {
      expect(store).toMatchObject({ code: 'storage.corrupt' });
      return;
    }
    const opened = store as Store;
    await expect(opened.read('indicators.facets', { plan: plan() })).rejects.toMatchObject({ code: 'storage.corrupt' });
    const checked = await opened.read('store.statistics', { check: true }).catch((error: unknown) => error);
    expect(checked).not.toMatchObject({ check: 'ok' });
    await opened.close();
  });
});

describe('a read-only data folder', () => {
  /** Runs something as a user who may not write: as they are for ordinary users, as nobody for root. */
  async function withoutWriting(body: () => Promise<void>): Promise<void> {
    const isRoot = process.geteuid?.() === 0;
    chmodSync(file, 0o444);
    chmodSync(join(data.folder, 'leases'), 0o555);
    chmodSync(data.folder, 0o555);
    if (isRoot) process.seteuid?.(65_534);
    try {
      await body();
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(data.folder, 0o700);
      chmodSync(join(data.folder, 'leases'), 0o700);
    }
  }

  it('can be searched; every write says why it cannot be done', async () => {
    await fill();
    await withoutWriting(async () => {
      const before = digest();
      const store = await openTestStore('inline', data.folder);
      expect(await valuesOf(store, plan({ kind: 'text', text: 'n1999.' }))).toEqual(['n1999.example']);
      expect(await store.read('store.statistics', { check: true })).toMatchObject({ indicators: 2_000, check: 'ok' });
      const refusal = { code: 'storage.readOnly' };
      await expect(store.write('settings.set', { name: 'a', value: 'b' })).rejects.toMatchObject(refusal);
      await expect(addConnection(store, 2)).rejects.toMatchObject(refusal);
      await expect(store.leaseConnection('c-0000000000000001' as never)).rejects.toMatchObject(refusal);
      expect(await valuesOf(store, plan({ kind: 'text', text: 'n1999.' }))).toEqual(['n1999.example']);
      await store.close();
      expect(digest()).toBe(before);
    });
  });

  it('may hold a file of somebody else, whose mode is theirs', async () => {
    await fill();
    await withoutWriting(async () => expect(() => ensurePrivateFile(file)).not.toThrow());
  });

  it('says so when nothing was stored in it yet', async () => {
    mkdirSync(join(data.folder, 'leases'));
    writeFileSync(file, '');
    await withoutWriting(async () => {
      const store = await openTestStore('inline', data.folder);
      expect(await store.read('connections.list', null)).toEqual([]);
      await expect(addConnection(store)).rejects.toMatchObject({ code: 'storage.readOnly' });
      await store.close();
    });
  });
});

describe('an unclean end', () => {
  it('is noticed by the next process, which clears the mark once the file was found sound', async () => {
    await fill();
    const mark = join(data.folder, 'leases', 'writer-999999999-1.open');
    writeFileSync(mark, JSON.stringify({ pid: 999_999_999, startedAtMs: 1 }));
    const { findStaleMarks } = await import('#main/db/leases/run-marks.ts');
    expect(findStaleMarks(data.folder)).toEqual([mark]);
    const { scheduleFileCheck } = await import('#main/db/gateway/file-check.ts');
    const { TestLogger } = await import('../../support/store.ts');
    const store = await openTestStore('worker', data.folder);
    const logger = new TestLogger();
    const reader = {
      open: async () => ({ state: 'ready' as const, spoiltLog: undefined }),
      read: async () => ({
        kind: 'answer' as const,
        durationMs: 1,
        output: (await store.read('store.statistics', { check: true })) as never,
      }),
      revisions: () => Promise.reject(new Error('not asked for')),
      hold: () => Promise.reject(new Error('not asked for')),
      size: () => Promise.reject(new Error('not asked for')),
      close: () => Promise.resolve(),
    };
    const health = new HealthRecord({ dataFolder: data.folder, clock: new TestClock(), logger });
    scheduleFileCheck({ reader, dataFolder: data.folder, logger, health, delayMs: 0 });
    while (existsSync(mark)) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(logger.entries.map(({ event }) => event)).toEqual(['store.uncleanEnd']);
    await store.close();
  });
});
