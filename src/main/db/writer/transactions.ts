import type { StoreChange } from '#main/services/ports/store.ts';
import { ChangeSet, type Revisions, readRevisions } from '../changes.ts';
import type { SqlConnection } from '../connection.ts';
import { isBusy, StoreFault } from '../fault.ts';
import type { Journal } from '../open/journal.ts';
import { adaptCache, lockPatienceMs } from '../open/open-writer.ts';
import { pause } from '../open/pause.ts';

/** What the writer tells of a commit: the counters after it, and what it changed itself. */
export type CommitListener = (revisions: Revisions, change: StoreChange) => void;

/** What they stand on. */
export interface TransactionParts {
  readonly db: SqlConnection;
  readonly journal: Journal;
  readonly onCommit: CommitListener;
  /** Called outside a transaction, before each, after each commit, and after one that failed. */
  readonly files?: { check(): void; noteCommit(): void; noteRefusal(): void };
  /** Another process wrote since our last transaction: whatever is remembered may be wrong. */
  readonly onForeignCommit: () => void;
  /** One was committed, whatever was in it. */
  readonly onEnd?: () => void;
}

/** Tells the sequence numbers from this one on from those that another writer would give; see migration 30. */
function markLineage(db: SqlConnection, sequence: number): void {
  db.run('INSERT INTO lineage(seq, token) VALUES (?, randomblob(16)) ON CONFLICT DO NOTHING', sequence);
}

/** Transactions between two looks at the size of the file. */
const cacheInterval = 100;

/**
 * Transactions of the only connection that writes. SQLite's write lock is taken at their begin and held for one of them, so
 * several processes take turns; the lock is polled every few milliseconds, because a writer that syncs leaves only short gaps.
 */
export class Transactions {
  readonly db: SqlConnection;
  readonly #journal: Journal;
  readonly #onCommit: CommitListener;
  readonly #onForeignCommit: () => void;
  readonly #onEnd: (() => void) | undefined;
  readonly #files: TransactionParts['files'];
  #changes: ChangeSet | undefined;
  #count = 0;
  /** Whether the sequence numbers of this session have their mark. */
  #isMarked = false;
  #dataVersion: number | undefined;

  constructor({ db, journal, onCommit, onForeignCommit, files, onEnd }: TransactionParts) {
    this.db = db;
    this.#journal = journal;
    this.#onCommit = onCommit;
    this.#onForeignCommit = onForeignCommit;
    this.#onEnd = onEnd;
    this.#files = files;
  }

  /** @throws StoreFault `storage.corrupt` when other programs have changed the files. Outside a transaction. */
  checkFiles(): void {
    this.#files?.check();
  }

  get isOpen(): boolean {
    return this.#changes !== undefined;
  }

  /**
   * Begins one. `durable`: survives a power cut once committed; else only a crash of the program.
   *
   * @throws StoreFault `storage.busy`, `storage.newerSchema`, `storage.corrupt` (the files were changed by others), or an error of SQLite.
   */
  begin(durable: boolean): ChangeSet {
    if (this.#changes !== undefined) throw new Error('A transaction is open already.');
    // With a rollback journal, NORMAL could leave the whole file damaged after a power cut, not only lose the last commits.
    this.db.database.pragma(`synchronous = ${durable || this.#journal !== 'wal' ? 'FULL' : 'NORMAL'}`);
    this.checkFiles();
    this.#takeLock();
    this.#changes = new ChangeSet(this.db);
    try {
      this.#noticeOthers();
    } catch (error) {
      this.rollback();
      throw error;
    }
    return this.#changes;
  }

  /** Commits the open one. @throws an error of SQLite; nothing is stored then. */
  commit(): void {
    const changes = this.#changes;
    if (changes === undefined) return;
    try {
      const marks = changes.kinds.indicators && !this.#isMarked;
      if (marks) markLineage(this.db, changes.sequence);
      if (!changes.isEmpty) changes.record();
      this.db.database.exec('COMMIT');
      if (marks) this.#isMarked = true;
    } catch (error) {
      this.rollback();
      this.#files?.noteRefusal();
      throw error;
    }
    this.#changes = undefined;
    // From here on it is stored, whatever goes wrong.
    this.#files?.noteCommit();
    if (!changes.isEmpty) this.#onCommit(readRevisions(this.db), changes.kinds);
    this.#count += 1;
    if (this.#count % cacheInterval === 0) adaptCache(this.db.database);
    this.#onEnd?.();
  }

  /**
   * Runs a part of the open transaction, which alone is undone when it fails. After some errors (full disk) SQLite undoes the
   * whole transaction: `isOpen` then says no.
   */
  part<Result>(body: () => Result): Result {
    this.db.database.exec('SAVEPOINT part');
    try {
      const result = body();
      this.db.database.exec('RELEASE part');
      return result;
    } catch (error) {
      if (this.db.database.inTransaction) this.db.database.exec('ROLLBACK TO part; RELEASE part');
      else this.rollback();
      throw error;
    }
  }

  rollback(): void {
    this.#changes = undefined;
    // SQLite has rolled back by itself after some errors (full disk).
    if (this.db.database.inTransaction) this.db.database.exec('ROLLBACK');
  }

  /** One whole transaction. */
  run<Result>(durable: boolean, body: (changes: ChangeSet) => Result): Result {
    const changes = this.begin(durable);
    let result: Result;
    try {
      result = body(changes);
    } catch (error) {
      this.rollback();
      throw error;
    }
    this.commit();
    return result;
  }

  #takeLock(): void {
    const startedMs = performance.now();
    this.db.database.pragma('busy_timeout = 0');
    try {
      for (;;) {
        try {
          this.db.database.exec('BEGIN IMMEDIATE');
          return;
        } catch (error) {
          if (!isBusy(error)) throw error;
          const waitedMs = performance.now() - startedMs;
          if (waitedMs > lockPatienceMs) throw error;
          pause(waitedMs < 200 ? 2 : 5);
        }
      }
    } finally {
      this.db.database.pragma(`busy_timeout = ${lockPatienceMs}`);
    }
  }

  #noticeOthers(): void {
    const version = Number(this.db.database.pragma('data_version', { simple: true }));
    if (version === this.#dataVersion) return;
    const isFirst = this.#dataVersion === undefined;
    this.#dataVersion = version;
    const schema = Number(this.db.database.pragma('user_version', { simple: true }));
    this.#schema ??= schema;
    if (schema !== this.#schema) {
      throw new StoreFault('storage.newerSchema', 'A newer version of Sightline has updated the database meanwhile.', {
        suggestion: 'Restart with that version.',
      });
    }
    if (!isFirst) this.#onForeignCommit();
  }
  #schema: number | undefined;
}
