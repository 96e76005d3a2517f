import type { IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { IndicatorFlag } from '#shared/model/vocabulary.ts';
import { flagBits, severityCodes, stateCodes, termFields, typeCodes, verdictCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { decodeIds } from '../id-lists.ts';
import { readStreamNames, type StreamName } from './streams.ts';
import { namesOf, readTerms, type Term } from './terms.ts';

interface IndicatorRow {
  readonly id: IndicatorId;
  readonly type: number;
  readonly value: string;
  readonly received: string | null;
  readonly score: number | null;
  readonly severity: number;
  readonly flags: number;
  readonly observations: number;
  readonly first_seen_at_ms: number | null;
  readonly last_seen_at_ms: number | null;
  readonly expires_at_ms: number | null;
  readonly expired_from_at_ms: number | null;
  readonly streams: string;
  readonly terms: string;
  readonly triage_state: number;
  readonly verdict: number;
  readonly triaged_at_ms: number | null;
  readonly derived: number;
}

const columns = `id, type, value, received, score, severity, flags, observations, first_seen_at_ms, last_seen_at_ms,
  expires_at_ms, expired_from_at_ms, streams, terms, triage_state, verdict, triaged_at_ms, derived`;

/** Number of a case as people say it. */
export function caseNumberOf(id: number): string {
  return `CASE-${String(id).padStart(4, '0')}`;
}

/** Summaries in the order of the ids; ids that are not there (any more) are left out. */
export function readSummaries(db: ReadConnection, ids: readonly number[], nowMs: number): readonly IndicatorSummary[] {
  const list = JSON.stringify(ids);
  const rows = db.all<IndicatorRow>(
    `SELECT ${columns} FROM indicator WHERE id IN (SELECT value FROM json_each(?))`,
    list,
  );
  const terms = readTerms(db, tagIds(rows));
  const streams = readStreamNames(db);
  const cases = readCaseNumbers(db, list);
  const byId = new Map<number, IndicatorSummary>();
  for (const row of rows) byId.set(row.id, rowToSummary(row, { terms, streams, cases, nowMs }));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function* tagIds(rows: readonly IndicatorRow[]): Generator<number> {
  for (const row of rows) yield* decodeIds(row.terms);
}

function readCaseNumbers(db: ReadConnection, list: string): ReadonlyMap<number, string[]> {
  const rows = db.all<{ indicator_id: number; case_id: number }>(
    `SELECT indicator_id, case_id FROM case_indicator
     WHERE indicator_id IN (SELECT value FROM json_each(?)) ORDER BY case_id`,
    list,
  );
  const numbers = new Map<number, string[]>();
  for (const row of rows) {
    const known = numbers.get(row.indicator_id) ?? [];
    known.push(caseNumberOf(row.case_id));
    numbers.set(row.indicator_id, known);
  }
  return numbers;
}

interface SummaryParts {
  readonly terms: ReadonlyMap<number, Term>;
  readonly streams: ReadonlyMap<number, StreamName>;
  readonly cases: ReadonlyMap<number, readonly string[]>;
  readonly nowMs: number;
}

function rowToSummary(row: IndicatorRow, parts: SummaryParts): IndicatorSummary {
  const streams = decodeIds(row.streams).flatMap((id) => parts.streams.get(id) ?? []);
  return {
    id: row.id,
    type: typeCodes.toWord(row.type),
    value: row.value,
    received: row.received,
    score: row.score,
    severity: severityCodes.toWord(row.severity),
    firstSeenMs: row.first_seen_at_ms,
    lastSeenMs: row.last_seen_at_ms,
    expiresAtMs: row.expires_at_ms,
    vendors: distinct(streams.map((stream) => stream.vendor)),
    connections: distinct(streams.map((stream) => stream.connection)),
    tags: namesOf(parts.terms, row.terms, termFields.tag),
    state: stateCodes.toWord(row.triage_state),
    verdict: verdictCodes.toWord(row.verdict),
    triagedAtMs: row.triaged_at_ms,
    observations: row.observations,
    flags: flagsOf(row, parts.nowMs),
    cases: [...(parts.cases.get(row.id) ?? [])],
  };
}

function flagsOf(row: IndicatorRow, nowMs: number): IndicatorFlag[] {
  const flags: IndicatorFlag[] = [];
  if (row.expired_from_at_ms !== null && row.expired_from_at_ms <= nowMs) flags.push('expired');
  if ((row.flags & flagBits.gone) !== 0) flags.push('gone');
  if ((row.flags & flagBits.listed) !== 0) flags.push('listed');
  if ((row.flags & flagBits.conflicting) !== 0) flags.push('conflicting');
  if (row.derived === 1) flags.push('derived');
  return flags;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((left, right) => (left < right ? -1 : 1));
}
