import type { StoreReads, StoreWrites } from '#main/services/ports/store.ts';
import type { ChangeSet } from '../changes.ts';
import type { ReadConnection, WriteConnection } from '../connection.ts';
import type { MatcherCache } from '../lists/load-matcher.ts';
import type { SpoiltLog } from '../open/spoilt-log.ts';
import type { SearchFunctions } from '../search/functions.ts';

/** What a read is given beside its input. */
export interface ReadContext {
  readonly db: ReadConnection;
  /** The caller's clock: what is expired depends on it. */
  readonly nowMs: number;
  /** Absolute path of the database file; null for an empty store that has none yet. */
  readonly databaseFile: string | null;
  readonly dataFolder: string;
  /** What was found of the log when the reader opened the database. */
  readonly spoiltLog: SpoiltLog | undefined;
  readonly functions: SearchFunctions;
  readonly matchers: MatcherCache;
  /** To be called now and then by what takes long without SQL; throws when there need not be an answer any more. */
  readonly checkLimits: () => void;
}

/** What a write is given beside its input; it runs inside a transaction. */
export interface WriteContext {
  readonly db: WriteConnection;
  readonly changes: ChangeSet;
  readonly nowMs: number;
}

/** Some of the reads, by name. */
export type ReadTable<Name extends keyof StoreReads> = {
  readonly [N in Name]: (context: ReadContext, input: StoreReads[N]['input']) => StoreReads[N]['output'];
};

/** Some of the writes, by name. */
export type WriteTable<Name extends keyof StoreWrites> = {
  readonly [N in Name]: (context: WriteContext, input: StoreWrites[N]['input']) => StoreWrites[N]['output'];
};
