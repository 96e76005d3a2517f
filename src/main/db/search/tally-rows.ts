import { flagBits } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { decodeIds } from '../id-lists.ts';
import { readStreamNames } from '../operations/streams.ts';
import { expiryBands, type FacetTallies, StreamTally } from './facets.ts';

/** Columns that {@link tallyRows} reads, in order. */
export const facetColumns = `i.type, i.severity, i.score, i.triage_state, i.verdict, i.tlp, i.streams, i.terms, i.flags,
  i.derived, i.expired_from_at_ms, i.expires_at_ms`;

export type FacetRow = readonly [
  type: number,
  severity: number,
  score: number | null,
  state: number,
  verdict: number,
  tlp: number | null,
  streams: string,
  terms: string,
  flags: number,
  derived: number,
  expiredFromMs: number | null,
  expiresAtMs: number | null,
];

const plainFields = ['type', 'severity', 'score', 'state', 'verdict', 'tlp'] as const;

/** Counts every facet in one pass over the rows. */
export function tallyRows(db: ReadConnection, rows: Iterable<FacetRow>, nowMs: number): FacetTallies {
  const plain = plainFields.map(() => new Counter<number | null>());
  const is = { expired: 0, gone: 0, listed: 0, conflicting: 0, derived: 0 };
  const expires = expiryBands.map(() => 0);
  // Lists repeat: each distinct one is taken apart once.
  const streamLists = new Counter<string>();
  const termLists = new Counter<string>();
  for (const row of rows) {
    const [type, severity, score, state, verdict, tlp, streams, terms, flags, derived, expiredFromMs, expiresAtMs] =
      row;
    for (const [at, code] of [type, severity, score, state, verdict, tlp].entries()) plain[at]?.add(code);
    streamLists.add(streams);
    termLists.add(terms);
    if (expiredFromMs !== null && expiredFromMs <= nowMs) is.expired += 1;
    if ((flags & flagBits.gone) !== 0) is.gone += 1;
    if ((flags & flagBits.listed) !== 0) is.listed += 1;
    if ((flags & flagBits.conflicting) !== 0) is.conflicting += 1;
    is.derived += derived;
    if (expiresAtMs === null) continue;
    const band = expiryBands.findIndex(({ toMs }) => expiresAtMs - nowMs < toMs);
    expires[band] = (expires[band] ?? 0) + 1;
  }
  const [byType, bySeverity, byScore, byState, byVerdict, byTlp] = plain.map(({ counts }) => counts);
  const none = new Map<number | null, number>();
  return {
    type: byType ?? none,
    severity: bySeverity ?? none,
    score: byScore ?? none,
    state: byState ?? none,
    verdict: byVerdict ?? none,
    tlp: byTlp ?? none,
    is,
    expires,
    streams: tallyStreams(db, streamLists),
    terms: tallyTerms(db, termLists),
  };
}

class Counter<Key> {
  readonly counts = new Map<Key, number>();

  add(key: Key, by = 1): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }
}

function tallyStreams(db: ReadConnection, lists: Counter<string>): FacetTallies['streams'] {
  const names = readStreamNames(db);
  const tally = new StreamTally();
  for (const [list, count] of lists.counts) {
    const streams = decodeIds(list).flatMap((id) => names.get(id) ?? []);
    tally.add(streams, count);
  }
  return tally.counts;
}

function tallyTerms(db: ReadConnection, lists: Counter<string>): FacetTallies['terms'] {
  const ids = new Set<number>();
  for (const list of lists.counts.keys()) for (const id of decodeIds(list)) ids.add(id);
  const words = readWords(db, ids);
  const counts = new Counter<number>();
  for (const [list, count] of lists.counts) {
    const groups = new Set(decodeIds(list).map((id) => words.get(id)?.group ?? 0));
    for (const group of groups) counts.add(group, count);
  }
  const named = new Map<number, (readonly [string, number])[]>();
  for (const { group, field, name } of new Map([...words.values()].map((word) => [word.group, word])).values()) {
    const entries = named.get(field) ?? [];
    entries.push([name, counts.counts.get(group) ?? 0]);
    named.set(field, entries);
  }
  return named;
}

interface Word {
  readonly id: number;
  readonly field: number;
  /** The first word that is the same without case; it stands for all of them. */
  readonly group: number;
  /** Of that first word. */
  readonly name: string;
}

function readWords(db: ReadConnection, ids: Iterable<number>): ReadonlyMap<number, Word> {
  const rows = db.all<Word>(
    `SELECT t.id, t.field, f.id AS "group", f.name FROM term t
     JOIN term f ON f.id = (SELECT min(id) FROM term WHERE field = t.field AND key = t.key)
     WHERE t.id IN (SELECT value FROM json_each(?))`,
    JSON.stringify([...ids]),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
