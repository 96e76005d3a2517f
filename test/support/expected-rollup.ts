/** What an indicator must show of its records, by the words of `rollUp`, the slow and plain way and in words. */
import { markOf } from '#main/domain/tlp.ts';
import { conflictScore, type Severity, severityOfScore, type TlpMark, tlpMarks } from '#shared/model/vocabulary.ts';
import type { ExpectedRecord } from './expected-rows.ts';

/** An indicator as it must be rolled up. */
export interface ExpectedRollup {
  readonly score: number | null;
  readonly severity: Severity;
  readonly isGone: boolean;
  readonly isConflicting: boolean;
  readonly observations: number;
  readonly firstSeenMs: number | null;
  readonly lastSeenMs: number | null;
  readonly expiresAtMs: number | null;
  /** Since when all of them are expired, or will be. */
  readonly expiredFromMs: number | null;
  /** When the next of the live ones expires. */
  readonly dueAtMs: number | null;
  readonly fetchedAtMs: number | null;
  /** Numbers of the connections. */
  readonly connections: readonly number[];
  /** Field and name of each word, with a blank between. */
  readonly words: readonly string[];
  readonly tlp: TlpMark | null;
}

/** @param nowMs when it was rolled up. */
export function expectedRollup(records: readonly ExpectedRecord[], nowMs: number): ExpectedRollup {
  const live = records.filter((one) => one.goneAtMs === null && (one.fields.expiresAtMs ?? Infinity) > nowMs);
  const endOf = (one: ExpectedRecord): number => Math.min(one.goneAtMs ?? Infinity, one.fields.expiresAtMs ?? Infinity);
  const lastEnd = Math.max(...records.map(endOf));
  const speaking = live.length > 0 ? live : records.filter((one) => endOf(one) === lastEnd);
  const said = speaking.map(({ fields }) => fields);
  const score = last(said.map((fields) => fields.score));
  const ends = records.map(({ fields }) => fields.expiresAtMs);
  const marks = said.map((fields) => markOf(fields)).filter((mark) => mark !== null);
  return {
    score,
    severity: severityOfScore(score),
    isGone: records.length > 0 && records.every(({ goneAtMs }) => goneAtMs !== null),
    isConflicting: live.some((calm) =>
      live.some((other) => calm !== other && calm.fields.benign && (other.fields.score ?? 0) >= conflictScore),
    ),
    observations: records.length,
    firstSeenMs: first(said.map((fields) => fields.firstSeenMs)),
    lastSeenMs: last(said.map((fields) => fields.lastSeenMs)),
    expiresAtMs: last(said.map((fields) => fields.expiresAtMs)),
    expiredFromMs: ends.includes(null) ? null : last(ends),
    dueAtMs: first(live.map(({ fields }) => fields.expiresAtMs)),
    fetchedAtMs: last(records.map(({ fetchedAtMs }) => fetchedAtMs)),
    connections: inOrder(records.map(({ connection }) => connection)),
    words: inOrder(records.flatMap(wordsOf)),
    tlp: [...tlpMarks].reverse().find((mark) => marks.includes(mark)) ?? null,
  };
}

function wordsOf({ fields }: ExpectedRecord): string[] {
  const single = { action: fields.action, rule: fields.rule, country: fields.country, asn: fields.asn };
  const named: readonly (readonly [string, string | null])[] = [
    ...Object.entries(single),
    ['as_type', fields.asType],
    ...fields.tags.map((name) => ['tag', name] as const),
    ...fields.categories.map((name) => ['category', name] as const),
    ...fields.platforms.map((name) => ['platform', name] as const),
    ...fields.sources.map(({ name }) => ['source', name] as const),
  ];
  return named.flatMap(([field, name]) => (name === null ? [] : [`${field} ${name}`]));
}

function first(values: readonly (number | null)[]): number | null {
  return values.filter((value) => value !== null).sort((left, right) => left - right)[0] ?? null;
}

function last(values: readonly (number | null)[]): number | null {
  return values.filter((value) => value !== null).sort((left, right) => right - left)[0] ?? null;
}

function inOrder<Item extends string | number>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)].sort((left, right) => (left < right ? -1 : 1));
}
