/** The plain way to store the same, to be held against: every index kept up to date row by row, in transactions of 1,000. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { severityCodes, typeCodes } from '#main/db/codes.ts';
import { ipKeyOf } from '#main/db/ingest/ip-keys.ts';
import { hostKeyOf } from '#main/db/operations/host-keys.ts';
import { severityOfScore } from '#shared/model/vocabulary.ts';
import { projectRoot } from '../../support/project-root.ts';
import { type BenchIndicator, indicatorAt } from '../search/generate.ts';
import { type BenchRecord, recordsOf, type VendorAnswer } from './pages.ts';

const tables = `
  CREATE TABLE indicator(id INTEGER PRIMARY KEY, type INTEGER NOT NULL, value TEXT NOT NULL, score INTEGER NOT NULL,
    severity INTEGER NOT NULL, triage INTEGER NOT NULL DEFAULT 0, vendors INTEGER NOT NULL, first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, tags TEXT NOT NULL, sources TEXT NOT NULL, descr TEXT NOT NULL, ip_key BLOB, host_key TEXT) STRICT;
  CREATE TABLE provenance(id INTEGER PRIMARY KEY, indicator INTEGER NOT NULL, connection INTEGER NOT NULL, raw TEXT NOT NULL) STRICT;
  CREATE TABLE tag_rank(tag TEXT, score INTEGER, last_seen INTEGER, id INTEGER, PRIMARY KEY(tag, score, last_seen, id)) STRICT, WITHOUT ROWID;
  CREATE VIRTUAL TABLE trigram USING fts5(value, tokenize='trigram', content='', contentless_delete=1, detail=none);
  CREATE VIRTUAL TABLE words USING fts5(tags, descr, tokenize='unicode61', content='', contentless_delete=1);`;

const indexes = `
  CREATE UNIQUE INDEX by_value ON indicator(value, type);
  CREATE INDEX by_rank ON indicator(score DESC, last_seen DESC, id);
  CREATE INDEX by_type ON indicator(type, score);
  CREATE INDEX by_severity ON indicator(severity, last_seen);
  CREATE INDEX by_seen ON indicator(last_seen);
  CREATE INDEX by_address ON indicator(ip_key) WHERE ip_key IS NOT NULL;
  CREATE INDEX by_host ON indicator(host_key) WHERE host_key IS NOT NULL;
  INSERT INTO tag_rank SELECT word.value, score, last_seen, indicator.id FROM indicator, json_each(tags) word WHERE TRUE
    ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING;
  INSERT INTO trigram(rowid, value) SELECT id, value FROM indicator;
  INSERT INTO words(rowid, tags, descr) SELECT id, tags, descr FROM indicator;`;

const rowsInTransaction = 1_000;

/** A database of that kind. */
export class AllLive {
  readonly #file: string;
  readonly #database: Sqlite.Database;

  private constructor(file: string) {
    this.#file = file;
    this.#database = openFile(file);
  }

  /** With so many indicators in it, whose raw records are left out: nothing is looked up among them. Made once and kept in `.cache`. */
  static open(size: number): AllLive {
    const made = join(projectRoot, '.cache', 'bench', `all-live-${size}-v1.db`);
    if (!existsSync(made)) make(made, size);
    const file = `${made}.${process.pid}`;
    copyFileSync(made, file);
    return new AllLive(file);
  }

  /** Stores pages. @returns microseconds a record. */
  take(answers: readonly VendorAnswer[]): number {
    // Read beforehand.
    const records = answers.flatMap(recordsOf);
    const add = prepareRecord(this.#database);
    const startedMs = performance.now();
    for (let at = 0; at < records.length; at += rowsInTransaction) {
      this.#database.exec('BEGIN');
      for (const record of records.slice(at, at + rowsInTransaction)) add(record);
      this.#database.exec('COMMIT');
    }
    return ((performance.now() - startedMs) * 1_000) / records.length;
  }

  /** What it consists of while it is open. */
  get files(): readonly string[] {
    return [this.#file, `${this.#file}-wal`].filter((file) => existsSync(file));
  }

  close(): void {
    this.#database.close();
    rmSync(this.#file);
  }
}

/** Rows first, and what finds them afterwards: a tenth of the time. */
function make(file: string, size: number): void {
  mkdirSync(dirname(file), { recursive: true });
  const making = `${file}.${process.pid}`;
  const database = openFile(making);
  database.exec(tables);
  const insert = prepareIndicator(database);
  database.exec('BEGIN');
  for (let i = 0; i < size; i += 1) insert(i, indicatorAt(i));
  database.exec(`${indexes} COMMIT`);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  renameSync(making, file);
}

function openFile(file: string): Sqlite.Database {
  const database = new Sqlite(file);
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma('cache_size = -131072');
  database.pragma('temp_store = MEMORY');
  return database;
}

function namesOf(one: BenchIndicator, field: 'tag' | 'source'): string {
  return JSON.stringify(one.words.filter(([name]) => name === field).map(([name, number]) => `${name}-${number}`));
}

const description = 'Seen in the traffic of a loader that fetches its second stage from here.';

function prepareIndicator(database: Sqlite.Database): (id: number, one: BenchIndicator) => void {
  const insert = database.prepare(`
    INSERT INTO indicator(id, type, value, score, severity, vendors, first_seen, last_seen, tags, sources, descr, ip_key, host_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  return (id, one) => {
    insert.run(
      id,
      typeCodes.toCode[one.type],
      one.value,
      one.score ?? -1,
      severityCodes.toCode[severityOfScore(one.score)],
      one.vendors.length,
      one.firstSeenMs,
      one.lastSeenMs,
      namesOf(one, 'tag'),
      namesOf(one, 'source'),
      description,
      ipKeyOf(one.type, one.value)?.first ?? null,
      hostKeyOf(one.type, one.value),
    );
  };
}

/** Adds a record, and its indicator with all that is kept of it where that is new. */
function prepareRecord(database: Sqlite.Database): (record: BenchRecord) => void {
  const find = database.prepare('SELECT id FROM indicator WHERE value = ? AND type = ?').pluck();
  const addIndicator = prepareIndicator(database);
  const rank = database.prepare('INSERT OR IGNORE INTO tag_rank VALUES (?, ?, ?, ?)');
  const trigram = database.prepare('INSERT INTO trigram(rowid, value) VALUES (?, ?)');
  const words = database.prepare('INSERT INTO words(rowid, tags, descr) VALUES (?, ?, ?)');
  const addRecord = database.prepare('INSERT INTO provenance(indicator, connection, raw) VALUES (?, ?, ?)');
  return ({ index, connection, raw }) => {
    const one = indicatorAt(index);
    const known = find.get(one.value, typeCodes.toCode[one.type]) as number | undefined;
    if (known === undefined) {
      addIndicator(index, one);
      for (const [field, word] of one.words) {
        if (field === 'tag') rank.run(`tag-${word}`, one.score ?? -1, one.lastSeenMs, index);
      }
      trigram.run(index, one.value);
      words.run(index, namesOf(one, 'tag'), description);
    }
    addRecord.run(known ?? index, connection, raw);
  };
}
