/** Looking at a database must not take the locks that this process has on it: POSIX drops them with any descriptor that is closed. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFresh } from '#main/db/open/identity.ts';
import { readJournal } from '#main/db/open/journal.ts';
import { readHead } from '#main/db/open/read-head.ts';
import { beforeEachCall, countOpen } from '../../support/descriptors.ts';

let folder: string;
let file: string;
let writer: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-head-'));
  file = join(folder, 'sightline.db');
  writer = new Sqlite(file);
  // As on a network drive.
  writer.exec(
    'PRAGMA journal_mode = TRUNCATE; CREATE TABLE row (id INTEGER); BEGIN IMMEDIATE; INSERT INTO row VALUES (1)',
  );
});
afterEach(() => {
  writer.close();
  rmSync(folder, { recursive: true });
});

/** What another process is told that wants to write. */
function otherWrites(): string {
  const script = `
    const database = require('better-sqlite3')(process.argv[1], { timeout: 0 });
    try { database.exec('BEGIN IMMEDIATE'); console.log('locked it'); } catch (error) { console.log(error.code); }
  `;
  return spawnSync(process.execPath, ['-e', script, file], { encoding: 'utf8' }).stdout.trim();
}

it.each([
  ['whether it is there', () => expect(isFresh(file)).toBe(false)],
  ['which journal it has', () => expect(readJournal(file)).toBe('rollback')],
])('a writer keeps its lock while somebody looks %s', (_what, look) => {
  expect(otherWrites()).toBe('SQLITE_BUSY');
  look();
  expect(otherWrites()).toBe('SQLITE_BUSY');
  writer.exec('COMMIT');
  expect(otherWrites()).toBe('locked it');
});

it('is read where nobody has it open, too', () => {
  writer.exec('COMMIT');
  writer.close();
  expect(isFresh(file)).toBe(false);
  expect(readJournal(file)).toBe('rollback');
});

describe.runIf(process.platform !== 'win32')('of descriptors', () => {
  const head = Buffer.alloc(16);
  const magic = 'SQLite format 3\0';

  it('it opens none where one is there', () => {
    const before = countOpen(file);
    expect(readHead(file, head)).toBe(16);
    expect([head.toString(), countOpen(file)]).toEqual([magic, before]);
  });

  it('it leaves none open where nobody else has the file open', () => {
    writer.close();
    expect(readHead(file, head)).toBe(16);
    expect(countOpen(file)).toBe(0);
  });

  it('it leaves its own open where another thread opens the file meanwhile', () => {
    writer.close();
    const others: number[] = [];
    beforeEachCall('readSync', () => others.push(openSync(file, 'r')));
    expect(readHead(file, head)).toBe(16);
    expect([others.length, countOpen(file)]).toEqual([1, 2]);
  });

  it('it reads nothing of another file, whose descriptor has the number of one that was closed meanwhile', () => {
    writer.close();
    const other = join(folder, 'other');
    writeFileSync(other, 'of another file');
    const closing = openSync(file, 'r');
    let isClosed = false;
    beforeEachCall('readSync', () => {
      if (isClosed) return;
      isClosed = true;
      closeSync(closing);
      expect(openSync(other, 'r')).toBe(closing);
    });
    expect(readHead(file, head)).toBe(16);
    expect(head.toString()).toBe(magic);
    closeSync(closing);
  });

  it('it opens the file where its descriptor was closed meanwhile', () => {
    writer.close();
    const closing = openSync(file, 'r');
    let isClosed = false;
    beforeEachCall('readSync', () => {
      if (!isClosed) closeSync(closing);
      isClosed = true;
    });
    expect(readHead(file, head)).toBe(16);
    expect([head.toString(), countOpen(file)]).toEqual([magic, 0]);
  });
});
