/** The write-ahead log stays within its limit however much is written, and comes back to it after a reader that stood in the way. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHandle } from '#main/db/connection.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { LogCopier } from '#main/db/sums/copy-log.ts';
import { LogKeeper } from '#main/db/writer/log-keeper.ts';

const mebibyte = 1024 * 1024;
/** 8,000 pages of 8 KiB, and what one transaction may add to it before the next checkpoint. */
const limitBytes = 66 * mebibyte;

let folder: string;
let file: string;
let writer: Database;
let copier: LogCopier;
let keeper: LogKeeper;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-wal-'));
  file = join(folder, 'sightline.db');
  ({ database: writer } = await openWriter({ file, nowMs: 0 }));
  copier = new LogCopier(file);
  keeper = new LogKeeper({
    database: writer,
    // Where there are no threads.
    askForCopy: undefined,
    copy: () => copier.copy(writer),
    holdPages: () => {},
    releasePages: () => {},
  });
  writer.exec('CREATE TABLE filler (id INTEGER PRIMARY KEY, bytes BLOB)');
  // Written over and over: the file itself does not grow.
  writer.prepare('INSERT INTO filler VALUES (1, zeroblob(?))').run(mebibyte);
});
afterEach(() => {
  copier.close(false);
  writer.close();
  rmSync(folder, { recursive: true });
});

const walBytes = (): number => statSync(`${file}-wal`).size;

/** Commits so many transactions of 1 MiB. @returns the largest size that the log had. */
function write(count: number): number {
  const fill = writer.prepare('UPDATE filler SET bytes = randomblob(?) WHERE id = 1');
  let largest = 0;
  for (let done = 0; done < count; done += 1) {
    fill.run(mebibyte);
    keeper.committed();
    largest = Math.max(largest, walBytes());
  }
  return largest;
}

it('does not grow beyond its limit during a long sync, with readers that come and go', () => {
  const reader = openHandle(file, { readonly: true });
  let largest = 0;
  for (let round = 0; round < 8; round += 1) {
    expect(reader.prepare('SELECT count(*) FROM filler').pluck().get()).toBe(1);
    largest = Math.max(largest, write(25));
  }
  reader.close();
  expect(largest).toBeGreaterThan(limitBytes / 2);
  expect(largest).toBeLessThan(limitBytes);
});

it('is cut back once a reader that held a transaction open is gone', () => {
  const reader = openHandle(file, { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM filler').get();
  expect(write(100)).toBeGreaterThan(limitBytes);
  reader.exec('COMMIT');
  reader.close();
  write(2);
  expect(walBytes()).toBeLessThan(limitBytes);
});
