import type { StoredSearch } from '#main/services/ports/store/saved-searches.ts';
import type { ShownColumn } from '#shared/model/saved-search.ts';
import type { ReadConnection } from '../connection.ts';
import { compileSince } from '../search/compile.ts';
import type { ReadTable, WriteTable } from './operation.ts';

/** Queries that are remembered. */
const historyLimit = 200;

interface SearchRow {
  readonly name: string;
  readonly query: string;
  readonly columns: string | null;
  readonly created_at_ms: number;
  readonly looked_at_ms: number;
  readonly looked_through_id: number;
}

export const savedSearchReads: ReadTable<'searches.list' | 'searches.history' | 'indicators.countSince'> = {
  'searches.list': ({ db }) => db.all<SearchRow>('SELECT * FROM saved_search ORDER BY name_key').map(rowToSearch),
  'searches.history': ({ db }, { limit }) =>
    db
      .all<{ query: string; asked_at_ms: number }>(
        'SELECT query, asked_at_ms FROM search_history ORDER BY asked_at_ms DESC, id DESC LIMIT ?',
        limit,
      )
      .map((row) => ({ query: row.query, askedAtMs: row.asked_at_ms })),
  'indicators.countSince': (context, { plan, afterId }) => {
    const { sql, params } = compileSince(context, plan, afterId);
    return { value: context.db.value<number>(sql, ...params) ?? 0, exact: true };
  },
};

export const savedSearchWrites: WriteTable<
  'searches.save' | 'searches.remove' | 'searches.look' | 'searches.remember'
> = {
  'searches.save': ({ db, changes }, { name, query, columns, atMs }) => {
    db.run(
      `INSERT INTO saved_search(name, name_key, query, columns, created_at_ms, looked_at_ms, looked_through_id)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT(name_key) DO UPDATE SET name = excluded.name, query = excluded.query, columns = excluded.columns,
         looked_at_ms = excluded.looked_at_ms, looked_through_id = excluded.looked_through_id`,
      name,
      keyOf(name),
      query,
      columns === null ? null : JSON.stringify(columns),
      atMs,
      atMs,
      newestId(db),
    );
    changes.touch('settings');
    return null;
  },
  'searches.remove': ({ db, changes }, { name }) => {
    const removed = db.run('DELETE FROM saved_search WHERE name_key = ?', keyOf(name));
    if (removed > 0) changes.touch('settings');
    return { removed };
  },
  'searches.look': ({ db, changes }, { name, atMs }) => {
    const changed = db.run(
      'UPDATE saved_search SET looked_at_ms = ?, looked_through_id = ? WHERE name_key = ?',
      atMs,
      newestId(db),
      keyOf(name),
    );
    if (changed > 0) changes.touch('settings');
    return { changed };
  },
  // Touches nothing: what was asked is read when it is looked at, and every query would make settings and counts stale.
  'searches.remember': ({ db }, { query, askedAtMs }) => {
    db.run(
      `INSERT INTO search_history(query, asked_at_ms) VALUES (?, ?)
       ON CONFLICT(query) DO UPDATE SET asked_at_ms = excluded.asked_at_ms`,
      query,
      askedAtMs,
    );
    db.run(
      `DELETE FROM search_history WHERE id NOT IN
         (SELECT id FROM search_history ORDER BY asked_at_ms DESC, id DESC LIMIT ?)`,
      historyLimit,
    );
    return null;
  },
};

/** Compared without case; composed, since keyboards differ. */
function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function newestId(db: ReadConnection): number {
  return db.value<number | null>('SELECT max(id) FROM indicator') ?? 0;
}

function rowToSearch(row: SearchRow): StoredSearch {
  return {
    name: row.name,
    query: row.query,
    columns: row.columns === null ? null : readColumns(row.columns),
    createdAtMs: row.created_at_ms,
    lookedAtMs: row.looked_at_ms,
    lookedThroughId: row.looked_through_id,
  };
}

/** Written by the operation above; before columns could be pinned, only their ids were kept. */
function readColumns(text: string): ShownColumn[] {
  return (JSON.parse(text) as (ShownColumn | string)[]).map((column) =>
    typeof column === 'string' ? { id: column, width: null, pinned: false } : column,
  );
}
