/** Settings, and the state of the database itself. */
import type { Operation } from '#main/services/ports/store/operation.ts';

/** For `doctor` and the status bar. */
export interface StoreStatistics {
  readonly schemaVersion: number;
  readonly sqliteVersion: string;
  readonly indicators: number;
  readonly observations: number;
  readonly cases: number;
  readonly fileBytes: number;
  readonly walBytes: number;
  /** Frames of the log with commits that SQLite did not read when whoever answers opened the database: some of the last may be missing. */
  readonly framesLost: number;
  /** What the check found, `ok` when nothing; null when it was not asked for. */
  readonly check: string | null;
}

export interface UpkeepReads {
  'settings.get': Operation<null, Readonly<Record<string, string>>>;
  /** Whether the file lies where processes cannot share memory, as on network drives: readers and writers wait for each other there. */
  'store.lacksSharedMemory': Operation<null, boolean>;
  /** `check` reads the whole file, some four seconds a gigabyte: SQLite looks how it is built, and its pages are held against their sums. */
  'store.statistics': Operation<{ readonly check: boolean } | null, StoreStatistics>;
}

export interface UpkeepWrites {
  'settings.set': Operation<{ readonly name: string; readonly value: string }, null>;
  'store.maintain': Operation<null, null>;
}
