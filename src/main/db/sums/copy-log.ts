import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { isBusy } from '../fault.ts';
import { sizeOf } from '../open/files.ts';
import { dropSums, PageSums } from './page-sums.ts';
import { sumFrames } from './sum-frames.ts';

/**
 * Copies the write-ahead log into the database (a checkpoint), and keeps the sums of its pages. A page is summed before it is copied: so of
 * each page either the sum is that of the file, or a newer version stands in the log, which is where it is read from; whenever the
 * process is killed.
 */
export class LogCopier {
  readonly #file: string;
  #sums: PageSums | undefined;
  #pin: Database | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * As far as no reader is in the way. Outside a transaction.
   *
   * @param database open for writing, in WAL mode.
   * @returns whether SQLite may copy the rest by itself; false where nothing was copied, which is to be tried later.
   */
  copy(database: Database): boolean {
    const pin = this.#pinned();
    try {
      const isSummed = this.#sum(database, pin);
      if (isSummed) database.pragma('wal_checkpoint(PASSIVE)');
      return isSummed;
    } finally {
      // What is in the log must not be written over before it is summed.
      if (pin.inTransaction) pin.exec('COMMIT');
    }
  }

  /** Nobody looks after the log any more: SQLite is to copy it by itself, and nothing is said of pages. */
  giveUp(database: Database): void {
    if (this.#forget()) database.pragma('wal_autocheckpoint = 24000');
  }

  /** Before the database is closed: SQLite copies the rest only when no other connection is left. */
  release(): void {
    this.#pin?.close();
    this.#pin = undefined;
  }

  /** When the database is closed. @param isSound whether its files are. */
  close(isSound: boolean): void {
    this.release();
    try {
      // What is left of a log may not be on the disk yet, and is summed: where a power cut takes it, the sums must not stand.
      if (isSound && sizeOf(`${this.#file}-wal`) === 0) this.#sums?.settle();
    } catch {
      // They stay unsettled: after a power cut they are taken anew.
    }
    this.#sums?.close();
    this.#sums = undefined;
  }

  /** @returns false where it is to be tried later: somebody else does the same, or has begun the log anew. */
  #sum(database: Database, pin: Database): boolean {
    try {
      const sums = this.#opened();
      return sums.exclusively(() => {
        pin.exec('BEGIN');
        pin.pragma('schema_version');
        const [log] = database.pragma('wal_checkpoint(NOOP)') as readonly { readonly log: number }[];
        const frames = log?.log ?? 0;
        if (frames <= 0) return true;
        const part = sumFrames(`${this.#file}-wal`, frames, sums.known());
        if (part === undefined) return false;
        sums.add(part);
        return true;
      });
    } catch (error) {
      if (isBusy(error)) return false;
      // Without sums is better than without room in the log; what is said of pages must be right, so nothing is said any more.
      return this.#forget();
    }
  }

  /** @returns whether nobody believes the sums any more. */
  #forget(): boolean {
    try {
      this.#opened().empty();
      return true;
    } catch {
      this.#sums?.close();
      this.#sums = undefined;
      tryTo(() => dropSums(this.#file));
      const left = PageSums.peek(this.#file);
      left?.close();
      return left === undefined;
    }
  }

  #opened(): PageSums {
    if (this.#sums?.isReplaced === true) {
      this.#sums.close();
      this.#sums = undefined;
    }
    this.#sums ??= PageSums.open(this.#file);
    return this.#sums;
  }

  #pinned(): Database {
    this.#pin ??= openHandle(this.#file, { readonly: true, fileMustExist: true });
    return this.#pin;
  }
}

function tryTo(action: () => void): void {
  try {
    action();
  } catch {
    // Windows deletes no file that somebody has open.
  }
}
