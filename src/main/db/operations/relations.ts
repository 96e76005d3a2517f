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

/** Neighbours of an indicator: what vendors said, in both directions, and the domains above and right below it. */
export function readRelations(
  db: ReadConnection,
  self: { readonly id: number; readonly type: IndicatorType; readonly value: string },
): readonly Relation[] {
  const stored = db.all<NeighbourRow>(
    `SELECT DISTINCT r.kind, i.id, i.type, i.value FROM (
       SELECT kind, to_id AS other FROM relation WHERE from_id = ?
       UNION SELECT kind, from_id FROM relation WHERE to_id = ?
     ) r JOIN indicator i ON i.id = r.other ORDER BY r.kind, i.value LIMIT ${storedLimit}`,
    self.id,
    self.id,
  );
  const domains = [...readParents(db, self), ...readChildren(db, self)];
  const all = [...stored, ...domains.map((row) => ({ ...row, kind: relationCodes.toCode.parent_domain }))];
  return all.map(rowToRelation);
}

type IndicatorRow = Omit<NeighbourRow, 'kind'>;

function readParents(
  db: ReadConnection,
  self: { readonly type: IndicatorType; readonly value: string },
): IndicatorRow[] {
  const host = hostOf(self.type, self.value);
  if (host === null) return [];
  const names = self.type === 'domain' ? parentsOf(host) : [host, ...parentsOf(host)];
  return names.flatMap((name) =>
    db.all<IndicatorRow>(
      'SELECT id, type, value FROM indicator WHERE value = ? AND type = ?',
      name,
      typeCodes.toCode.domain,
    ),
  );
}

/** Domains one label below, and URLs and addresses at the domain itself. */
function readChildren(
  db: ReadConnection,
  self: { readonly id: number; readonly type: IndicatorType; readonly value: string },
): IndicatorRow[] {
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
