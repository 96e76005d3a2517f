/** What the log and its index say of each other, in states that only a certain moment leaves; see integration/store/spoilt-log.test.ts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveMark } from '#main/db/leases/run-marks.ts';
import { lookAtLog, type SpoiltLog } from '#main/db/open/spoilt-log.ts';
import { flip, frameStart, leaveAfter, readFrames } from '../../support/left-log.ts';

let folder: string;
let file: string;
let log: string;
let index: string;
let open: Database[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-spoilt-'));
  file = join(folder, 'sightline.db');
  [log, index] = [`${file}-wal`, `${file}-shm`];
  open = [];
  const database = new Sqlite(file);
  database.exec('PRAGMA page_size = 8192; CREATE TABLE row (id INTEGER)');
  database.close();
});
afterEach(() => {
  for (const database of open) database.close();
  rmSync(folder, { recursive: true });
});

/** Each is a commit of one frame. */
function addRows(database: Database, rows: number): void {
  for (let n = 0; n < rows; n += 1) database.prepare('INSERT INTO row VALUES (?)').run(n);
}

function leaveRows(rows: number): void {
  leaveAfter(file, (database) => addRows(database, rows));
}

function openFile(): Database {
  const database = new Sqlite(file);
  open.push(database);
  database.pragma('wal_autocheckpoint = 0');
  database.pragma('schema_version');
  return database;
}

/** As it is opened by a start. */
function judge(): SpoiltLog | undefined {
  const judgeLog = lookAtLog(file);
  return judgeLog(openFile());
}

function spoilFrame(frame: number): void {
  flip(log, frameStart(frame) + 24);
}

/** SQLite throws the log away. */
function spoilHead(): void {
  flip(log, 13);
}

describe('an index', () => {
  it('of another log says nothing of this one', () => {
    leaveRows(8);
    const older = readFileSync(index);
    leaveAfter(file, (database) => {
      database.pragma('wal_checkpoint(RESTART)');
      addRows(database, 2);
    });
    writeFileSync(index, older);
    expect(readFrames(log).map(({ of }) => of)).toEqual([...Array(2).fill('own'), ...Array(6).fill('other')]);
    expect(judge()).toBeUndefined();
  });

  it('that was made of what could be read says nothing of what could not', () => {
    leaveRows(8);
    spoilFrame(6);
    leaveAfter(file, (database) => database.pragma('schema_version'));
    expect(judge()).toEqual({ framesRead: 5, framesLost: 3 });
  });

  it('that a power cut left as it was before says nothing of what came later', () => {
    leaveRows(4);
    const older = readFileSync(index);
    leaveRows(4);
    writeFileSync(index, older);
    spoilFrame(7);
    expect(judge()).toEqual({ framesRead: 6, framesLost: 2 });
  });
});

describe('a log that is in the file as a whole, as its index knows,', () => {
  beforeEach(() => {
    leaveAfter(file, (database) => {
      addRows(database, 4);
      database.pragma('wal_checkpoint(PASSIVE)');
    });
  });

  it('loses nothing where none of it is read', () => {
    spoilHead();
    expect(judge()).toBeUndefined();
  });

  it('loses commits where its beginning is read, which is older than the file', () => {
    spoilFrame(3);
    expect(judge()).toEqual({ framesRead: 2, framesLost: 2 });
  });
});

it('a log of which its index knows that it is not in the file loses commits where none of it is read', () => {
  leaveRows(4);
  spoilHead();
  expect(judge()).toEqual({ framesRead: 0, framesLost: 4 });
});

describe('between the look and the judgement', () => {
  it('a writer may be about to begin the log anew', () => {
    leaveRows(4);
    const before = readFileSync(log);
    const judgeLog = lookAtLog(file);
    const database = openFile();
    database.pragma('wal_checkpoint(TRUNCATE)');
    // As SQLite leaves it until the first frame of the next one.
    writeFileSync(log, before);
    const end = leaveMark(folder, 0, { database: null, log: null });
    expect(judgeLog(database)).toBeUndefined();
    end();
    expect(judgeLog(database)).toEqual({ framesRead: 0, framesLost: 4 });
  });

  it('another one may have begun it anew, and ended', () => {
    leaveRows(4);
    const judgeLog = lookAtLog(file);
    const database = openFile();
    database.pragma('wal_checkpoint(RESTART)');
    addRows(database, 1);
    expect(judgeLog(database)).toBeUndefined();
  });

  it('another one may have taken the database out of WAL', () => {
    leaveRows(4);
    spoilHead();
    const judgeLog = lookAtLog(file);
    const database = openFile();
    database.pragma('journal_mode = DELETE');
    expect(judgeLog(database)).toBeUndefined();
  });
});
