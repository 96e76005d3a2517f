/** Looking at a database must not take the locks that this process has on it: POSIX drops them with any descriptor that is closed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isFresh } from '#main/db/open/identity.ts';
import { readJournal } from '#main/db/open/journal.ts';

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
