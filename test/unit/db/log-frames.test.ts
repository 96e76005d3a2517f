/** The head of a write-ahead log counts where it counts for SQLite, which throws the whole log away otherwise. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogFile, type LogHead } from '#main/db/open/log-frames.ts';
import { flip, leaveAfter } from '../../support/left-log.ts';

let folder: string;
let file: string;
let log: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-log-'));
  file = join(folder, 'sightline.db');
  log = `${file}-wal`;
  leaveAfter(file, (database) => database.exec('CREATE TABLE row (id INTEGER)'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function readHead(): LogHead | undefined {
  return LogFile.with(log, (opened) => opened.readHead());
}

/** Whether SQLite reads anything of the log. */
function isRead(): boolean {
  const database = new Sqlite(file, { readonly: true });
  const { tables } =
    database.prepare<[], { tables: number }>('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
  database.close();
  return tables === 1;
}

it('is read where SQLite reads it', () => {
  expect(isRead()).toBe(true);
  expect(readHead()?.pageBytes).toBe(4_096);
});

it('is none where any of its bytes was changed', () => {
  for (let place = 0; place < 32; place += 1) {
    flip(log, place);
    expect(readHead(), `byte ${place}`).toBeUndefined();
    flip(log, place);
  }
  flip(log, 31);
  expect(isRead()).toBe(false);
});

it('is none where zeros stand, whose sums are zeros, too', () => {
  writeFileSync(log, Buffer.alloc(32 + 24 + 4_096));
  expect(readHead()).toBeUndefined();
  expect(isRead()).toBe(false);
});

it('is none where there is no log', () => {
  rmSync(log);
  expect(LogFile.with(log, () => 'read')).toBeUndefined();
});
