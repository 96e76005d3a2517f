/** Holds the tables of a database against {@link ExpectedRows}, row by row. */
import { expect } from 'vitest';
import { flagBits, relationCodes, severityCodes, termFields, tlpCodes, typeCodes } from '#main/db/codes.ts';
import type { SqlConnection } from '#main/db/connection.ts';
import { decodeIds } from '#main/db/id-lists.ts';
import { hashVendorKey } from '#main/db/ingest/hash52.ts';
import { readRaw } from '#main/db/ingest/raw-blocks.ts';
import { hostKeyOf } from '#main/db/operations/host-keys.ts';
import { type ObservationFieldsRow, rowToFields } from '#main/db/operations/observations.ts';
import { readTerms, type Term } from '#main/db/operations/terms.ts';
import { markOf } from '#main/domain/tlp.ts';
import { type ExpectedRollup, expectedRollup } from './expected-rollup.ts';
import { type ExpectedFields, type ExpectedRows, expectedIpKey } from './expected-rows.ts';
import { connectionId } from './store.ts';

interface IndicatorRow {
  readonly id: number;
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
  readonly rollup_due_at_ms: number | null;
  readonly fetched_at_ms: number | null;
  readonly streams: string;
  readonly terms: string;
  readonly tlp: number | null;
  readonly triage_state: number;
  readonly own_tags: string | null;
  readonly ip_key: Buffer | null;
  readonly ip_end: Buffer | null;
  readonly host_key: string | null;
  readonly seq: number;
}

/** What is looked up again and again. */
interface Names {
  readonly words: ReadonlyMap<number, Term>;
  /** Type and value of an indicator by its id. */
  readonly indicators: ReadonlyMap<number, string>;
  /** Number of a connection by the id of its stream. */
  readonly connections: ReadonlyMap<number, number>;
}

/** @param connections numbers of those that were walked. @param nowMs when the roll-ups were made. */
export function checkStoredRows(
  db: SqlConnection,
  expected: ExpectedRows,
  { connections, nowMs }: { readonly connections: readonly number[]; readonly nowMs: number },
): void {
  expect(db.value('PRAGMA integrity_check')).toBe('ok');
  expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  const rows = db.all<IndicatorRow>('SELECT * FROM indicator ORDER BY id');
  const streams = db.all<{ id: number; uid: string }>(
    'SELECT p.id, uid FROM stream_position p JOIN connection c ON c.id = p.connection_id',
  );
  const names: Names = {
    words: readTerms(db, db.column<number>('SELECT id FROM term')),
    indicators: new Map(rows.map(({ id, type, value }) => [id, `${typeCodes.toWord(type)} ${value}`])),
    connections: new Map(streams.map(({ id, uid }) => [id, connections.find((n) => connectionId(n) === uid) ?? 0])),
  };
  expect([...names.indicators.values()].sort()).toEqual([...expected.indicators.keys()].sort());
  for (const { name, key } of names.words.values()) expect(key).toBe(name.toLowerCase());

  checkRecords(db, expected, names);
  const byIndicator = Map.groupBy(expected.records.values(), ({ indicator }) => indicator);
  for (const row of rows) {
    const name = names.indicators.get(row.id) ?? '';
    const type = typeCodes.toWord(row.type);
    const [first, end] = expectedIpKey(type, row.value);
    expect(row, name).toMatchObject({
      received: expected.indicators.get(name),
      host_key: hostKeyOf(type, row.value),
      triage_state: 0,
      own_tags: null,
    });
    expect([row.ip_key?.toString('hex') ?? null, row.ip_end?.toString('hex') ?? null], name).toEqual([first, end]);
    expect(toRollup(row, names), name).toEqual(expectedRollup(byIndicator.get(name) ?? [], nowMs));
  }
  expect(db.value('SELECT evaluated_through_id FROM benign_state')).toBe(Math.max(...names.indicators.keys()));

  const relations = db.all<{ from_id: number; kind: number; to_id: number; stream_id: number }>(
    'SELECT * FROM relation',
  );
  const told = relations.map(({ from_id, kind, to_id, stream_id }) => {
    const { indicators } = names;
    const kindOf = relationCodes.toWord(kind);
    return [indicators.get(from_id), kindOf, indicators.get(to_id), names.connections.get(stream_id)].join(' ');
  });
  expect(told.sort()).toEqual([...expected.relations].sort());
}

/** A row in the words of the model. */
function toRollup(row: IndicatorRow, { words, connections }: Names): ExpectedRollup {
  const fieldOf = (code: number): string => Object.entries(termFields).find(([, one]) => one === code)?.[0] ?? '?';
  const terms = decodeIds(row.terms).map((id) => words.get(id));
  return {
    score: row.score,
    severity: severityCodes.toWord(row.severity),
    isGone: (row.flags & flagBits.gone) !== 0,
    isConflicting: (row.flags & flagBits.conflicting) !== 0,
    observations: row.observations,
    firstSeenMs: row.first_seen_at_ms,
    lastSeenMs: row.last_seen_at_ms,
    expiresAtMs: row.expires_at_ms,
    expiredFromMs: row.expired_from_at_ms,
    dueAtMs: row.rollup_due_at_ms,
    fetchedAtMs: row.fetched_at_ms,
    connections: decodeIds(row.streams)
      .map((id) => connections.get(id) ?? 0)
      .sort(),
    words: terms.map((term) => `${fieldOf(term?.field ?? 0)} ${term?.name}`).sort(),
    tlp: row.tlp === null ? null : tlpCodes.toWord(row.tlp),
  };
}

interface RecordRow extends ObservationFieldsRow {
  readonly id: number;
  readonly key_hash: number;
  readonly stream_id: number;
  readonly vendor_key: string;
  readonly indicator_id: number;
  readonly raw_sha256: Buffer;
  readonly fingerprint_sha256: Buffer | null;
  readonly raw_ref: number;
  readonly gone_at_ms: number | null;
  readonly fetched_at_ms: number;
  readonly versions: number;
}

function checkRecords(db: SqlConnection, expected: ExpectedRows, names: Names): void {
  const rows = db.all<RecordRow>('SELECT * FROM observation ORDER BY id');
  expect(rows).toHaveLength(expected.records.size);
  const keyById = new Map(rows.map((row) => [row.id, row.vendor_key]));
  for (const row of rows) {
    const record = expected.records.get(`${names.connections.get(row.stream_id)} ${row.vendor_key}`);
    expect(
      {
        keyHash: row.key_hash,
        indicator: names.indicators.get(row.indicator_id),
        raw: readRaw(db, row.raw_ref),
        rawSha256: row.raw_sha256.toString('hex'),
        fingerprintSha256: row.fingerprint_sha256?.toString('hex') ?? null,
        goneAtMs: row.gone_at_ms,
        fetchedAtMs: row.fetched_at_ms,
        versions: row.versions,
        tlp: row.tlp === null ? null : tlpCodes.toWord(row.tlp),
        fields: pickFields(rowToFields(row, names.words)),
      },
      row.vendor_key,
    ).toEqual({
      keyHash: hashVendorKey(row.stream_id, row.vendor_key),
      indicator: record?.indicator,
      raw: record?.raw,
      rawSha256: record?.rawSha256,
      fingerprintSha256: record?.fingerprintSha256,
      goneAtMs: record?.goneAtMs,
      fetchedAtMs: record?.fetchedAtMs,
      versions: record?.versions,
      tlp: markOf({ tags: record?.fields.tags ?? [] }),
      fields: record === undefined ? undefined : pickFields(record.fields),
    });
  }
  const versions = db
    .all<{ observation_id: number; fields: string; raw_ref: number; fetched_at_ms: number; replaced_at_ms: number }>(
      'SELECT * FROM observation_version',
    )
    .map((row) => ({
      key: keyById.get(row.observation_id),
      raw: readRaw(db, row.raw_ref),
      fields: pickFields(JSON.parse(row.fields) as ExpectedFields),
      fetchedAtMs: row.fetched_at_ms,
      replacedAtMs: row.replaced_at_ms,
    }));
  const inOrder = (list: readonly unknown[]): string[] => list.map((one) => JSON.stringify(one)).sort();
  expect(inOrder(versions)).toEqual(
    inOrder(expected.versions.map((one) => ({ ...one, fields: pickFields(one.fields) }))),
  );
}

const fieldNames = [
  'score',
  'vendorScore',
  'severity',
  'benign',
  'firstSeenMs',
  'lastSeenMs',
  'expiresAtMs',
  'action',
  'rule',
  'country',
  'asn',
  'asType',
  'tags',
  'categories',
  'platforms',
  'sources',
  'description',
] as const satisfies readonly (keyof ExpectedFields)[];

/** In one order, and only what the model knows of. */
function pickFields(fields: ExpectedFields): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fieldNames.map((name) => [name, fields[name]]));
}

/** What readers see of each indicator, and how far the change log goes that tells them of it. */
export interface Seen {
  readonly sequence: number;
  /** By id: its row and its relations as text. */
  readonly indicators: ReadonlyMap<number, { readonly row: string; readonly relations: string; readonly seq: number }>;
}

/** Reads it. */
export function readSeen(db: SqlConnection): Seen {
  const relations = db.all<{ from_id: number; to_id: number }>('SELECT * FROM relation ORDER BY from_id, kind, to_id');
  const byFrom = Map.groupBy(relations, ({ from_id }) => from_id);
  const byTo = Map.groupBy(relations, ({ to_id }) => to_id);
  const rows = db.all<IndicatorRow>('SELECT * FROM indicator');
  return {
    sequence: db.value<number>('SELECT max(seq) FROM change') ?? 0,
    indicators: new Map(
      rows.map(({ seq, ...row }) => [
        row.id,
        { row: JSON.stringify(row), relations: JSON.stringify([byFrom.get(row.id), byTo.get(row.id)]), seq },
      ]),
    ),
  };
}

/** Every indicator that looks different now was told of since. */
export function checkChanges(db: SqlConnection, before: Seen): void {
  const told = new Set(db.column<number>('SELECT indicator_id FROM change WHERE seq > ?', before.sequence));
  const untold = [...readSeen(db).indicators].filter(([id, { row, relations, seq }]) => {
    const old = before.indicators.get(id);
    const isOtherRow = old?.row !== row;
    return isOtherRow ? !told.has(id) || seq <= before.sequence : old.relations !== relations && !told.has(id);
  });
  expect(untold).toEqual([]);
  expect(db.column('SELECT id FROM indicator WHERE seq NOT IN (SELECT seq FROM change)')).toEqual([]);
}
