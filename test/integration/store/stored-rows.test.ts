import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flagBits, relationCodes, tlpCodes, typeCodes } from '#main/db/codes.ts';
import { SqlConnection } from '#main/db/connection.ts';
import { hashVendorKey } from '#main/db/ingest/hash52.ts';
import { readRaw } from '#main/db/ingest/raw-blocks.ts';
import { type RollupSource, rollUp } from '#main/db/ingest/rollup.ts';
import { hostKeyOf } from '#main/db/operations/host-keys.ts';
import { type ObservationFieldsRow, rowToFields } from '#main/db/operations/observations.ts';
import { readTerms } from '#main/db/operations/terms.ts';
import { markOf } from '#main/domain/tlp.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { type ExpectedFields, type ExpectedRecord, ExpectedRows, expectedIpKey } from '../../support/expected-rows.ts';
import { Chance } from '../../support/search-world.ts';
import {
  addConnection,
  connectionId,
  makeDataFolder,
  openTestStore,
  TestClock,
  testPaths,
  walk,
} from '../../support/store.ts';
import type { TestRecord } from '../../support/store-stream.ts';

const nowMs = new TestClock().nowMs();
const connections = [1, 2, 3];
const [pagesToWalk, recordsToPage] = [3, 100];

/** Few values, so that many records are about the same one, some of them in the same page. */
function nameOf(chance: Chance): { readonly type: IndicatorType; readonly value: string } {
  const n = chance.below(90);
  const names = [
    { type: 'domain', value: `www.host-${n}.example` },
    { type: 'ipv4', value: `198.51.${n}.7` },
    { type: 'ipv6', value: `2001:db8::${n.toString(16)}` },
    { type: 'cidr', value: `10.${n}.0.0/16` },
    { type: 'url', value: `https://host-${n}.example/Path?Id=${n}` },
    { type: 'email', value: `box-${n}@host-${n}.example` },
    { type: 'sha256', value: n.toString(16).padStart(64, '0') },
    { type: 'other', value: `name ${n}` },
  ] as const;
  return names[n % names.length] ?? names[0];
}

function recordOf(chance: Chance): TestRecord {
  const { type, value } = nameOf(chance);
  const words = (prefix: string): string[] =>
    Array.from({ length: chance.below(4) }, () => `${prefix}${chance.below(9)}`);
  const seenMs = chance.isTrue(0.7) ? nowMs - chance.below(1_000_000) : null;
  // Some keys mean another value in the next page, as when a vendor corrects a record.
  const wanders = chance.isTrue(0.1);
  return {
    key: wanders ? `wandering ${chance.below(20)}` : `${value} ${chance.below(3)}`,
    type,
    value,
    received: !wanders && chance.isTrue(0.2) ? value.toUpperCase() : null,
    score: chance.isTrue(0.8) ? chance.below(101) : null,
    firstSeenMs: seenMs === null ? null : seenMs - 1_000,
    lastSeenMs: seenMs,
    expiresAtMs: chance.isTrue(0.3) ? nowMs + chance.below(2_000) - 1_000 : null,
    tags: [...words('Tag '), ...(chance.isTrue(0.1) ? [chance.pick(['TLP:RED', 'tlp:green'])] : [])],
    categories: words('category '),
    sources: words('source ').map((name) => ({
      name,
      intent: chance.pick(['malicious', 'benign', 'unstated'] as const),
    })),
    action: chance.isTrue(0.2) ? 'prevent' : null,
    country: chance.isTrue(0.4) ? chance.pick(['DE', 'FR']) : null,
    description: chance.isTrue(0.3) ? `Größe ${'€'.repeat(chance.below(2_000))}` : null,
    benign: chance.isTrue(0.2),
    gone: chance.isTrue(0.1),
    derived: chance.isTrue(0.1) ? [{ ...nameOf(chance), relation: 'seen_in_sample' }] : [],
    ...(chance.isTrue(0.2) ? { fingerprint: `says ${chance.below(3)}` } : {}),
    noise: chance.below(5),
  };
}

const pagesOf = (seed: number): TestRecord[][] => {
  const chance = new Chance(seed);
  return Array.from({ length: pagesToWalk }, () => Array.from({ length: recordsToPage }, () => recordOf(chance)));
};

let data: ReturnType<typeof makeDataFolder>;
let store: Store;

beforeEach(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder);
  for (const n of connections) await addConnection(store, n);
});
afterEach(async () => {
  await store.close();
  data.remove();
});

/** Walks all connections at once, so that their pages share transactions. Who comes first does not matter to what is checked. */
async function walkAll(
  expected: ExpectedRows,
  { seed, atMs }: { readonly seed: number; readonly atMs: number },
): Promise<void> {
  const stored = connections.map((connection) => {
    const changed = new Set<string>();
    for (const record of pagesOf(seed + connection).flat())
      if (expected.take({ connection, record, atMs })) changed.add(record.key);
    return changed.size;
  });
  const walks = await Promise.all(
    connections.map((n) =>
      walk(
        store,
        pagesOf(seed + n).map((records) => ({ records })),
        { connectionId: connectionId(n), atMs },
      ),
    ),
  );
  for (const [at, { run }] of walks.entries()) expect(run.stored + run.unchanged, `walk ${at}`).toBe(run.received);
  for (const [at, { run }] of walks.entries()) expect(run.stored, `walk ${at}`).toBeLessThanOrEqual(stored[at] ?? 0);
}

describe('the rows that pages of several connections leave', () => {
  it.each([1, 2])('are those of their records, one by one (seed %i)', async (seed) => {
    const expected = new ExpectedRows();
    await walkAll(expected, { seed: seed * 100, atMs: nowMs - 3_000 });
    await walkAll(expected, { seed: seed * 100 + 10, atMs: nowMs - 2_000 });
    // The same once more: some records are as the walk before left them, others go back and forth.
    await walkAll(expected, { seed: seed * 100 + 10, atMs: nowMs - 1_000 });
    await store.close();
    const database = new Sqlite(testPaths(data.folder).databaseFile);
    try {
      checkRows(new SqlConnection(database), expected);
    } finally {
      database.close();
    }
  });
});

interface IndicatorRow {
  readonly id: number;
  readonly type: number;
  readonly value: string;
  readonly flags: number;
  readonly ip_key: Buffer | null;
  readonly ip_end: Buffer | null;
}

function checkRows(db: SqlConnection, expected: ExpectedRows): void {
  expect(db.value('PRAGMA integrity_check')).toBe('ok');
  expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  const words = readTerms(db, db.column<number>('SELECT id FROM term'));
  const rows = db.all<IndicatorRow>('SELECT * FROM indicator ORDER BY id');
  const nameById = new Map(rows.map(({ id, type, value }) => [id, `${typeCodes.toWord(type)} ${value}`]));
  expect([...nameById.values()].sort()).toEqual([...expected.indicators.keys()].sort());

  const streams = new Map(
    db
      .all<{ id: number; uid: string }>(
        'SELECT p.id, uid FROM stream_position p JOIN connection c ON c.id = p.connection_id',
      )
      .map(({ id, uid }) => [connections.find((n) => connectionId(n) === uid) ?? 0, id]),
  );
  checkRecords(db, expected, { words, nameById, streams });

  const idOf = (field: number, name: string): number =>
    db.value<number>('SELECT id FROM term WHERE field = ? AND name = ?', field, name) ?? 0;
  const byIndicator = Map.groupBy(expected.records.values(), ({ indicator }) => indicator);
  for (const row of rows) {
    const name = nameById.get(row.id) ?? '';
    const type = typeCodes.toWord(row.type);
    const [first, end] = expectedIpKey(type, row.value);
    const shown = {
      ...row,
      // The benign lists have tests of their own.
      flags: row.flags & ~flagBits.listed,
      ip_key: row.ip_key?.toString('hex') ?? null,
      ip_end: row.ip_end?.toString('hex') ?? null,
    };
    const said = (byIndicator.get(name) ?? []).map((one) => sourceOf(one, streams.get(one.connection) ?? 0, idOf));
    expect(shown, name).toMatchObject({
      received: expected.indicators.get(name),
      ip_key: first,
      ip_end: end,
      host_key: hostKeyOf(type, row.value),
      triage_state: 0,
      own_tags: null,
      ...rollUp(said, nowMs),
    });
  }

  expect(db.column('SELECT DISTINCT indicator_id FROM change ORDER BY 1')).toEqual([...nameById.keys()]);
  expect(db.column('SELECT id FROM indicator WHERE seq NOT IN (SELECT seq FROM change)')).toEqual([]);
  expect(db.value('SELECT evaluated_through_id FROM benign_state')).toBe(Math.max(...nameById.keys()));

  const relations = db.all<{ from_id: number; kind: number; to_id: number; stream_id: number }>(
    'SELECT * FROM relation',
  );
  const told = relations.map(({ from_id, kind, to_id, stream_id }) => {
    const connection = [...streams].find(([, id]) => id === stream_id)?.[0];
    return [nameById.get(from_id), relationCodes.toWord(kind), nameById.get(to_id), connection].join(' ');
  });
  expect(told.sort()).toEqual([...expected.relations].sort());
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

function checkRecords(
  db: SqlConnection,
  expected: ExpectedRows,
  places: {
    readonly words: ReturnType<typeof readTerms>;
    readonly nameById: ReadonlyMap<number, string>;
    readonly streams: ReadonlyMap<number, number>;
  },
): void {
  const { words, nameById, streams } = places;
  const rows = db.all<RecordRow>('SELECT * FROM observation ORDER BY id');
  expect(rows).toHaveLength(expected.records.size);
  const keyById = new Map(rows.map((row) => [row.id, row.vendor_key]));
  for (const row of rows) {
    const connection = [...streams].find(([, id]) => id === row.stream_id)?.[0];
    const record = expected.records.get(`${connection} ${row.vendor_key}`);
    expect(
      {
        key_hash: row.key_hash,
        indicator: nameById.get(row.indicator_id),
        raw: readRaw(db, row.raw_ref),
        rawSha256: row.raw_sha256.toString('hex'),
        fingerprintSha256: row.fingerprint_sha256?.toString('hex') ?? null,
        goneAtMs: row.gone_at_ms,
        fetchedAtMs: row.fetched_at_ms,
        versions: row.versions,
        tlp: row.tlp,
        fields: rowToFields(row, words),
      },
      row.vendor_key,
    ).toMatchObject({
      key_hash: hashVendorKey(row.stream_id, row.vendor_key),
      indicator: record?.indicator,
      raw: record?.raw,
      rawSha256: record?.rawSha256,
      fingerprintSha256: record?.fingerprintSha256,
      goneAtMs: record?.goneAtMs,
      fetchedAtMs: record?.fetchedAtMs,
      versions: record?.versions,
      tlp: tlpOf(record?.fields.tags ?? []),
      fields: record?.fields,
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

/** In one order, and only what the model knows of. */
function pickFields(fields: ExpectedFields): ExpectedFields {
  const {
    score,
    benign,
    firstSeenMs,
    lastSeenMs,
    expiresAtMs,
    action,
    country,
    tags,
    categories,
    sources,
    description,
  } = fields;
  return {
    score,
    benign,
    firstSeenMs,
    lastSeenMs,
    expiresAtMs,
    action,
    country,
    tags,
    categories,
    sources,
    description,
  };
}

function tlpOf(tags: readonly string[]): number | null {
  const mark = markOf({ tags });
  return mark === null ? null : tlpCodes.toCode[mark];
}

function sourceOf(
  { fields, goneAtMs, fetchedAtMs }: ExpectedRecord,
  streamId: number,
  idOf: (field: number, name: string) => number,
): RollupSource {
  const list = (field: number, names: readonly string[]): string =>
    ` ${names.map((name) => idOf(field, name)).join(' ')} `;
  return {
    stream_id: streamId,
    score: fields.score,
    benign: fields.benign ? 1 : 0,
    first_seen_at_ms: fields.firstSeenMs,
    last_seen_at_ms: fields.lastSeenMs,
    expires_at_ms: fields.expiresAtMs,
    gone_at_ms: goneAtMs,
    fetched_at_ms: fetchedAtMs,
    action: fields.action === null ? null : idOf(8, fields.action),
    rule: null,
    country: fields.country === null ? null : idOf(5, fields.country),
    asn: null,
    as_type: null,
    tags: list(1, fields.tags),
    categories: list(3, fields.categories),
    platforms: null,
    sources: list(
      2,
      fields.sources.map(({ name }) => name),
    ),
    tlp: tlpOf(fields.tags),
  };
}
