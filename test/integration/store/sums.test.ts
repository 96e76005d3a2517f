/** What holds the sums of pages together where several processes, a power cut or a disk come in between; see page-sums.test.ts. */
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import Sqlite, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requireSoleUse } from '#main/db/care/sole-use.ts';
import { checkPages } from '#main/db/sums/check-pages.ts';
import { LogCopier } from '#main/db/sums/copy-log.ts';
import { dropSums, PageSums, sumsFile } from '#main/db/sums/page-sums.ts';
import { makeDataFolder } from '../../support/store.ts';

const pageBytes = 8_192;

let data: ReturnType<typeof makeDataFolder>;
let file: string;
let open: Database[];

beforeEach(() => {
  data = makeDataFolder();
  file = `${data.folder}/sightline.db`;
  open = [];
  const database = connect();
  database.exec(`
    CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);
    CREATE TABLE other (id INTEGER PRIMARY KEY, body TEXT);
    WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 20)
      INSERT INTO note SELECT id, printf('%.*c', 3000, 'n') FROM n;
    INSERT INTO other SELECT * FROM note;
  `);
  const copier = new LogCopier(file);
  copier.copy(database);
  copier.release();
  database.close();
  copier.close(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const database of open) database.close();
  data.remove();
});

/** As a writer has it open. */
function connect(): Database {
  const database = new Sqlite(file);
  open.push(database);
  for (const pragma of [`page_size = ${pageBytes}`, 'journal_mode = WAL', 'wal_autocheckpoint = 0']) {
    database.pragma(pragma);
  }
  return database;
}

function change(database: Database, table: 'note' | 'other', body: string): void {
  database.prepare(`UPDATE ${table} SET body = ?`).run(body.repeat(500));
}

/** Asks the file of the sums. */
function ask<Result>(look: (sums: Database) => Result): Result {
  const sums = new Sqlite(sumsFile(file));
  try {
    return look(sums);
  } finally {
    sums.close();
  }
}

const exec = (sql: string): unknown => ask((sums) => sums.exec(sql));
const value = (sql: string): unknown => ask((sums) => sums.prepare(sql).pluck().get());
const isSettled = (): unknown => value('SELECT is_settled FROM state');
const sumOf = (page: number): unknown => value(`SELECT sum FROM page WHERE number = ${page}`);

/** Flips a bit in a page. */
function flip(page: number): void {
  const bytes = readFileSync(file);
  const place = page * pageBytes - 100;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 0x10, place);
  writeFileSync(file, bytes);
}

/** The database as a copier sees it, with something that happens before SQLite is asked for one kind of checkpoint. */
function seenBefore(database: Database, kind: 'NOOP' | 'PASSIVE', happens: () => unknown): Database {
  return new Proxy(database, {
    get: (target, name) =>
      name === 'pragma'
        ? (text: string, options?: Sqlite.PragmaOptions) => {
            const answer = kind === 'NOOP' ? target.pragma(text, options) : undefined;
            if (text.includes(kind)) happens();
            return answer ?? target.pragma(text, options);
          }
        : Reflect.get(target, name),
  });
}

/** Another process that needs the sums for longer than anybody waits. */
function occupy(how: 'IMMEDIATE' | 'EXCLUSIVE'): void {
  const other = new Sqlite(sumsFile(file));
  open.push(other);
  other.exec(`BEGIN ${how}`);
}

describe('a check', () => {
  const copiedFrames = (): number => 0;
  const adopting = { adopts: true, copiedFrames };
  const looking = { adopts: false, copiedFrames };

  it('that is to change nothing takes no sums, and makes none', () => {
    exec('DELETE FROM page WHERE number = 3');
    expect(checkPages(file, looking)).toEqual({ wrong: [] });
    expect(sumOf(3)).toBeUndefined();
    dropSums(file);
    expect(checkPages(file, looking)).toEqual({ wrong: null });
    expect(existsSync(sumsFile(file))).toBe(false);
  });

  it('takes no sums of a file in which a page is wrong', () => {
    exec('DELETE FROM page WHERE number = 3');
    flip(5);
    expect(checkPages(file, adopting)).toEqual({ wrong: [5] });
    expect(sumOf(3)).toBeUndefined();
    flip(5);
    expect(checkPages(file, adopting)).toEqual({ wrong: [] });
    expect(sumOf(3)).toEqual(expect.any(Number));
  });

  it('that took sums leaves them as in use, so that they are not believed after a power cut', () => {
    exec('DELETE FROM page WHERE number = 3');
    expect(isSettled()).toBe(1);
    checkPages(file, adopting);
    expect(isSettled()).toBe(0);
  });

  it('takes no sum of a page that is read from the log', () => {
    const writer = connect();
    change(writer, 'note', 'later');
    dropSums(file);
    expect(checkPages(file, adopting)).toEqual({ wrong: [] });
    const taken = Number(value('SELECT count(*) FROM page'));
    const pages = readFileSync(file).length / pageBytes;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(pages - 5);
  });

  it('keeps a sum that another process took meanwhile', () => {
    exec('UPDATE page SET sum = 123 WHERE number = 3');
    // As it was when the check began.
    vi.spyOn(PageSums.prototype, 'all').mockReturnValue(new Map());
    expect(checkPages(file, adopting)).toEqual({ wrong: [] });
    expect(sumOf(3)).toBe(123);
  });

  it('looks again at what is wrong while nobody copies', () => {
    flip(5);
    const exclusively: (this: PageSums, body: () => unknown) => unknown = PageSums.prototype.exclusively;
    vi.spyOn(PageSums.prototype, 'exclusively').mockImplementation(function (this: PageSums, body) {
      // Whoever was copying has come to the end by now.
      flip(5);
      return exclusively.call(this, body) as ReturnType<typeof body>;
    });
    expect(checkPages(file, adopting)).toEqual({ wrong: [] });
  });

  it('leaves the taking of sums to the next one where somebody needs them for long', () => {
    exec('DELETE FROM page WHERE number = 3');
    occupy('IMMEDIATE');
    expect(checkPages(file, adopting)).toEqual({ wrong: [] });
  });

  it.each([
    [
      'cannot be made',
      () => {
        dropSums(file);
        mkdirSync(sumsFile(file));
      },
    ],
    ['cannot be read', () => writeFileSync(sumsFile(file), 'nonsense '.repeat(2_000)), looking],
    ['are of another layout', () => exec('DROP TABLE page; PRAGMA user_version = 77'), looking],
    [
      'may be older than a power cut',
      () => {
        exec('UPDATE state SET is_settled = 0, written_at_ms = 1000');
        flip(5);
      },
      looking,
    ],
  ])('says nothing where the sums %s', (_what, spoil, how = adopting) => {
    spoil();
    expect(checkPages(file, how)).toEqual({ wrong: null });
  });

  it('makes sums anew where they are of another layout', () => {
    exec('ALTER TABLE page RENAME COLUMN sum TO digest; PRAGMA user_version = 77');
    expect(checkPages(file, adopting)).toEqual({ wrong: [] });
    expect(sumOf(3)).toEqual(expect.any(Number));
  });

  it('takes no sum of the page that is there for locks, in a file with pages of 64 KiB', () => {
    const large = `${data.folder}/large.db`;
    const database = new Sqlite(large);
    database.pragma('page_size = 65536');
    database.exec('CREATE TABLE note (id INTEGER)');
    database.close();
    // A gibibyte and two pages, of which the disk holds the first.
    truncateSync(large, 1_073_741_824 + 2 * 65_536);
    expect(checkPages(large, adopting)).toEqual({ wrong: [] });
    const sums = PageSums.open(large);
    expect([16_384, 16_385, 16_386].map((page) => sums.sumOf(page) !== undefined)).toEqual([true, false, true]);
    expect(sums.all().size).toBe(16_385);
    sums.close();
  });
});

describe('whoever copies the log', () => {
  it('copies nothing that another one has committed since it was summed', () => {
    const [writer, other] = [connect(), connect()];
    change(writer, 'note', 'first');
    const copier = new LogCopier(file);
    copier.copy(seenBefore(writer, 'PASSIVE', () => change(other, 'other', 'between')));
    // With all of it copied the log would begin anew here, and nobody would ever sum what was in it.
    change(other, 'note', 'last');
    copier.copy(writer);
    change(other, 'note', 'anew');
    expect(checkPages(file, { adopts: false, copiedFrames: () => 0 })).toEqual({ wrong: [] });
    copier.close(false);
  });

  it.each([
    [
      'the sums are needed by somebody else',
      (writer: Database) => {
        occupy('IMMEDIATE');
        return writer;
      },
    ],
    [
      'the log is another one by now',
      (writer: Database) => seenBefore(writer, 'NOOP', () => renameSync(`${file}-wal`, `${file}-moved`)),
    ],
  ])('puts it off where %s', (_what, prepare) => {
    const writer = connect();
    change(writer, 'note', 'first');
    let asked = 0;
    const copier = new LogCopier(file);
    copier.copy(
      seenBefore(prepare(writer), 'PASSIVE', () => {
        asked += 1;
      }),
    );
    expect(asked).toBe(0);
    if (existsSync(`${file}-moved`)) renameSync(`${file}-moved`, `${file}-wal`);
    expect(existsSync(sumsFile(file))).toBe(true);
    copier.close(false);
  });

  it('copies what cannot be summed, and nothing is said of any page then', () => {
    const writer = connect();
    change(writer, 'note', 'first');
    const [log, moved] = [`${file}-wal`, `${file}-moved`];
    const blocked = seenBefore(writer, 'NOOP', () => {
      renameSync(log, moved);
      mkdirSync(log);
    });
    const copier = new LogCopier(file);
    copier.copy(
      seenBefore(blocked, 'PASSIVE', () => {
        rmdirSync(log);
        renameSync(moved, log);
      }),
    );
    copier.close(false);
    expect(existsSync(log)).toBe(true);
    expect(value('SELECT count(*) FROM page')).toBe(0);
  });

  it('goes on from where it was, and is in nobody’s way in between', () => {
    const [writer, other] = [connect(), connect()];
    const copier = new LogCopier(file);
    for (const body of ['first', 'second']) {
      change(writer, 'note', body);
      copier.copy(writer);
    }
    expect(value('SELECT count(*) FROM page')).toBeGreaterThan(0);
    expect(other.pragma('wal_checkpoint(RESTART)')).toMatchObject([{ busy: 0 }]);
    copier.close(false);
  });

  it.each([
    ['is left', true, false, 0],
    ['is gone, of files that are not sound', false, true, 0],
    ['is gone', true, true, 1],
  ])('leaves the sums as in order only where no log is left: where it %s', (_what, isSound, isLast, settled) => {
    const writer = connect();
    change(writer, 'note', 'later');
    const copier = new LogCopier(file);
    copier.copy(writer);
    expect(isSettled()).toBe(0);
    copier.release();
    if (isLast) writer.close();
    copier.close(isSound);
    expect(isSettled()).toBe(settled);
  });

  it('gives up: SQLite copies the log by itself, and nothing is said of any page', () => {
    const writer = connect();
    const copier = new LogCopier(file);
    copier.giveUp(writer);
    expect(writer.pragma('wal_autocheckpoint', { simple: true })).toBe(24_000);
    expect(value('SELECT count(*) FROM page')).toBe(0);
    copier.close(false);
  });

  it('deletes sums that cannot be emptied', () => {
    vi.spyOn(PageSums.prototype, 'empty').mockImplementation(() => {
      throw new Error('The disk is full.');
    });
    new LogCopier(file).giveUp(connect());
    expect(existsSync(sumsFile(file))).toBe(false);
  });
});

describe('the sums', () => {
  it('are not deleted because somebody else needs them', () => {
    occupy('EXCLUSIVE');
    expect(() => PageSums.open(file)).toThrow('locked');
    expect(existsSync(sumsFile(file))).toBe(true);
  });

  it('are waited for where somebody else changes them', async () => {
    const go = new Int32Array(new SharedArrayBuffer(4));
    const code = `
      const { parentPort, workerData } = require('node:worker_threads');
      const other = require(workerData.sqlite)(workerData.file);
      other.exec('BEGIN IMMEDIATE');
      parentPort.postMessage('held');
      Atomics.wait(workerData.go, 0, 0);
      // A moment, in which whoever would not wait gives up.
      Atomics.wait(workerData.go, 0, 1, 50);
      other.exec('COMMIT');`;
    const sqlite = fileURLToPath(import.meta.resolve('better-sqlite3'));
    const holder = new Worker(code, { eval: true, workerData: { sqlite, file: sumsFile(file), go } });
    await once(holder, 'message');
    const sums = PageSums.open(file);
    const ended = once(holder, 'exit');
    Atomics.store(go, 0, 1);
    Atomics.notify(go, 0);
    expect(sums.exclusively(() => 'had')).toBe('had');
    sums.close();
    await ended;
  });

  it('are on the disk as in use before anything else changes, and when they are left in order', () => {
    const pragma = vi.spyOn(Sqlite.prototype, 'pragma');
    const sums = PageSums.open(file);
    sums.exclusively(() => sums.set(1, 1));
    sums.exclusively(() => sums.set(2, 2));
    sums.settle();
    sums.close();
    const asked = pragma.mock.calls.map(([text]) => text).filter((text) => text.startsWith('synchronous'));
    expect(asked).toEqual(['synchronous = FULL', 'synchronous = OFF', 'synchronous = OFF', 'synchronous = FULL']);
  });

  it('are marked as in use anew where somebody has left them in between', () => {
    const sums = PageSums.open(file);
    sums.exclusively(() => undefined);
    const pragma: (this: Database, text: string, options?: Sqlite.PragmaOptions) => unknown = Sqlite.prototype.pragma;
    const asked: string[] = [];
    vi.spyOn(Sqlite.prototype, 'pragma').mockImplementation(function (this: Database, text, options) {
      asked.push(text);
      if (asked.length === 1) exec('UPDATE state SET is_settled = 1');
      return pragma.call(this, text, options);
    });
    sums.exclusively(() => undefined);
    expect(asked).toEqual(['synchronous = OFF', 'synchronous = FULL', 'synchronous = OFF']);
    sums.close();
    expect(isSettled()).toBe(0);
  });

  it('that were emptied are taken of the whole log again', () => {
    const writer = connect();
    change(writer, 'note', 'first');
    const copier = new LogCopier(file);
    copier.copy(writer);
    const sums = PageSums.open(file);
    sums.empty();
    sums.close();
    copier.copy(writer);
    copier.close(false);
    expect(value('SELECT count(*) FROM page')).toBeGreaterThan(0);
  });

  it('go with what a killed process left of changing them', () => {
    writeFileSync(`${sumsFile(file)}-journal`, 'left');
    dropSums(file);
    expect(existsSync(`${sumsFile(file)}-journal`)).toBe(false);
    rmSync(file);
  });

  it('are not made by whoever needs a database without WAL for itself', () => {
    connect().pragma('journal_mode = DELETE');
    dropSums(file);
    expect(requireSoleUse(file, data.folder)).toBe(true);
    expect(existsSync(sumsFile(file))).toBe(false);
  });
});
