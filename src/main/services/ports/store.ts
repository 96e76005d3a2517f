/**
 * What services ask of the store: named operations with typed input and output, never SQL, never a connection.
 * All values are structured-cloneable, since the store lives in other threads. Implemented by `db/`.
 */
import type { AnswerReads, AnswerWrites } from '#main/services/ports/store/answers.ts';
import type { AuditReads } from '#main/services/ports/store/audit.ts';
import type { CaseReads, CaseWrites } from '#main/services/ports/store/cases.ts';
import type { ConnectionReads, ConnectionWrites } from '#main/services/ports/store/connections.ts';
import type { ImportReads, ImportWrites } from '#main/services/ports/store/imports.ts';
import type { IndicatorReads, IndicatorWrites } from '#main/services/ports/store/indicators.ts';
import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { ListReads, ListWrites } from '#main/services/ports/store/lists.ts';
import type { OutboxReads, OutboxWrites } from '#main/services/ports/store/outbox.ts';
import type { QuotaWrites } from '#main/services/ports/store/quotas.ts';
import type { RunReads, RunWrites } from '#main/services/ports/store/runs.ts';
import type { SavedSearchReads, SavedSearchWrites } from '#main/services/ports/store/saved-searches.ts';
import type { TagReads, TagWrites } from '#main/services/ports/store/tags.ts';
import type { UpkeepReads, UpkeepWrites } from '#main/services/ports/store/upkeep.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';

/** Operations that only read; run on reader threads, never waiting for a writer. */
export interface StoreReads
  extends ConnectionReads,
    IndicatorReads,
    TagReads,
    CaseReads,
    RunReads,
    ListReads,
    UpkeepReads,
    OutboxReads,
    SavedSearchReads,
    ImportReads,
    AnswerReads,
    AuditReads {}

/** Operations that write; run one at a time in the writer thread, between two slices of a sync, with `synchronous=FULL`. */
export interface StoreWrites
  extends ConnectionWrites,
    IndicatorWrites,
    TagWrites,
    CaseWrites,
    RunWrites,
    ListWrites,
    UpkeepWrites,
    OutboxWrites,
    SavedSearchWrites,
    QuotaWrites,
    ImportWrites,
    AnswerWrites {}

/** What a connection is leased for; default `sync`. A sync and a push do not hinder each other. */
export type LeasePurpose = 'sync' | 'push';

/** Whatever answers reads. */
export interface StoreReader {
  read<Name extends keyof StoreReads>(
    name: Name,
    input: StoreReads[Name]['input'],
    options?: ReadOptions,
  ): Promise<StoreReads[Name]['output']>;
}

/** How a read is made. */
export interface ReadOptions {
  /** Aborted, the read stops where it stands, or never starts, and rejects with `internal.cancelled`. */
  readonly signal?: AbortSignal | undefined;
}

/** The store as it stood at one moment; others write on meanwhile, which is not seen here. */
export interface StoreSnapshot extends StoreReader {
  /** Must be called: until then the write-ahead log cannot shrink. */
  release(): Promise<void>;
}

/** The store. */
export interface Store extends StoreReader {
  /** For what takes many reads and must not contradict itself. Has a thread of its own, so nobody waits for it. */
  snapshot(): Promise<StoreSnapshot>;
  write<Name extends keyof StoreWrites>(
    name: Name,
    input: StoreWrites[Name]['input'],
  ): Promise<StoreWrites[Name]['output']>;
  /**
   * Reads, maps and stores one page. Rejects with the error of an earlier slice too: what was not committed is not counted.
   * @throws AppError `vendor.*` (page not stored, cursor unchanged; retryable where the page may be whole the next time),
   * `storage.*`, `state.*`.
   */
  ingest(page: PageInput): Promise<PageOutcome>;
  /** One sync and one push per connection over all processes. @throws AppError `state.conflict` naming the holder. */
  leaseConnection(connectionId: ConnectionId, purpose?: LeasePurpose): Promise<{ release(): Promise<void> }>;
  /** Fires after commits, coalesced: what kind of thing changed. Also tells of other processes' commits, within a second. */
  onChange(listener: (change: StoreChange) => void): () => void;
  /** What was found wrong with what is stored, by this process or another, now or before: until it is put right answers may be wrong. */
  health(): Promise<StoreHealth>;
  /** Fires when this process finds something wrong, or no longer so. */
  onHealth(listener: (health: StoreHealth) => void): () => void;
  /** Commits what is open and ends the threads. */
  close(): Promise<void>;
}

export interface StoreChange {
  readonly indicators: boolean;
  readonly cases: boolean;
  readonly connections: boolean;
  readonly settings: boolean;
  readonly outbox: boolean;
}
