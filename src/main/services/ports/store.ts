/**
 * What services ask of the store: named operations with typed input and output, never SQL, never a connection.
 * All values are structured-cloneable, since the store lives in other threads. Implemented by `db/`.
 */
import type { BenignList } from '#main/domain/benign/benign-list.ts';
import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { Tally } from '#main/domain/tally.ts';
import type { AllowEntryView, BenignListView } from '#shared/model/benign-list.ts';
import type {
  Case,
  CaseFields,
  CaseIndicator,
  CaseIndicatorOrder,
  CaseIndicatorRow,
  CaseSummary,
} from '#shared/model/case.ts';
import type { RejectedRecord, StreamOptions, SyncRun } from '#shared/model/connection.ts';
import type { CaseMemberId, CaseNumber, ConnectionId, IndicatorId, ObservationId } from '#shared/model/ids.ts';
import type { IndicatorDetail, IndicatorSummary, ObservationVersion } from '#shared/model/indicator.ts';
import type { KnownIndicator } from '#shared/model/lookup.ts';
import type { OutboxItem, OutboxState } from '#shared/model/outbox.ts';
import type { IndicatorType, TriageState, Verdict } from '#shared/model/vocabulary.ts';

interface Operation<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

/** A connection as stored; whether its secret can be reached is the vault's matter. */
export interface StoredConnection {
  readonly id: ConnectionId;
  readonly name: string;
  readonly vendor: string;
  readonly site: string | null;
  readonly baseUrl: string | null;
  readonly options: StreamOptions;
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

export interface SearchWindow {
  readonly plan: QueryPlan;
  readonly offset: number;
  readonly limit: number;
}

/** A count and whether it is exact; an inexact one is a lower bound. */
export interface Count {
  readonly value: number;
  readonly exact: boolean;
}

/** Each is a field of the query language, and what is counted is a value of it: `score:90..100`, `expires:<now`. */
export type FacetName =
  | 'type'
  | 'vendor'
  | 'connection'
  | 'stream'
  | 'severity'
  | 'score'
  | 'state'
  | 'verdict'
  | 'is'
  | 'tag'
  | 'source'
  | 'category'
  | 'rule'
  | 'action'
  | 'platform'
  | 'country'
  | 'asn'
  | 'as_type'
  | 'tlp'
  | 'expires';
/** Facet -> value -> count, the thousand most frequent values; their order is up to who shows them. */
export type Facets = Readonly<Record<FacetName, Readonly<Record<string, number>>>>;

/** What a triage decision changes; an absent part stays as it is. */
export interface TriageChange {
  readonly state?: TriageState | undefined;
  readonly verdict?: Verdict | undefined;
  readonly note?: string | undefined;
  readonly by: string;
  readonly atMs: number;
}

/** See `names.list`; each name once, in no order. */
export interface StoredNames {
  readonly connections: readonly string[];
  readonly vendors: readonly string[];
  readonly streams: readonly string[];
  readonly cases: readonly string[];
}

export interface NamedIndicator {
  readonly type: IndicatorType;
  readonly value: string;
}

/** A page of a case's table. */
export interface CaseWindow {
  readonly number: CaseNumber;
  readonly order: CaseIndicatorOrder;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** Which queued changes; null means all. */
export interface OutboxFilter {
  readonly connectionId: ConnectionId | null;
  readonly states: readonly OutboxState[] | null;
  readonly ids: readonly number[] | null;
  readonly offset?: number;
  readonly limit?: number;
}

/** A change to be queued; `base` and `change` are JSON texts. */
export interface NewOutboxItem {
  readonly connectionId: ConnectionId;
  readonly indicatorId: IndicatorId | null;
  readonly operation: string;
  readonly base: string | null;
  readonly change: string;
}

/** What of a queued change becomes something else; an absent part stays. */
export interface OutboxChange {
  readonly id: number;
  /** Without one of these states nothing is changed. */
  readonly from: readonly OutboxState[];
  readonly state?: OutboxState;
  readonly reason?: string | null;
  readonly base?: string | null;
  readonly change?: string;
  readonly result?: string | null;
}

/** A cached vendor record. */
export interface KnownRecord {
  readonly vendorKey: string;
  readonly indicatorId: IndicatorId;
  /** As received, JSON text. */
  readonly raw: string;
}

/** Names a vendor's answer that is kept: operation and what was asked for. */
export interface AnswerName {
  readonly connectionId: ConnectionId;
  readonly operation: string;
  readonly key: string;
}

/** Operations that only read; run on reader threads, never waiting for a writer. */
export interface StoreReads {
  'connections.list': Operation<null, readonly StoredConnection[]>;
  'streams.position': Operation<{ readonly connectionId: ConnectionId; readonly stream: string }, StreamPosition>;
  'indicators.search': Operation<SearchWindow, readonly IndicatorSummary[]>;
  /** Ids in the plan's order, at most `limit`; for bulk work on a whole result. */
  'indicators.searchIds': Operation<
    { readonly plan: QueryPlan; readonly limit: number | null },
    readonly IndicatorId[]
  >;
  /** Ids in the order of reports: by type, then by value. */
  'indicators.reportIds': Operation<{ readonly plan: QueryPlan }, readonly IndicatorId[]>;
  /** What a report's head says of them as they stand. At most 1,000. */
  'indicators.tally': Operation<{ readonly ids: readonly IndicatorId[] }, readonly Tally[]>;
  'indicators.count': Operation<{ readonly plan: QueryPlan }, Count>;
  'indicators.facets': Operation<{ readonly plan: QueryPlan }, Facets>;
  /** By id or by name; null when unknown. Follows `vt-url:` aliases. */
  'indicators.detail': Operation<{ readonly id: IndicatorId } | NamedIndicator, IndicatorDetail | null>;
  /** Several at once, for exports; in the order of `ids`, unknown ones left out. At most 200. */
  'indicators.details': Operation<{ readonly ids: readonly IndicatorId[] }, readonly IndicatorDetail[]>;
  'indicators.summaries': Operation<{ readonly ids: readonly IndicatorId[] }, readonly IndicatorSummary[]>;
  /** The record exactly as received, as JSON text. */
  /** Names that a query can use, of everything that is or was in the cache; cases as `CASE-0001`. */
  'names.list': Operation<null, StoredNames>;
  'observations.raw': Operation<{ readonly id: ObservationId }, string | null>;
  'observations.versions': Operation<{ readonly id: ObservationId }, readonly ObservationVersion[]>;
  'cases.list': Operation<null, readonly CaseSummary[]>;
  'cases.get': Operation<{ readonly number: CaseNumber }, Case | null>;
  /** A page of its table, at most 200 lines. */
  'cases.indicators': Operation<CaseWindow, readonly CaseIndicatorRow[]>;
  /** One indicator with all that was frozen; null when the case does not hold it. Without a type, the first of that value. */
  'cases.indicator': Operation<
    { readonly number: CaseNumber; readonly type: IndicatorType | null; readonly value: string },
    CaseIndicator | null
  >;
  /** Every indicator of a case as a place in it, in the order in which they were added or in that of reports. */
  'cases.memberIds': Operation<
    { readonly number: CaseNumber; readonly order: 'added' | 'report' },
    readonly CaseMemberId[]
  >;
  /**
   * Indicators with all that was frozen, in the order of `ids`: as many as fit into an answer of about a megabyte.
   * `taken` says how many ids they stand for; those that are no longer there are left out.
   */
  'cases.members': Operation<
    { readonly ids: readonly CaseMemberId[] },
    { readonly members: readonly CaseIndicator[]; readonly taken: number }
  >;
  /** What a report's head says of what was frozen. At most 1,000. */
  'cases.tally': Operation<{ readonly ids: readonly CaseMemberId[] }, readonly Tally[]>;
  /** Newest first. */
  'runs.list': Operation<{ readonly connectionId: ConnectionId | null; readonly limit: number }, readonly SyncRun[]>;
  'rejected.list': Operation<{ readonly runId: number; readonly limit: number }, readonly RejectedRecord[]>;
  /** What the cache knows of each name, null for nothing; hashes follow `same_file`. At most some hundreds at once. */
  'indicators.known': Operation<{ readonly names: readonly NamedIndicator[] }, readonly (KnownIndicator | null)[]>;
  /** Without their entries. */
  'lists.list': Operation<null, readonly BenignListView[]>;
  /** For each value the titles of the lists of harmless values that it stands on, in order. */
  'lists.match': Operation<{ readonly indicators: readonly NamedIndicator[] }, readonly (readonly string[])[]>;
  /** Newest first, expired ones included. */
  'allow.list': Operation<null, readonly AllowEntryView[]>;
  'settings.get': Operation<null, Readonly<Record<string, string>>>;
  /** How the file is kept consistent, see {@link Journal}; null before there is one. */
  'store.journal': Operation<null, Journal | null>;
  /** In the order in which they are sent; at most 10,000. */
  'outbox.list': Operation<OutboxFilter, readonly OutboxItem[]>;
  'outbox.counts': Operation<null, Readonly<Record<OutboxState, number>>>;
  /** The raw records of a connection by vendor key; unknown ones left out. At most 1,000. */
  'observations.byKey': Operation<
    { readonly connectionId: ConnectionId; readonly stream: string; readonly keys: readonly string[] },
    readonly KnownRecord[]
  >;
  /** A connection's rate budget as JSON text; null before one was kept. */
  'budgets.get': Operation<{ readonly id: ConnectionId }, string | null>;
  /** What a vendor answered to a question of this key; null when it was never asked. */
  'answers.get': Operation<AnswerName, { readonly answer: string; readonly fetchedAtMs: number } | null>;
  /** `check` asks for `PRAGMA quick_check` too, which reads the whole file. */
  'store.statistics': Operation<{ readonly check: boolean } | null, StoreStatistics>;
}

/**
 * `wal`: readers read on while a writer writes. `rollback`: they wait for each other; where the file system cannot do WAL, as
 * on network drives.
 */
export type Journal = 'wal' | 'rollback';

/** For `doctor` and the status bar. */
export interface StoreStatistics {
  readonly schemaVersion: number;
  readonly sqliteVersion: string;
  readonly indicators: number;
  readonly observations: number;
  readonly cases: number;
  readonly fileBytes: number;
  readonly walBytes: number;
  /** Result of `PRAGMA quick_check`, `ok` when sound; null when it was not asked for. */
  readonly check: string | null;
}

/** How far the addition of many indicators to a case has come. */
export interface CaseAddition {
  readonly added: number;
  readonly alreadyThere: number;
  /** The addition's one entry in the timeline; null while nothing was added. */
  readonly entryId: number | null;
}

/** Operations that write; run one at a time in the writer thread, between two slices of a sync, with `synchronous=FULL`. */
export interface StoreWrites {
  'connections.add': Operation<
    Omit<StoredConnection, 'savedSecret' | 'lastCompleteAtMs' | 'latestRuns'>,
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
    },
    null
  >;
  'connections.secretSaved': Operation<
    { readonly id: ConnectionId; readonly fields: readonly string[] | null; readonly atMs: number },
    null
  >;
  /** Removes the connection; its cached records stay, as gone, unless `purge`. Rows of triage and cases always stay. */
  'connections.remove': Operation<{ readonly id: ConnectionId; readonly purge: boolean; readonly atMs: number }, null>;
  'triage.append': Operation<
    { readonly ids: readonly IndicatorId[]; readonly change: TriageChange },
    { readonly changed: number }
  >;
  'cases.create': Operation<{ readonly fields: CaseFields; readonly by: string; readonly atMs: number }, CaseSummary>;
  'cases.update': Operation<
    { readonly number: CaseNumber; readonly fields: Partial<CaseFields>; readonly by: string; readonly atMs: number },
    CaseSummary
  >;
  /** Takes the first of `ids` in, at least one. */
  'cases.addIndicators': Operation<
    {
      readonly number: CaseNumber;
      readonly ids: readonly IndicatorId[];
      readonly comment: string | null;
      readonly role: string | null;
      readonly by: string;
      readonly atMs: number;
      /** The answer to the part before, where this goes on with one addition: its timeline entry counts on. */
      readonly before?: CaseAddition | undefined;
    },
    CaseAddition & {
      /** How many of `ids` were dealt with: a transaction ends after about 40 ms. */
      readonly taken: number;
    }
  >;
  'cases.removeIndicator': Operation<
    { readonly number: CaseNumber; readonly indicator: NamedIndicator; readonly by: string; readonly atMs: number },
    null
  >;
  'cases.addNote': Operation<
    { readonly number: CaseNumber; readonly text: string; readonly by: string; readonly atMs: number },
    null
  >;
  'cases.addTask': Operation<
    { readonly number: CaseNumber; readonly text: string; readonly by: string; readonly atMs: number },
    { readonly id: number }
  >;
  'cases.setTaskDone': Operation<
    {
      readonly number: CaseNumber;
      readonly taskId: number;
      readonly done: boolean;
      readonly by: string;
      readonly atMs: number;
    },
    null
  >;
  /** @throws `state.illegalTransition` when it is closed already. */
  'cases.close': Operation<
    {
      readonly number: CaseNumber;
      readonly verdict: Verdict;
      readonly summary: string;
      readonly by: string;
      readonly atMs: number;
    },
    CaseSummary
  >;
  /** Ids in the order of the names; what the cache does not hold yet is made, without a record. */
  'indicators.ensure': Operation<
    { readonly names: readonly (NamedIndicator & { readonly received: string | null })[] },
    { readonly ids: readonly IndicatorId[] }
  >;
  /** Under the list's name; `isStored` is false when the same or a newer version stands there. */
  'lists.store': Operation<{ readonly list: BenignList }, { readonly isStored: boolean }>;
  'lists.remove': Operation<{ readonly name: string }, { readonly removed: number }>;
  /** An entry for the same value is replaced. */
  'allow.add': Operation<Omit<AllowEntryView, 'id' | 'createdAtMs'>, null>;
  'allow.remove': Operation<{ readonly id: number }, { readonly removed: number }>;
  /** Appends in the order given. @returns their ids. */
  'outbox.add': Operation<{ readonly items: readonly NewOutboxItem[]; readonly atMs: number }, readonly number[]>;
  /** Changes those that still are in one of the states expected. @returns the ids of those changed. */
  'outbox.change': Operation<{ readonly changes: readonly OutboxChange[]; readonly atMs: number }, readonly number[]>;
  /** Before another item, or to the end. @throws `state.notFound`. */
  'outbox.move': Operation<{ readonly id: number; readonly beforeId: number | null }, null>;
  /** Those that are being sent stay. @returns how many went. */
  'outbox.drop': Operation<{ readonly ids: readonly number[] }, { readonly dropped: number }>;
  'budgets.save': Operation<{ readonly id: ConnectionId; readonly state: string; readonly atMs: number }, null>;
  'answers.save': Operation<AnswerName & { readonly answer: string; readonly atMs: number }, null>;
  'settings.set': Operation<{ readonly name: string; readonly value: string }, null>;
  /** Opens a run; runs of dead processes that still say `running` become `incomplete`, with `sync.interrupted` as their error. */
  'runs.start': Operation<
    { readonly connectionId: ConnectionId; readonly stream: string; readonly atMs: number; readonly restart: boolean },
    { readonly runId: number; readonly position: StreamPosition }
  >;
  'runs.finish': Operation<{ readonly runId: number; readonly run: RunOutcome }, SyncRun>;
  'store.maintain': Operation<null, null>;
}

/** How a run ended, as the sync service knows it; counts of records come from the store itself. */
export interface RunOutcome {
  readonly status: 'complete' | 'incomplete' | 'failed' | 'cancelled';
  readonly finishedAtMs: number;
  readonly expected: number | null;
  readonly requests: number;
  readonly waitedMs: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** One page on its way into the store: bytes go in (transferred, not copied), the next cursor comes out. */
export interface PageInput {
  readonly runId: number;
  readonly connectionId: ConnectionId;
  readonly vendor: string;
  readonly stream: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** JSON text of the cursor whose answer this is. */
  readonly cursor: string;
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array<ArrayBuffer>;
  };
  readonly fetchedAtMs: number;
}

/** What became of a page; it is stored with the cursor in one transaction, at the latest when the run finishes. */
export interface PageOutcome {
  /** JSON text of the next cursor; null when the walk is over. */
  readonly next: string | null;
  /** Set when the walk is over. */
  readonly end: { readonly expected: number | null; readonly complete: boolean } | null;
  readonly total: number | null;
  /** Records in this page, repeated and rejected ones included. */
  readonly inPage: number;
  /** Of the walk so far. */
  readonly received: number;
  /** Of the run so far. */
  readonly stored: number;
  readonly unchanged: number;
  /** Of the walk so far: records that an interrupted run before this one rejected are missing just as much. */
  readonly rejected: number;
  /** Of the run so far. */
  readonly pages: number;
}

/** What a connection is leased for; default `sync`. A sync and a push do not hinder each other. */
export type LeasePurpose = 'sync' | 'push';

/** Whatever answers reads. */
export interface StoreReader {
  read<Name extends keyof StoreReads>(
    name: Name,
    input: StoreReads[Name]['input'],
  ): Promise<StoreReads[Name]['output']>;
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
