import type { IndicatorId, ObservationId } from '#shared/model/ids.ts';
import type { NamedSource, Observation, ObservationFields, ObservationVersion } from '#shared/model/indicator.ts';
import { type SourceIntent, sourceIntents } from '#shared/model/vocabulary.ts';
import { severityCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { decodeIds } from '../id-lists.ts';
import { hashVendorKey } from '../ingest/hash52.ts';
import { readRaw } from '../ingest/raw-blocks.ts';
import type { ReadTable } from './operation.ts';
import { readStreamNames, type StreamName } from './streams.ts';
import { readTerms, type Term } from './terms.ts';

/** The normalised part of an observation row. */
export interface ObservationFieldsRow {
  readonly score: number | null;
  readonly vendor_score: string | null;
  readonly severity: number | null;
  readonly confidence: number | null;
  readonly benign: number;
  readonly first_seen_at_ms: number | null;
  readonly last_seen_at_ms: number | null;
  readonly expires_at_ms: number | null;
  readonly action: number | null;
  readonly rule: number | null;
  readonly country: number | null;
  readonly asn: number | null;
  readonly as_type: number | null;
  readonly tags: string | null;
  readonly categories: string | null;
  readonly platforms: string | null;
  readonly sources: string | null;
  readonly description: string | null;
  /** Of its tags. */
  readonly tlp: number | null;
}

interface ObservationRow extends ObservationFieldsRow {
  readonly id: ObservationId;
  readonly indicator_id: number;
  readonly stream_id: number;
  readonly vendor_key: string;
  readonly raw_sha256: Buffer;
  readonly fetched_at_ms: number;
  readonly gone_at_ms: number | null;
  readonly versions: number;
}

/** Most records that are asked for at once. */
const mostKeys = 1_000;

export const observationReads: ReadTable<'observations.raw' | 'observations.versions' | 'observations.byKey'> = {
  'observations.byKey': ({ db }, { connectionId, stream, keys }) => {
    const streamId = db.value<number>(
      `SELECT p.id FROM stream_position p JOIN connection c ON c.id = p.connection_id WHERE c.uid = ? AND p.stream = ?`,
      connectionId,
      stream,
    );
    if (streamId === undefined) return [];
    return keys.slice(0, mostKeys).flatMap((vendorKey) => {
      const row = db.get<{ indicator_id: IndicatorId; raw_ref: number }>(
        'SELECT indicator_id, raw_ref FROM observation WHERE key_hash = ? AND stream_id = ? AND vendor_key = ?',
        hashVendorKey(streamId, vendorKey),
        streamId,
        vendorKey,
      );
      return row === undefined ? [] : { vendorKey, indicatorId: row.indicator_id, raw: readRaw(db, row.raw_ref) };
    });
  },
  'observations.raw': ({ db }, { id }) => {
    const ref = db.value<number>('SELECT raw_ref FROM observation WHERE id = ?', id);
    return ref === undefined ? null : readRaw(db, ref);
  },
  'observations.versions': ({ db }, { id }) => {
    const rows = db.all<{ fields: string; fetched_at_ms: number; replaced_at_ms: number }>(
      'SELECT fields, fetched_at_ms, replaced_at_ms FROM observation_version WHERE observation_id = ? ORDER BY id DESC',
      id,
    );
    return rows.map(
      (row): ObservationVersion => ({
        ...parseFields(row.fields),
        fetchedAtMs: row.fetched_at_ms,
        replacedAtMs: row.replaced_at_ms,
      }),
    );
  },
};

/** Every vendor record of each of some indicators: live ones first, then by connection and stream. */
export function readObservations(
  db: ReadConnection,
  indicatorIds: readonly number[],
): ReadonlyMap<number, readonly Observation[]> {
  const rows = db.all<ObservationRow>(
    'SELECT * FROM observation WHERE indicator_id IN (SELECT value FROM json_each(?)) ORDER BY id',
    JSON.stringify(indicatorIds),
  );
  const terms = readTerms(db, rows.flatMap(termIdsOf));
  const streams = readStreamNames(db);
  const byIndicator = Map.groupBy(rows, (row) => row.indicator_id);
  const rank = (observation: Observation): string =>
    `${observation.goneAtMs === null ? 0 : 1} ${observation.connection} ${observation.stream}`;
  const toSortedList = (own: readonly ObservationRow[]): Observation[] =>
    own
      .map((row) => rowToObservation(row, terms, streams))
      .sort((left, right) => (rank(left) < rank(right) ? -1 : rank(left) > rank(right) ? 1 : 0));
  return new Map([...byIndicator].map(([id, own]) => [id, toSortedList(own)]));
}

function rowToObservation(
  row: ObservationRow,
  terms: ReadonlyMap<number, Term>,
  streams: ReadonlyMap<number, StreamName>,
): Observation {
  const stream = streams.get(row.stream_id);
  if (stream === undefined) throw new StoreFault('storage.corrupt', 'A vendor record belongs to no connection.');
  return {
    ...rowToFields(row, terms),
    id: row.id,
    connection: stream.connection,
    vendor: stream.vendor,
    stream: stream.stream,
    vendorKey: row.vendor_key,
    fetchedAtMs: row.fetched_at_ms,
    goneAtMs: row.gone_at_ms,
    rawSha256: row.raw_sha256.toString('hex'),
    versions: row.versions,
  };
}

/** Ids of all terms that a row names. */
export function termIdsOf(row: ObservationFieldsRow): number[] {
  const single = [row.action, row.rule, row.country, row.asn, row.as_type].filter((id) => id !== null);
  const lists = [row.tags, row.categories, row.platforms, row.sources].flatMap((list) => decodeIds(list));
  return [...single, ...lists];
}

/** The normalised fields with their words back in place of ids. */
export function rowToFields(row: ObservationFieldsRow, terms: ReadonlyMap<number, Term>): ObservationFields {
  const nameOf = (id: number | null): string | null => (id === null ? null : (terms.get(id)?.name ?? null));
  const namesIn = (list: string | null): string[] => decodeIds(list).flatMap((id) => terms.get(id)?.name ?? []);
  return {
    score: row.score,
    vendorScore: row.vendor_score,
    severity: row.severity === null ? null : severityCodes.toWord(row.severity),
    confidence: row.confidence,
    action: nameOf(row.action),
    firstSeenMs: row.first_seen_at_ms,
    lastSeenMs: row.last_seen_at_ms,
    expiresAtMs: row.expires_at_ms,
    sources: sourcesOf(row.sources, terms),
    tags: namesIn(row.tags),
    categories: namesIn(row.categories),
    rule: nameOf(row.rule),
    country: nameOf(row.country),
    asn: nameOf(row.asn),
    asType: nameOf(row.as_type),
    platforms: namesIn(row.platforms),
    description: row.description,
    benign: row.benign === 1,
  };
}

/** Letter of an intent behind the id of a source. */
export const intentLetters: Readonly<Record<SourceIntent, string>> = {
  malicious: 'm',
  suspicious: 's',
  benign: 'b',
  unstated: 'u',
};

/** The sources of a column: an id and the letter of an intent each. */
export function sourcesOf(list: string | null, terms: ReadonlyMap<number, Term>): NamedSource[] {
  if (list === null) return [];
  return list
    .trim()
    .split(' ')
    .flatMap((entry) => {
      const term = terms.get(Number.parseInt(entry, 10));
      const intent = sourceIntents.find((candidate) => entry.endsWith(intentLetters[candidate]));
      return term === undefined || intent === undefined ? [] : { name: term.name, intent };
    });
}

function parseFields(text: string): ObservationFields {
  // Written by this store from the same type (see keepVersion); the schema library is too dear for a reader's start.
  return JSON.parse(text) as ObservationFields;
}
