import { missing } from '#main/search/column.ts';
import { type EngineRow, flagMasks } from '#main/search/segment.ts';
import type { ReadConnection } from '../connection.ts';
import { decodeIds } from '../id-lists.ts';

/** Columns of a row as they are read, in order. */
type Row = readonly [
  id: number,
  value: string,
  streams: string,
  terms: string,
  flags: number,
  derived: number,
  related: number,
  noted: number,
  cases: number,
  type: number,
  severity: number,
  state: number,
  verdict: number,
  tlp: number | null,
  observations: number,
  score: number | null,
  firstSeen: number | null,
  lastSeen: number | null,
  fetched: number | null,
  expires: number | null,
  triaged: number | null,
  expiredFrom: number | null,
];

const select = `
  SELECT i.id, i.value, i.streams, i.terms, i.flags, i.derived,
    EXISTS (SELECT 1 FROM relation WHERE from_id = i.id) OR EXISTS (SELECT 1 FROM relation WHERE to_id = i.id),
    EXISTS (SELECT 1 FROM triage_entry WHERE indicator_id = i.id AND note IS NOT NULL AND note <> '')
      OR EXISTS (SELECT 1 FROM case_indicator WHERE indicator_id = i.id AND comment IS NOT NULL AND comment <> ''),
    i.cases, i.type, i.severity, i.triage_state, i.verdict, i.tlp, i.observations, i.score, i.first_seen_at_ms,
    i.last_seen_at_ms, i.fetched_at_ms, i.expires_at_ms, i.triaged_at_ms, i.expired_from_at_ms
  FROM indicator i`;

/** Everything, in the order of the ids. */
export function* readAllRows(db: ReadConnection): Generator<EngineRow> {
  for (const row of db.rows<Row>(`${select} ORDER BY i.id`)) yield toEngineRow(row);
}

/** Some by id; those that are not there (any more) are left out. */
export function readRows(db: ReadConnection, ids: readonly number[]): readonly EngineRow[] {
  const rows = db.rows<Row>(`${select} WHERE i.id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids));
  return [...rows].map(toEngineRow);
}

function toEngineRow(row: Row): EngineRow {
  const [id, value, streams, terms, flags, derived, related, noted, cases] = row;
  const [, , , , , , , , , type, severity, state, verdict, tlp, observations, score] = row;
  const [, , , , , , , , , , , , , , , , firstSeen, lastSeen, fetched, expires, triaged, expiredFrom] = row;
  return {
    id,
    value,
    terms: decodeIds(terms),
    streams: decodeIds(streams),
    columns: {
      type,
      severity,
      state,
      verdict,
      flags:
        flags |
        (derived === 1 ? flagMasks.derived : 0) |
        (related === 1 ? flagMasks.related : 0) |
        (noted === 1 ? flagMasks.noted : 0) |
        (cases > 0 ? flagMasks.inCase : 0),
      tlp: orMissing(tlp),
      observations,
      score: orMissing(score),
      first_seen: orMissing(firstSeen),
      last_seen: orMissing(lastSeen),
      fetched: orMissing(fetched),
      expires: orMissing(expires),
      triaged: orMissing(triaged),
      expired_from: orMissing(expiredFrom),
    },
  };
}

function orMissing(value: number | null): number {
  return value ?? missing;
}
