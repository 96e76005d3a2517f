/** The index of a log counts where it would count for SQLite, and looking at it takes nothing from who has it open. */
import { mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumWords } from '#main/db/open/log-frames.ts';
import { readLogIndex } from '#main/db/open/log-index.ts';
import { beforeEachCall, countOpen } from '../../support/descriptors.ts';
import { leaveAfter } from '../../support/left-log.ts';

const headerBytes = 48;

let folder: string;
let file: string;
let index: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-index-'));
  file = join(folder, 'sightline.db');
  index = `${file}-shm`;
  leaveAfter(file, (database) => {
    database.exec('CREATE TABLE row (id INTEGER)');
    // Only as far as somebody reads is it copied.
    const reader = new Sqlite(file, { readonly: true });
    reader.exec('BEGIN');
    reader.pragma('schema_version');
    database.exec('INSERT INTO row VALUES (1)');
    database.pragma('wal_checkpoint(PASSIVE)');
    reader.close();
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Changes the first header, and the second one too where `both`; with sums that are right, where `sums`. */
function change(
  edit: (header: Buffer) => void,
  { both, sums }: { readonly both: boolean; readonly sums: boolean },
): void {
  const bytes = readFileSync(index);
  const header = bytes.subarray(0, headerBytes);
  const before = Buffer.from(header);
  edit(header);
  if (sums)
    for (const [nth, sum] of sumWords(header.subarray(0, 40), 'little').entries())
      header.writeUInt32LE(sum, 40 + 4 * nth);
  expect(header.equals(before)).toBe(false);
  if (both) header.copy(bytes, headerBytes);
  writeFileSync(index, bytes);
}

const oneMoreFrame = (header: Buffer): unknown => header.writeUInt32LE(header.readUInt32LE(16) + 1, 16);

it('says how long the log is, how much of it is copied, and which one it is', () => {
  const salts = readFileSync(`${file}-wal`).subarray(16, 24);
  expect(readLogIndex(file)).toEqual({ commits: 2, frames: 3, copiedFrames: 2, salts });
});

it('says it with sums that were made anew over another length', () => {
  change(oneMoreFrame, { both: true, sums: true });
  expect(readLogIndex(file)?.frames).toBe(4);
});

it.each<readonly [string, (header: Buffer) => unknown, { readonly both: boolean; readonly sums: boolean }]>([
  ['is written anew, and not to its end', oneMoreFrame, { both: false, sums: true }],
  ['has other sums', oneMoreFrame, { both: true, sums: false }],
  ['has another format', (header) => header.writeUInt32LE(3_007_001, 0), { both: true, sums: true }],
  ['was begun only', (header) => header.writeUInt8(0, 12), { both: true, sums: true }],
])('says nothing where it %s', (_what, edit, how) => {
  change(edit, how);
  expect(readLogIndex(file)).toBeUndefined();
});

it('says nothing where it was cut off before how far the log was copied', () => {
  truncateSync(index, 2 * headerBytes + 2);
  expect(readLogIndex(file)).toBeUndefined();
});

describe.runIf(process.platform !== 'win32')('in the process that has it open', () => {
  it('says nothing, and is not opened', () => {
    const database = new Sqlite(file);
    database.pragma('schema_version');
    const before = countOpen(index);
    expect(before).toBeGreaterThan(0);
    expect(readLogIndex(file)).toBeUndefined();
    expect(countOpen(index)).toBe(before);
    database.close();
  });

  it('is left open where another thread opens it meanwhile', () => {
    const others: number[] = [];
    beforeEachCall('readSync', () => others.push(openSync(index, 'r')));
    expect(readLogIndex(file)?.frames).toBe(3);
    expect([others.length, countOpen(index)]).toEqual([1, 2]);
  });

  it('is closed where nobody else has it open', () => {
    readLogIndex(file);
    expect(countOpen(index)).toBe(0);
  });
});
