import type { SqlConnection } from '../connection.ts';
import { hasOtherWriter } from '../leases/run-marks.ts';
import { closeAsItIs, FileWatch, LogWatch } from '../open/file-watch.ts';
import { keepLogAside } from '../open/foreign-log.ts';
import type { Journal } from '../open/journal.ts';
import { cutLog } from './cut-log.ts';

/** Whose files they are. */
export interface WatchedFilesParts {
  readonly connection: SqlConnection;
  readonly journal: Journal;
  readonly databaseFile: string;
  readonly dataFolder: string;
  readonly note: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly nowMs: number;
}

/** The files of a writer: looked at before each transaction, and closed so that nothing more is spoiled where others changed them. */
export class WatchedFiles {
  readonly #parts: WatchedFilesParts;
  readonly #main: FileWatch;
  readonly #log: LogWatch | undefined;

  constructor(parts: WatchedFilesParts) {
    this.#parts = parts;
    this.#main = new FileWatch(parts.databaseFile);
    this.#log = parts.journal === 'wal' ? new LogWatch(parts.databaseFile, parts.connection.database) : undefined;
  }

  /** Outside a transaction. @throws StoreFault `storage.corrupt` when other programs have changed them. */
  check(): void {
    this.#main.check();
    this.#log?.check();
  }

  /** To be called after each commit; never fails. */
  noteCommit(): void {
    this.#log?.note();
  }

  /** To be called after a commit that failed, outside a transaction; never fails. */
  noteRefusal(): void {
    if (this.#log === undefined) return;
    const { connection, databaseFile, note } = this.#parts;
    try {
      cutLog(connection.database, databaseFile);
      this.#log.note();
    } catch (error) {
      note('store.refusedCommitStays', { error: String(error) });
    }
  }

  /** Closes the connection. @param mayCopyLog see `LogCopier.copy`. @returns whether the files are sound, as far as was looked. */
  close(mayCopyLog: boolean): boolean {
    const { connection, databaseFile, dataFolder } = this.#parts;
    const isBroken = this.#main.isBroken || this.#log?.isBroken === true;
    if (isBroken || !mayCopyLog) closeAsItIs(connection, databaseFile);
    else connection.close();
    // The log belongs to the file that is gone: SQLite would apply it to the one that has its name now.
    if (this.#main.isReplaced && this.#log?.isInPlace === true && !hasOtherWriter(dataFolder)) this.#keepLogAside();
    return !isBroken;
  }

  #keepLogAside(): void {
    const { databaseFile, note, nowMs } = this.#parts;
    try {
      keepLogAside(databaseFile, nowMs);
    } catch (error) {
      note('store.logNotKept', { error: String(error) });
    }
  }
}
