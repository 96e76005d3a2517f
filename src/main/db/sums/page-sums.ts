/**
 * Check sums of the pages of a database, in a file beside it. SQLite has none: a bit that a disk flips in a text is another text to it.
 *
 * The file is a database of its own, for its locks and its atomic changes. It is not synced to the disk while it is in use, only when it
 * is begun and when it is left: after a power cut in between, what it says is not believed, and the sums are taken anew.
 */
import { rmSync, statSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Database } from 'better-sqlite3';
import { openHandle, SqlConnection } from '../connection.ts';
import { isBusy } from '../fault.ts';
import { ensurePrivateFile, identify, sizeOf } from '../open/files.ts';
import type { LogPart } from './sum-frames.ts';

/** Number of this layout; sums in another one are taken anew. */
const layout = 1;
/** Others need it for some milliseconds at a time. */
const patienceMs = 2_000;
/** Clocks and the time since the start of a machine are not that exact. */
const bootSlackMs = 5_000;

/** Where the sums of a database lie. */
export function sumsFile(databaseFile: string): string {
  return `${databaseFile}-sums`;
}

/** To be called where another database begins, or where they cannot be written: then they say nothing of it. */
export function dropSums(databaseFile: string): void {
  for (const suffix of ['', '-journal']) {
    const file = `${sumsFile(databaseFile)}${suffix}`;
    // A folder of that name holds none.
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== true) rmSync(file, { force: true });
  }
}

/** As much of a log as was summed: see {@link LogPart}. */
type Known = Pick<LogPart, 'salts' | 'frames'>;

interface State extends Known {
  readonly isSettled: number;
  readonly writtenAtMs: number;
}

/** The sums of one database; every method may throw what SQLite says. */
export class PageSums {
  readonly #db: SqlConnection;
  readonly #file: string;
  readonly #identity: string | null | undefined;

  private constructor(file: string, database: Database) {
    this.#db = new SqlConnection(database);
    this.#file = file;
    this.#identity = identify(file);
  }

  /** Opens them, or makes them. What cannot be read, or was not written to its end before the machine ended, is emptied. */
  static open(databaseFile: string): PageSums {
    const file = sumsFile(databaseFile);
    try {
      return PageSums.#tryOpen(file);
    } catch (error) {
      if (isBusy(error)) throw error;
      dropSums(databaseFile);
      return PageSums.#tryOpen(file);
    }
  }

  /** For a look only. @returns undefined where there are none, or none that can be believed. */
  static peek(databaseFile: string): PageSums | undefined {
    const file = sumsFile(databaseFile);
    if (sizeOf(file) === 0) return undefined;
    let database: Database | undefined;
    try {
      database = openHandle(file, { readonly: true, fileMustExist: true, timeout: patienceMs });
      const sums = new PageSums(file, database);
      if (database.pragma('user_version', { simple: true }) === layout && sums.#isBelievable()) return sums;
    } catch {
      // As if there were none.
    }
    database?.close();
    return undefined;
  }

  static #tryOpen(file: string): PageSums {
    ensurePrivateFile(file);
    const database = openHandle(file, { timeout: patienceMs });
    try {
      const sums = new PageSums(file, database);
      sums.#prepare();
      return sums;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Whether they were dropped since, by whoever could not write them: SQLite writes no more into a file without a name. */
  get isReplaced(): boolean {
    return identify(this.#file) !== this.#identity;
  }

  /** Nobody else changes the sums, and so copies no page into the database, until `body` is done; all of what it does is kept or nothing. */
  exclusively<Result>(body: () => Result): Result {
    for (;;) {
      const isSettled = this.#isSettled();
      // That they are in use must be on the disk before anything else changes; what comes then need not.
      this.#db.database.pragma(`synchronous = ${isSettled ? 'FULL' : 'OFF'}`);
      const begin = this.#db.database.transaction(() => {
        // Somebody has left them in between.
        if (this.#isSettled() !== isSettled) return undefined;
        this.#db.run('UPDATE state SET is_settled = 0, written_at_ms = ?', Date.now());
        return isSettled ? undefined : { result: body() };
      });
      const done = begin.immediate();
      if (done !== undefined) return done.result;
    }
  }

  /** Which frames of the log are in. */
  known(): Known {
    return this.#state();
  }

  /** Within {@link exclusively}. */
  add({ salts, frames, sums }: LogPart): void {
    for (const [number, sum] of sums) this.set(number, sum);
    this.#db.run('UPDATE state SET salts = ?, frames = ?', salts, frames);
  }

  /** Within {@link exclusively}. */
  set(number: number, sum: number): void {
    this.#db.run('INSERT INTO page VALUES (?, ?) ON CONFLICT DO UPDATE SET sum = excluded.sum', number, sum);
  }

  /** Undefined for a page that was never summed. */
  sumOf(number: number): number | undefined {
    return this.#db.value('SELECT sum FROM page WHERE number = ?', number);
  }

  /** All of them, by number. */
  all(): ReadonlyMap<number, number> {
    return new Map(this.#db.rows<[number, number]>('SELECT number, sum FROM page'));
  }

  /** From now on nothing is known of any page. */
  empty(): void {
    this.exclusively(() => this.#empty());
  }

  /** Everything that was copied is summed: from now on the sums are believed after a power cut too. */
  settle(): void {
    this.#db.database.pragma('synchronous = FULL');
    this.#db.run('UPDATE state SET is_settled = 1, written_at_ms = ?', Date.now());
  }

  close(): void {
    this.#db.close();
  }

  #prepare(): void {
    this.#db.database.pragma('journal_mode = TRUNCATE');
    if (this.#db.database.pragma('user_version', { simple: true }) !== layout) this.#create();
    else if (!this.#isBelievable()) this.empty();
  }

  #create(): void {
    this.#db.database
      .transaction(() => {
        if (this.#db.database.pragma('user_version', { simple: true }) === layout) return;
        this.#db.database.exec(`
          DROP TABLE IF EXISTS page;
          DROP TABLE IF EXISTS state;
          CREATE TABLE page (number INTEGER PRIMARY KEY, sum INTEGER NOT NULL) STRICT;
          CREATE TABLE state (
            is_settled INTEGER NOT NULL, written_at_ms INTEGER NOT NULL, salts TEXT NOT NULL, frames INTEGER NOT NULL
          ) STRICT;
          INSERT INTO state VALUES (1, 0, '', 0);
          PRAGMA user_version = ${layout};
        `);
      })
      .immediate();
  }

  #isBelievable(): boolean {
    const { isSettled, writtenAtMs } = this.#state();
    if (isSettled === 1) return true;
    const nowMs = Date.now();
    // Without a battery a clock may stand before the power cut when the machine starts.
    return writtenAtMs > nowMs - uptime() * 1_000 - bootSlackMs && writtenAtMs < nowMs + bootSlackMs;
  }

  #isSettled(): boolean {
    return this.#state().isSettled === 1;
  }

  #state(): State {
    const state = this.#db.get<State>(
      'SELECT is_settled AS isSettled, written_at_ms AS writtenAtMs, salts, frames FROM state',
    );
    if (state === undefined) throw new Error('The sums of pages have no state.');
    return state;
  }

  #empty(): void {
    this.#db.run('DELETE FROM page');
    this.#db.run(`UPDATE state SET salts = '', frames = 0`);
  }
}
