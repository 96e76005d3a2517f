/** What the store answers about indicators and their records, and how a decision on them is written. */
import type { VendorSet } from '#main/domain/overlap.ts';
import type { SampleShares } from '#main/domain/pivots.ts';
import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { Tally } from '#main/domain/tally.ts';
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { Histogram } from '#shared/model/histogram.ts';
import type { HistogramField } from '#shared/model/histogram-units.ts';
import type { ConnectionId, IndicatorId, ObservationId } from '#shared/model/ids.ts';
import type { IndicatorDetail, IndicatorSummary, ObservationVersion } from '#shared/model/indicator.ts';
import type { KnownIndicator } from '#shared/model/lookup.ts';
import type { IndicatorStatements, StatementField } from '#shared/model/statement.ts';
import type { IndicatorType, TriageState, Verdict } from '#shared/model/vocabulary.ts';

/** A page of what a query finds. */
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

/** Indicators that somebody picked: rows of the cache, and names that it may not hold. */
export interface Picked {
  readonly ids: readonly IndicatorId[];
  readonly names: readonly NamedIndicator[];
}

/** A cached vendor record. */
export interface KnownRecord {
  readonly vendorKey: string;
  readonly indicatorId: IndicatorId;
  /** As received, JSON text. */
  readonly raw: string;
}

/** A decision that is to be taken back: on which indicators it was made, by whom and when. */
export interface TriageRevert {
  readonly ids: readonly IndicatorId[];
  readonly decision: { readonly by: string; readonly atMs: number };
  readonly by: string;
  readonly atMs: number;
}

export interface IndicatorReads {
  'indicators.search': Operation<SearchWindow, readonly IndicatorSummary[]>;
  /** Ids in the plan's order, at most `limit`; for bulk work on a whole result. */
  'indicators.searchIds': Operation<
    { readonly plan: QueryPlan; readonly limit: number | null },
    readonly IndicatorId[]
  >;
  /** Ids in the order of reports: by type, then by value. */
  'indicators.reportIds': Operation<{ readonly plan: QueryPlan }, readonly IndicatorId[]>;
  /**
   * The same of some that were picked, each once, among them names that the cache does not hold; ids that it does not are left out.
   * `digest` is SHA-256 in hex over their names.
   */
  'indicators.picked': Operation<
    Picked,
    { readonly members: readonly (IndicatorId | NamedIndicator)[]; readonly digest: string }
  >;
  /** What a report's head says of them as they stand. At most 1,000. */
  'indicators.tally': Operation<{ readonly ids: readonly IndicatorId[] }, readonly Tally[]>;
  /** @param isPassing asked once and not paged through: whoever remembers results need not remember this one. */
  'indicators.count': Operation<{ readonly plan: QueryPlan; readonly isPassing?: boolean }, Count>;
  'indicators.facets': Operation<{ readonly plan: QueryPlan }, Facets>;
  'indicators.histogram': Operation<{ readonly plan: QueryPlan; readonly field: HistogramField }, Histogram>;
  /** What a plan finds, counted by who knows it; in no order. */
  'indicators.vendorSets': Operation<{ readonly plan: QueryPlan }, readonly VendorSet[]>;
  /** By id or by name; null when unknown. Follows `vt-url:` aliases. */
  'indicators.detail': Operation<{ readonly id: IndicatorId } | NamedIndicator, IndicatorDetail | null>;
  /** Several at once, for exports; in the order of `ids`, unknown ones left out. At most 200. */
  'indicators.details': Operation<{ readonly ids: readonly IndicatorId[] }, readonly IndicatorDetail[]>;
  /** What is said in some fields, in the order of `ids`, unknown ones without any. At most 200. */
  'indicators.statements': Operation<
    { readonly ids: readonly IndicatorId[]; readonly fields: readonly StatementField[] },
    readonly IndicatorStatements[]
  >;
  'indicators.summaries': Operation<{ readonly ids: readonly IndicatorId[] }, readonly IndicatorSummary[]>;
  /** The samples that an indicator was seen in, and itself where it is one; at most 20, with 200 others each. */
  'indicators.samples': Operation<{ readonly id: IndicatorId }, SampleShares>;
  /** Names that a query can use, of everything that is or was in the cache; cases as `CASE-0001`. */
  'names.list': Operation<null, StoredNames>;
  /** The record exactly as received, as JSON text. */
  'observations.raw': Operation<{ readonly id: ObservationId }, string | null>;
  'observations.versions': Operation<{ readonly id: ObservationId }, readonly ObservationVersion[]>;
  /** Who decided on each of them at that moment; null where no such decision is kept. At most 1,000. */
  'triage.deciders': Operation<
    { readonly decisions: readonly (NamedIndicator & { readonly atMs: number })[] },
    readonly (string | null)[]
  >;
  /** What the cache knows of each name, null for nothing; hashes follow `same_file`. At most some hundreds at once. */
  'indicators.known': Operation<{ readonly names: readonly NamedIndicator[] }, readonly (KnownIndicator | null)[]>;
  /** The raw records of a connection by vendor key; unknown ones left out. At most 1,000. */
  'observations.byKey': Operation<
    { readonly connectionId: ConnectionId; readonly stream: string; readonly keys: readonly string[] },
    readonly KnownRecord[]
  >;
}

export interface IndicatorWrites {
  'triage.append': Operation<
    { readonly ids: readonly IndicatorId[]; readonly change: TriageChange },
    { readonly changed: number }
  >;
  /**
   * Gives each indicator the state and the verdict back that it had before a decision, by a further entry; the history stays.
   * Where something was decided since, that stands: `kept`.
   */
  'triage.revert': Operation<TriageRevert, { readonly restored: number; readonly kept: number }>;
  /** Ids in the order of the names; what the cache does not hold yet is made, without a record. */
  'indicators.ensure': Operation<
    { readonly names: readonly (NamedIndicator & { readonly received: string | null })[] },
    { readonly ids: readonly IndicatorId[] }
  >;
}
