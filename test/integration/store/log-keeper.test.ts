/** The write-ahead log is copied beside the writer, begins anew at its limit, and never keeps anybody waiting for good. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHandle } from '#main/db/connection.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { LogKeeper } from '#main/db/writer/log-keeper.ts';
import { WriterCore } from '#main/db/writer/writer-core.ts';
import { connectionId, pageInput, record } from '../../support/store.ts';
import { findTestStream } from '../../support/store-stream.ts';

const mebibyte = 1024 * 1024;
/** Pages of 8 KiB. */
const pagesOf = (mebibytes: number): number => mebibytes * 128;

let folder: string;
let file: string;
let writer: Database;
let keeper: LogKeeper;
/** What the keeper asked for, in order. */
let asked: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-log-'));
  file = join(folder, 'sightline.db');
  ({ database: writer } = await openWriter({ file, nowMs: 0 }));
  writer.exec('CREATE TABLE filler (id INTEGER PRIMARY KEY, bytes BLOB)');
  // Written over and over: the file itself does not grow.
  writer.prepare('INSERT INTO filler VALUES (1, zeroblob(?))').run(mebibyte);
  writer.pragma('wal_checkpoint(TRUNCATE)');
  asked = [];
  keeper = new LogKeeper({
    database: writer,
    askForCopy: () => asked.push('copy'),
    copy: () => writer.pragma('wal_checkpoint(PASSIVE)'),
    holdPages: () => asked.push('hold'),
    releasePages: () => asked.push('release'),
  });
});
afterEach(() => {
  writer.close();
  rmSync(folder, { recursive: true });
});

/** Commits so many transactions of 1 MiB that the writer knows nothing of. */
function fillLog(database: Database, count: number): void {
  database.pragma('wal_autocheckpoint = 0');
  database.exec('CREATE TABLE filler (id INTEGER PRIMARY KEY, bytes BLOB)');
  database.exec('INSERT INTO filler VALUES (1, zeroblob(1))');
  const fill = database.prepare('UPDATE filler SET bytes = randomblob(?) WHERE id = 1');
  for (let done = 0; done < count; done += 1) fill.run(mebibyte);
}

/** Commits so many transactions of 1 MiB. */
function write(count: number): void {
  const fill = writer.prepare('UPDATE filler SET bytes = randomblob(?) WHERE id = 1');
  for (let done = 0; done < count; done += 1) {
    fill.run(mebibyte);
    keeper.committed();
  }
}

/** As the thread beside the writer does. */
function copy(): void {
  const other = openHandle(file, { fileMustExist: true });
  other.pragma('wal_checkpoint(PASSIVE)');
  other.close();
  keeper.copied();
}

/** Pages in the log. */
function length(): number {
  const [state] = writer.pragma('wal_checkpoint(NOOP)') as { log: number }[];
  return state?.log ?? -1;
}

describe('the write-ahead log', () => {
  it('is copied by somebody else, who is asked once at a time', () => {
    write(3);
    expect(asked).toEqual([]);
    write(20);
    expect(asked).toEqual(['copy']);
    copy();
    write(3);
    expect(asked).toEqual(['copy']);
    write(8);
    expect(asked).toEqual(['copy', 'copy']);
  });

  it('is not copied by the writer at its limit; pages wait until it is, and it begins anew', () => {
    write(70);
    expect(asked).toEqual(['copy', 'hold']);
    expect(length()).toBeGreaterThan(pagesOf(69));
    copy();
    expect(asked).toEqual(['copy', 'hold', 'release']);
    write(1);
    expect(length()).toBeLessThan(pagesOf(2));
    write(70);
    expect(asked).toEqual(['copy', 'hold', 'release', 'copy', 'hold']);
  });

  it('is copied to the end where decisions came in between', () => {
    write(70);
    // What comes after this moment is not copied, as what comes while the other is at work.
    const reader = openHandle(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM filler').get();
    write(4);
    copy();
    expect(asked).toEqual(['copy', 'hold', 'copy']);
    reader.close();
    copy();
    expect(asked).toEqual(['copy', 'hold', 'copy', 'release']);
    write(1);
    expect(length()).toBeLessThan(pagesOf(2));
  });

  it('grows while a reader is in the way, without holding up what is written', () => {
    const reader = openHandle(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM filler').get();
    write(70);
    expect(asked).toEqual(['copy', 'hold']);
    copy();
    expect(asked).toEqual(['copy', 'hold', 'release']);
    write(20);
    copy();
    expect(asked).toEqual(['copy', 'hold', 'release', 'copy']);
    reader.close();
    asked.length = 0;
    write(60);
    expect(asked).toEqual(['copy', 'hold']);
    copy();
    expect(asked).toEqual(['copy', 'hold', 'release']);
    write(1);
    expect(length()).toBeLessThan(pagesOf(2));
  });

  it('holds nothing up when it cannot be copied, and is copied by SQLite then', () => {
    for (let round = 0; round < 4; round += 1) {
      write(66);
      keeper.copied();
    }
    expect(asked.filter((word) => word === 'hold')).toHaveLength(asked.filter((word) => word === 'release').length);
    expect(length()).toBeLessThan(pagesOf(200));
  });

  it('is nobody’s any more once the store closes', () => {
    write(70);
    keeper.stop();
    expect(asked).toEqual(['copy', 'hold', 'release']);
    write(20);
    keeper.copied();
    expect(asked).toEqual(['copy', 'hold', 'release']);
  });
});

it('what was committed is told as stored although the log cannot be looked after', async () => {
  const data = join(folder, 'data');
  const notes: string[] = [];
  const core = await WriterCore.open({
    databaseFile: join(data, 'sightline.db'),
    dataFolder: data,
    findStream: () => {
      throw new Error('Nothing is synced.');
    },
    onCommit: () => {},
    askForCopy: () => {
      throw new Error('Nobody can copy.');
    },
    note: (event) => notes.push(event),
    nowMs: 0,
  });
  const long = 'x'.repeat(8 * mebibyte);
  await core.write('settings.set', { name: 'theme', value: long }, 0);
  await core.write('settings.set', { name: 'theme', value: 'dark' }, 0);
  await core.close();
  expect(notes.filter((event) => event === 'store.logNotCopied')).toHaveLength(1);
  const stored = openHandle(join(data, 'sightline.db'), { readonly: true });
  expect(stored.prepare("SELECT value FROM setting WHERE name = 'theme'").pluck().get()).toBe('dark');
  stored.close();
});

it('is kept short although pages of several connections are stored in turn, which commit in the middle of each other', async () => {
  const data = join(folder, 'data');
  const notes: string[] = [];
  let isAsked = false;
  const core = await WriterCore.open({
    databaseFile: join(data, 'sightline.db'),
    dataFolder: data,
    findStream: findTestStream,
    onCommit: () => {},
    askForCopy: () => {
      isAsked = true;
    },
    note: (event) => notes.push(event),
    nowMs: 0,
  });
  const pages = await Promise.all(
    [1, 2].map(async (n) => {
      const added = { name: `c${n}`, vendor: 'acme', site: null, baseUrl: null, options: {}, createdAtMs: 0 };
      await core.write('connections.add', { id: connectionId(n), ...added }, 0);
      const asked = { connectionId: connectionId(n), stream: 'some', atMs: 0, restart: false };
      const { runId } = await core.write('runs.start', asked, 0);
      const records = Array.from({ length: n === 1 ? 1 : 3_000 }, (_, at) => record(`h${at}.c${n}.example`));
      const cursor = JSON.stringify({ page: 0, pass: 0 });
      return pageInput({ runId, connectionId: connectionId(n), stream: 'some', cursor }, { records, more: true }, 0);
    }),
  );
  const other = openHandle(join(data, 'sightline.db'), { fileMustExist: true });
  fillLog(other, 66);

  let isStored = false;
  const storing = Promise.all(pages.map((page) => core.ingest(page, 0))).then(() => {
    isStored = true;
  });
  let copies = 0;
  while (!isStored) {
    await sleep(5);
    if (!isAsked) continue;
    isAsked = false;
    copies += 1;
    // As the thread beside the writer does.
    other.pragma('wal_checkpoint(PASSIVE)');
    core.logCopied();
  }
  await storing;
  other.close();
  await core.close();
  expect(copies).toBeGreaterThan(0);
  expect(notes).not.toContain('store.logNotCopied');
});
