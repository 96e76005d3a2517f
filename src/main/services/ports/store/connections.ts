/** What the store keeps of connections, their streams and rate budgets. */
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { StreamOptions, SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';

/** A connection as stored; whether its secret can be reached is the vault's matter. */
export interface StoredConnection {
  readonly id: ConnectionId;
  readonly name: string;
  readonly vendor: string;
  readonly site: string | null;
  readonly baseUrl: string | null;
  readonly options: StreamOptions;
  /** For how many days its records are kept once nothing is heard of them; null: for good. */
  readonly retentionDays: number | null;
  /** Every how many minutes it is synced by itself; null: it is not. */
  readonly syncEveryMinutes: number | null;
  readonly createdAtMs: number;
  /** Names of the secret fields saved in the keychain and when; null when none is. Never a value. */
  readonly savedSecret: { readonly fields: readonly string[]; readonly savedAtMs: number } | null;
  readonly lastCompleteAtMs: number | null;
  /** The latest run of each stream. */
  readonly latestRuns: readonly SyncRun[];
}

/** Where a stream stands; cursor and checkpoint are the vendor module's JSON text. */
export interface StreamPosition {
  readonly checkpoint: string | null;
  /** Position inside an unfinished walk; null between walks. */
  readonly cursor: string | null;
  readonly lastCompleteAtMs: number | null;
}

export interface ConnectionReads {
  'connections.list': Operation<null, readonly StoredConnection[]>;
  'streams.position': Operation<{ readonly connectionId: ConnectionId; readonly stream: string }, StreamPosition>;
  /** A connection's rate budget as JSON text; null before one was kept. */
  'budgets.get': Operation<{ readonly id: ConnectionId }, string | null>;
  /** Counts the records of a connection that are due to be forgotten, a range of ids at a time. */
  'retention.count': Operation<RetentionRange, RetentionPart & { readonly due: number }>;
  /** The blocks of raw records of a connection, all of them. */
  'retention.blocks': Operation<{ readonly id: ConnectionId }, readonly number[]>;
  /** Those that its records refer to, a range of ids at a time. */
  'retention.blocksInUse': Operation<
    { readonly id: ConnectionId; readonly afterId: number },
    RetentionPart & { readonly blocks: readonly number[] }
  >;
}

/** Which records of a connection, and from where on. */
export interface RetentionRange {
  readonly id: ConnectionId;
  /** Records of which nothing was heard since are due; epoch milliseconds. */
  readonly beforeMs: number;
  readonly afterId: number;
}

/** How far a walk over the records is. */
export interface RetentionPart {
  /** Where the next part begins; null at the end. */
  readonly nextAfterId: number | null;
}

export interface ConnectionWrites {
  'connections.add': Operation<
    Omit<StoredConnection, 'savedSecret' | 'lastCompleteAtMs' | 'latestRuns' | 'retentionDays' | 'syncEveryMinutes'>,
    null /* @throws state.conflict: name taken */
  >;
  /** A stream whose options change starts anew: cursor and checkpoint go; site or base URL changed: those of all streams. */
  'connections.update': Operation<
    {
      readonly id: ConnectionId;
      readonly name?: string;
      readonly options?: StreamOptions;
      readonly site?: string | null;
      readonly baseUrl?: string | null;
      readonly retentionDays?: number | null;
      readonly syncEveryMinutes?: number | null;
    },
    null
  >;
  'connections.secretSaved': Operation<
    { readonly id: ConnectionId; readonly fields: readonly string[] | null; readonly atMs: number },
    null
  >;
  /** Removes the connection; its cached records stay, as gone, unless `purge`. Rows of triage and cases always stay. */
  'connections.remove': Operation<{ readonly id: ConnectionId; readonly purge: boolean; readonly atMs: number }, null>;
  /**
   * Deletes the next records that are due, for about 40 ms, with what only they told of. What an analyst worked on stays: records
   * of indicators with a decision, in a case or with a queued change. Streams in the middle of a walk are left alone.
   */
  'retention.forget': Operation<RetentionRange, RetentionPart & { readonly forgotten: number }>;
  /** Deletes blocks of raw records that nothing refers to any more. */
  'retention.dropBlocks': Operation<{ readonly id: ConnectionId; readonly blocks: readonly number[] }, null>;
  'budgets.save': Operation<{ readonly id: ConnectionId; readonly state: string; readonly atMs: number }, null>;
}
