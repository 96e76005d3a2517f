/** A thin layer over better-sqlite3: statements prepared once, rows typed where they are asked for. */
import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { checkEngine } from './open/engine-version.ts';

/** What SQLite takes and gives. */
export type SqlValue = string | number | Buffer | null;

/** How many statements are kept; searches compile to ever new texts, and each kept statement costs some kilobytes. */
const statementLimit = 300;

/** A connection that can only be read from; its type has no method that writes. */
export interface ReadConnection {
  /** The row's type is the caller's word: tables are STRICT and the SQL is ours. */
  get<Row>(sql: string, ...params: readonly SqlValue[]): Row | undefined;
  all<Row>(sql: string, ...params: readonly SqlValue[]): Row[];
  /** The first column of the first row. */
  value<Value>(sql: string, ...params: readonly SqlValue[]): Value | undefined;
  /** The first column of every row. */
  column<Value>(sql: string, ...params: readonly SqlValue[]): Value[];
  /** Rows as arrays, one at a time. */
  rows<Row extends readonly unknown[]>(sql: string, ...params: readonly SqlValue[]): IterableIterator<Row>;
}

/** A connection that writes too. */
export interface WriteConnection extends ReadConnection {
  /** @returns how many rows changed. */
  run(sql: string, ...params: readonly SqlValue[]): number;
  /** @returns the id of the new row. */
  insert(sql: string, ...params: readonly SqlValue[]): number;
  /** The same for an insertion with `ON CONFLICT DO NOTHING`. @returns undefined when there was one already. */
  insertNew(sql: string, ...params: readonly SqlValue[]): number | undefined;
}

/** {@link WriteConnection} over one database handle; see {@link ReadConnection} for the narrower view. */
export class SqlConnection implements WriteConnection {
  readonly database: Database;
  // How a statement returns rows is part of its state, so each way has its own.
  readonly #plain = new Map<string, Statement>();
  readonly #plucked = new Map<string, Statement>();
  readonly #raw = new Map<string, Statement>();

  constructor(database: Database) {
    this.database = database;
  }

  get<Row>(sql: string, ...params: readonly SqlValue[]): Row | undefined {
    return this.#prepare(sql, this.#plain).get(...params) as Row | undefined;
  }

  all<Row>(sql: string, ...params: readonly SqlValue[]): Row[] {
    return this.#prepare(sql, this.#plain).all(...params) as Row[];
  }

  value<Value>(sql: string, ...params: readonly SqlValue[]): Value | undefined {
    return this.#prepare(sql, this.#plucked).get(...params) as Value | undefined;
  }

  column<Value>(sql: string, ...params: readonly SqlValue[]): Value[] {
    return this.#prepare(sql, this.#plucked).all(...params) as Value[];
  }

  rows<Row extends readonly unknown[]>(sql: string, ...params: readonly SqlValue[]): IterableIterator<Row> {
    return this.#prepare(sql, this.#raw).iterate(...params) as unknown as IterableIterator<Row>;
  }

  run(sql: string, ...params: readonly SqlValue[]): number {
    return this.#prepare(sql, this.#plain).run(...params).changes;
  }

  insert(sql: string, ...params: readonly SqlValue[]): number {
    return Number(this.#prepare(sql, this.#plain).run(...params).lastInsertRowid);
  }

  insertNew(sql: string, ...params: readonly SqlValue[]): number | undefined {
    const { changes, lastInsertRowid } = this.#prepare(sql, this.#plain).run(...params);
    return changes === 0 ? undefined : Number(lastInsertRowid);
  }

  close(): void {
    for (const cache of [this.#plain, this.#plucked, this.#raw]) cache.clear();
    this.database.close();
  }

  #prepare(sql: string, cache: Map<string, Statement>): Statement {
    const known = cache.get(sql);
    if (known !== undefined) return known;
    if (cache.size >= statementLimit) cache.clear();
    const made = this.database.prepare(sql);
    if (cache === this.#plucked) made.pluck(true);
    if (cache === this.#raw) made.raw(true);
    cache.set(sql, made);
    return made;
  }
}

/** Opens a handle; no pragma is set. @throws StoreFault `storage.unsafeEngine` before the file is touched; errors of SQLite. */
export function openHandle(file: string, options: Sqlite.Options = {}): Database {
  checkEngine();
  return new Sqlite(file, options);
}
