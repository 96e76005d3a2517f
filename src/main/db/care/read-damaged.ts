import type { Database } from 'better-sqlite3';
import type { SqlValue } from '../connection.ts';
import type { OwnTable } from './own-tables.ts';

/** A row by the names of its columns. */
export type DamagedRow = Readonly<Record<string, SqlValue>>;

/** Most rows between two readable stretches that are asked for one by one. */
const probeLimit = 200_000;
/** Where even the end of the table cannot be found: so many misses in a row are taken for the end. */
const missLimit = 5_000;

/**
 * Hands over every row of a table that can still be reached in a damaged file: forwards from its beginning, backwards from its end, and
 * what lies between the two one by one, since a page that is lost takes only its own rows along.
 *
 * @returns how many places could not be read; 0 when the table is whole. An upper bound for the rows lost.
 */
export function readWhatIsLeft(
  database: Database,
  { table, columns }: { readonly table: OwnTable; readonly columns: readonly string[] },
  take: (row: DamagedRow) => void,
): number {
  const names = columns.map((name) => `"${name}"`).join(', ');
  const select = `SELECT ${table.key} AS "key of row", ${names} FROM ${table.name}`;
  const forwards = walk(database, `${select} ORDER BY ${table.key}`, take);
  if (forwards.isWhole) return 0;
  const seen = forwards.last;
  const isSeen = (key: unknown): boolean => seen !== undefined && isUpTo(key, seen);
  const backwards = walk(database, `${select} ORDER BY ${table.key} DESC`, take, isSeen);
  if (table.key !== 'rowid') return 1;
  return probe(database, `${select} WHERE rowid = ?`, {
    from: Number(seen ?? 0) + 1,
    until: backwards.last === undefined ? undefined : Number(backwards.last) - 1,
    take,
  });
}

function isUpTo(key: unknown, last: SqlValue): boolean {
  return typeof key === 'number' && typeof last === 'number' ? key <= last : String(key) <= String(last);
}

function walk(
  database: Database,
  sql: string,
  take: (row: DamagedRow) => void,
  isEnd: (key: unknown) => boolean = () => false,
): { readonly last: SqlValue | undefined; readonly isWhole: boolean } {
  let last: SqlValue | undefined;
  try {
    for (const found of database.prepare(sql).iterate()) {
      // Rows of our own tables: STRICT, so of these types.
      const { 'key of row': key, ...row } = found as Record<string, SqlValue>;
      if (isEnd(key)) break;
      take(row);
      last = key;
    }
    return { last, isWhole: true };
  } catch {
    return { last, isWhole: false };
  }
}

function probe(
  database: Database,
  sql: string,
  range: { readonly from: number; readonly until: number | undefined; readonly take: (row: DamagedRow) => void },
): number {
  const until = Math.min(range.until ?? Number.POSITIVE_INFINITY, range.from + probeLimit);
  let lost = 0;
  let misses = 0;
  for (let id = range.from; id <= until && (range.until !== undefined || misses < missLimit); id += 1) {
    misses += 1;
    try {
      const found = database.prepare(sql).get(id);
      if (found === undefined) continue;
      const { 'key of row': _key, ...row } = found as Record<string, SqlValue>;
      range.take(row);
      misses = 0;
    } catch {
      lost += 1;
    }
  }
  return Math.max(1, lost);
}
