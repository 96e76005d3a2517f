import type { StoreReads } from '#main/services/ports/store.ts';
import { type Revisions, readRevisions } from '../changes.ts';
import { type ReadConnection, SqlConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import type { ReadCall } from '../gateway/ports.ts';
import { hasUnlisted } from '../lists/evaluate.ts';
import { MatcherCache } from '../lists/load-matcher.ts';
import { FileWatch } from '../open/file-watch.ts';
import { openReader } from '../open/open-reader.ts';
import type { SpoiltLog } from '../open/spoilt-log.ts';
import type { ReadContext, ReadTable } from '../operations/operation.ts';
import { reads } from '../operations/reads.ts';
import { Deadline } from '../search/deadline.ts';
import { SearchFunctions } from '../search/functions.ts';

/** Where a reader reads. */
export interface ReaderPlace {
  readonly databaseFile: string;
  readonly dataFolder: string;
}

/** What a reader does otherwise than usual. */
export interface ReaderOptions {
  /** How it answers. */
  readonly table?: ReadTable<keyof StoreReads>;
  /** Longest a question may take; null is no limit. */
  readonly limitMs?: number | null;
}

const defaultLimitMs = 2_000;

/** A read, whether its roll-ups are due or not. */
type Question<Name extends keyof StoreReads> = Pick<ReadCall<Name>, 'name' | 'input' | 'nowMs' | 'stop'>;

/** Answers reads over one read-only connection; lives in a reader thread, or in the caller's for the inline gateway. */
export class ReaderCore {
  readonly #place: ReaderPlace;
  readonly #table: ReadTable<keyof StoreReads>;
  readonly #limitMs: number | null;
  readonly #deadline = new Deadline();
  readonly #functions = new SearchFunctions();
  readonly #matchers = new MatcherCache();
  #connection: SqlConnection | undefined;
  #dispose: () => void = () => {};
  #watch: FileWatch | undefined;
  #spoiltLog: SpoiltLog | undefined;
  #state: 'ready' | 'empty' | 'outdated' = 'empty';
  #isHeld = false;

  constructor(place: ReaderPlace, { table = reads, limitMs = defaultLimitMs }: ReaderOptions = {}) {
    this.#place = place;
    this.#table = table;
    this.#limitMs = limitMs;
  }

  /**
   * Opens, or opens anew what was empty or outdated before.
   *
   * @throws StoreFault `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt`.
   */
  open(): 'ready' | 'empty' | 'outdated' {
    if (this.#connection !== undefined && (this.#isHeld || this.#state === 'ready')) return this.#state;
    this.close();
    const opened = openReader(this.#place.databaseFile);
    this.#deadline.install(opened.database);
    this.#functions.install(opened.database);
    this.#connection = new SqlConnection(opened.database);
    this.#dispose = () => opened.dispose();
    this.#state = opened.state;
    this.#spoiltLog = opened.spoiltLog;
    // Of nothing, or of a copy, there is no file to look at.
    const isInPlace = opened.state === 'ready' && opened.database.name === this.#place.databaseFile;
    this.#watch = isInPlace ? new FileWatch(this.#place.databaseFile) : undefined;
    return opened.state;
  }

  /** What was found of the log when it was opened. */
  get spoiltLog(): SpoiltLog | undefined {
    return this.#spoiltLog;
  }

  /**
   * From now on reads see the store as it is at this moment, whoever writes meanwhile.
   *
   * @returns whether the roll-up of some indicator is out of date.
   */
  hold(nowMs: number): boolean {
    const { db } = this.#context(nowMs);
    if (db !== this.#connection) throw new Error('The reader is not open.');
    // Without WAL, a reader that holds on keeps every writer out: then the moments differ rather than a decision wait.
    if (this.#connection.database.pragma('journal_mode', { simple: true }) === 'wal') {
      this.#connection.database.exec('BEGIN');
    }
    this.#isHeld = true;
    // SQLite fixes what a transaction sees at its first read, which is this one.
    return this.hasDue(nowMs);
  }

  /** Runs one read. @throws StoreFault `storage.busy` when it takes too long, `internal.cancelled` when nobody waits for it. */
  read<Name extends keyof StoreReads>({ name, input, nowMs, stop }: Question<Name>): StoreReads[Name]['output'] {
    const context = this.#context(nowMs);
    this.#functions.clear();
    const table = this.#table;
    const operation = table[name];
    // Whoever holds the store has this reader for itself.
    const limitMs = this.#isHeld || isUnlimited(name) ? null : this.#limitMs;
    return this.#deadline.guard({ limitMs, stop }, () => operation(context, input));
  }

  /** Runs something that sees the database as of one moment, whoever writes meanwhile. */
  atOneMoment<Result>(body: (db: ReadConnection) => Result): Result {
    const { db } = this.#context(0);
    const database = this.#connection?.database;
    database?.exec('BEGIN');
    try {
      return body(db);
    } finally {
      if (database?.inTransaction === true) database.exec('COMMIT');
    }
  }

  /** Highest id of an indicator: about how many there are, and found at once. */
  size(): number {
    return this.#context(0).db.value<number | null>('SELECT max(id) FROM indicator') ?? 0;
  }

  /** Whether the roll-up of some indicator is out of date, because an observation has expired since, or its place on lists. */
  hasDue(nowMs: number): boolean {
    const { db } = this.#context(nowMs);
    const isDue = db.value('SELECT 1 FROM indicator WHERE rollup_due_at_ms <= ? LIMIT 1', nowMs) !== undefined;
    return isDue || hasUnlisted(db, nowMs);
  }

  /** Counters of what changed, whichever process changed it. */
  revisions(): Revisions {
    return readRevisions(this.#context(0).db);
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#watch = undefined;
    this.#dispose();
    this.#dispose = () => {};
  }

  #context(nowMs: number): ReadContext {
    if (this.open() === 'outdated') {
      throw new StoreFault('storage.readOnly', 'The database is of an older version and could not be updated.', {
        suggestion: 'Make the data folder writable once.',
      });
    }
    this.#watch?.check();
    const connection = this.#connection;
    if (connection === undefined) throw new Error('The reader is not open.');
    const isEmpty = this.#state === 'empty';
    return {
      db: connection,
      nowMs,
      databaseFile: isEmpty ? null : this.#place.databaseFile,
      dataFolder: this.#place.dataFolder,
      spoiltLog: this.#spoiltLog,
      functions: this.#functions,
      checkLimits: () => this.#deadline.check(),
      matchers: this.#matchers,
    };
  }
}

/** Reads of a whole result, and the check of the whole file, take as long as they take. */
function isUnlimited(name: keyof StoreReads): boolean {
  return name === 'store.statistics' || name === 'indicators.searchIds' || name === 'cases.memberIds';
}
