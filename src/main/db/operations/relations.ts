import type { IndicatorId } from '#shared/model/ids.ts';
import type { Relation } from '#shared/model/indicator.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { relationCodes, typeCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { hostOf, parentsOf, reverseHost } from './host-keys.ts';

/** Most neighbours of each sort that are shown. */
const storedLimit = 1_000;
const childLimit = 50;
/** Most rows below a domain that are looked at for its direct children. */
const childScan = 1_000;

interface NeighbourRow {
  readonly kind: number;
  readonly id: IndicatorId;
  readonly type: number;
  readonly value: string;
}

interface Self {
  readonly id: number;
  readonly type: IndicatorType;
  readonly value: string;
}

/** Neighbours of each of some indicators: what vendors said, in both directions, and the domains above and right below it. */
export function readRelations(db: ReadConnection, selves: readonly Self[]): ReadonlyMap<number, readonly Relation[]> {
  const related = findRelated(db, selves);
  const parents = findDomains(db, selves.flatMap(parentNames));
  return new Map(
    selves.map((self) => {
      const stored = related.has(self.id) ? readStored(db, self.id) : [];
      const above = parentNames(self).flatMap((name) => parents.get(name) ?? []);
      const domains = [...above, ...readChildren(db, self)];
      const all = [...stored, ...domains.map((row) => ({ ...row, kind: relationCodes.toCode.parent_domain }))];
      return [self.id, all.map(rowToRelation)];
    }),
  );
}

/** Those of which a vendor named a neighbour at all: few, so the others are not asked about one by one. */
function findRelated(db: ReadConnection, selves: readonly Self[]): ReadonlySet<number> {
  const ids = db.column<number>(
    `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM relation WHERE from_id = value)
       OR EXISTS (SELECT 1 FROM relation WHERE to_id = value)`,
    JSON.stringify(selves.map(({ id }) => id)),
  );
  return new Set(ids);
}

function readStored(db: ReadConnection, id: number): NeighbourRow[] {
  return db.all<NeighbourRow>(
    `SELECT DISTINCT r.kind, i.id, i.type, i.value FROM (
       SELECT kind, to_id AS other FROM relation WHERE from_id = ?
       UNION SELECT kind, from_id FROM relation WHERE to_id = ?
     ) r JOIN indicator i ON i.id = r.other ORDER BY r.kind, i.value LIMIT ${storedLimit}`,
    id,
    id,
  );
}

type IndicatorRow = Omit<NeighbourRow, 'kind'>;

/** Names of the domains above, nearest first; for what is at a host, the host too. */
function parentNames({ type, value }: Self): readonly string[] {
  const host = hostOf(type, value);
  if (host === null) return [];
  return type === 'domain' ? parentsOf(host) : [host, ...parentsOf(host)];
}

function findDomains(db: ReadConnection, names: readonly string[]): ReadonlyMap<string, IndicatorRow> {
  if (names.length === 0) return new Map();
  const rows = db.all<IndicatorRow>(
    'SELECT id, type, value FROM indicator WHERE value IN (SELECT value FROM json_each(?)) AND type = ?',
    JSON.stringify([...new Set(names)]),
    typeCodes.toCode.domain,
  );
  return new Map(rows.map((row) => [row.value, row]));
}

/** Domains one label below, and URLs and addresses at the domain itself. */
function readChildren(db: ReadConnection, self: Self): IndicatorRow[] {
  if (self.type !== 'domain') return [];
  const start = reverseHost(self.value);
  const rows = db.all<IndicatorRow & { host_key: string }>(
    `SELECT id, type, value, host_key FROM indicator
     WHERE host_key >= ? AND host_key < ? AND id <> ? ORDER BY host_key LIMIT ${childScan}`,
    start,
    endOfPrefix(start),
    self.id,
  );
  const isDirect = (row: IndicatorRow & { host_key: string }): boolean =>
    row.type === typeCodes.toCode.domain
      ? row.host_key.slice(start.length).split('.').length === 2
      : row.host_key === start;
  return rows.filter(isDirect).slice(0, childLimit);
}

/** First text that no longer begins with a reversed host: `.` is followed by `/`. */
export function endOfPrefix(reversedHost: string): string {
  return `${reversedHost.slice(0, -1)}/`;
}

function rowToRelation(row: NeighbourRow): Relation {
  return { kind: relationCodes.toWord(row.kind), id: row.id, type: typeCodes.toWord(row.type), value: row.value };
}
