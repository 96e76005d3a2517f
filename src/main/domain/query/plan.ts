import type { IndicatorFlag, IndicatorType, Severity, TriageState, Verdict } from '#shared/model/vocabulary.ts';

/**
 * A query, understood: every value canonical, every word checked, times as half-open ranges of epoch ms.
 * Plain data, so it can be sent to any thread and executed by any engine; text in it is always a bound value, never SQL.
 */
export interface QueryPlan {
  readonly where: Condition;
  readonly sort: readonly SortKey[];
  /** Named exactly or asked for by `is:derived`: indicators without an observation of their own belong to the result. */
  readonly includeDerived: boolean;
}

/** Boolean tree; `all` with no members is true, `any` with none is false. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | Predicate;

/** Fields compared as words, without regard to case; `*` in a pattern stands for any text. */
export const wordFields = [
  'vendor',
  'connection',
  'stream',
  'action',
  'platform',
  'tag',
  'source',
  'category',
  'rule',
  'country',
  'asn',
  'as_type',
  'tlp',
  'case',
] as const;
export type WordField = (typeof wordFields)[number];

export const timeFields = ['first_seen', 'last_seen', 'fetched', 'expires', 'triaged'] as const;
export type TimeField = (typeof timeFields)[number];

/** Fields that ask about single records: where one is live (neither gone nor expired), expired, gone, and what is done about it now. */
export const recordFields = ['live', 'expired', 'gone', 'enforced'] as const;
export type RecordField = (typeof recordFields)[number];

export const presenceFields = ['case', 'note', 'relation'] as const;
export type PresenceField = (typeof presenceFields)[number];

export type Predicate =
  /** One indicator, canonical; also finds the other hashes of the same file. */
  | { readonly kind: 'exact'; readonly type: IndicatorType; readonly value: string }
  /** Substring of the value, and of tags, notes, rule and malware names; lower case. */
  | { readonly kind: 'text'; readonly text: string }
  /** `value:x*`, `*x`, `*x*`, or inner stars: pieces between stars, lower case, anchored unless the end is a star. */
  | {
      readonly kind: 'value';
      readonly pieces: readonly string[];
      readonly anchoredStart: boolean;
      readonly anchoredEnd: boolean;
    }
  /** The domain itself, its subdomains, URLs and e-mail addresses below it; canonical host name. */
  | { readonly kind: 'under'; readonly host: string }
  /** Addresses and smaller networks inside; bounds as 32 hex digits (IPv4 mapped into IPv6), both included. */
  | { readonly kind: 'ip'; readonly first: string; readonly last: string }
  | { readonly kind: 'type'; readonly anyOf: readonly IndicatorType[] }
  | { readonly kind: 'severity'; readonly anyOf: readonly Severity[] }
  | { readonly kind: 'state'; readonly anyOf: readonly TriageState[] }
  | { readonly kind: 'verdict'; readonly anyOf: readonly Verdict[] }
  | { readonly kind: 'word'; readonly field: WordField; readonly pattern: string }
  /** Both bounds included; null is open. */
  | {
      readonly kind: 'number';
      readonly field: 'score' | 'observations';
      readonly min: number | null;
      readonly max: number | null;
    }
  /** From included, to excluded; null is open. */
  | { readonly kind: 'time'; readonly field: TimeField; readonly fromMs: number | null; readonly toMs: number | null }
  /** Two of its times, both known: the first is later than the second, or as late. */
  | { readonly kind: 'later'; readonly field: TimeField; readonly than: TimeField; readonly orEqual: boolean }
  /**
   * There is a record of a vendor that the pattern names which is `live`, `expired` (and not gone) or `gone`; for `enforced`, a live
   * one of any vendor whose action the pattern names.
   */
  | { readonly kind: 'record'; readonly field: RecordField; readonly pattern: string }
  | { readonly kind: 'is'; readonly flag: IndicatorFlag }
  | { readonly kind: 'has'; readonly what: PresenceField };

export const sortFields = [
  'score',
  'last_seen',
  'first_seen',
  'value',
  'type',
  'observations',
  'triaged',
  'expires',
] as const;
export type SortField = (typeof sortFields)[number];

/** Missing values sort last both ways. */
export interface SortKey {
  readonly field: SortField;
  readonly descending: boolean;
}

/** `-score,-last_seen,value`. */
export const defaultSort: readonly SortKey[] = [
  { field: 'score', descending: true },
  { field: 'last_seen', descending: true },
  { field: 'value', descending: false },
];
