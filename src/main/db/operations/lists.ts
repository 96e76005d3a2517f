import type { BenignList } from '#main/domain/benign/benign-list.ts';
import type { AllowEntryView, BenignListView } from '#shared/model/benign-list.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { typeCodes } from '../codes.ts';
import type { WriteConnection } from '../connection.ts';
import type { ReadTable, WriteTable } from './operation.ts';

interface ListRow {
  readonly name: string;
  readonly title: string;
  readonly version: number;
  readonly origin: string;
  readonly licence: string;
  readonly types: string;
  readonly entry_count: number;
  readonly is_shipped: number;
  readonly added_at_ms: number;
}

interface AllowRow {
  readonly id: number;
  readonly type: number;
  readonly value: string;
  readonly reason: string;
  readonly owner: string;
  readonly created_at_ms: number;
  readonly expires_at_ms: number | null;
}

export const listReads: ReadTable<'lists.list' | 'lists.match' | 'allow.list'> = {
  'lists.list': ({ db }) =>
    db
      .all<ListRow>(
        'SELECT name, title, version, origin, licence, types, entry_count, is_shipped, added_at_ms FROM benign_list ORDER BY title',
      )
      .map(rowToList),
  'lists.match': ({ db, nowMs, matchers }, { indicators }) => {
    const matcher = matchers.get(db, nowMs);
    return indicators.map(({ type, value }) => matcher.match(type, value));
  },
  'allow.list': ({ db }) => db.all<AllowRow>('SELECT * FROM allow_entry ORDER BY id DESC').map(rowToAllowEntry),
};

export const listWrites: WriteTable<'lists.store' | 'lists.remove' | 'allow.add' | 'allow.remove'> = {
  'lists.store': ({ db, changes, nowMs }, { list }) => {
    const isStored = storeList(db, { list, isShipped: false, nowMs });
    if (isStored) changes.touch('settings');
    return { isStored };
  },
  'lists.remove': ({ db, changes }, { name }) => {
    const removed = db.run('DELETE FROM benign_list WHERE name = ?', name);
    if (removed > 0) {
      noticeChange(db);
      changes.touch('settings');
    }
    return { removed };
  },
  'allow.add': ({ db, changes, nowMs }, { type, value, reason, owner, expiresAtMs }) => {
    db.run(
      `INSERT INTO allow_entry(type, value, reason, owner, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT(type, value) DO UPDATE SET reason = excluded.reason, owner = excluded.owner,
         created_at_ms = excluded.created_at_ms, expires_at_ms = excluded.expires_at_ms`,
      typeCodes.toCode[type],
      value,
      reason,
      owner,
      nowMs,
      expiresAtMs,
    );
    noticeChange(db);
    changes.touch('settings');
    return null;
  },
  'allow.remove': ({ db, changes }, { id }) => {
    const removed = db.run('DELETE FROM allow_entry WHERE id = ?', id);
    if (removed > 0) {
      noticeChange(db);
      changes.touch('settings');
    }
    return { removed };
  },
};

/** Stores a list under its name. @returns false when the same or a newer version stands there already. */
export function storeList(
  db: WriteConnection,
  { list, isShipped, nowMs }: { readonly list: BenignList; readonly isShipped: boolean; readonly nowMs: number },
): boolean {
  const changed = db.run(
    `INSERT INTO benign_list(name, title, version, origin, licence, kind, types, entries, entry_count, is_shipped, added_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(name) DO UPDATE SET title = excluded.title, version = excluded.version, origin = excluded.origin,
       licence = excluded.licence, kind = excluded.kind, types = excluded.types, entries = excluded.entries,
       entry_count = excluded.entry_count, is_shipped = excluded.is_shipped, added_at_ms = excluded.added_at_ms
     WHERE excluded.version > version`,
    list.name,
    list.title,
    list.version,
    list.origin,
    list.licence,
    list.kind,
    JSON.stringify(list.types),
    JSON.stringify(list.entries),
    list.entries.length,
    isShipped ? 1 : 0,
    nowMs,
  );
  if (changed > 0) noticeChange(db);
  return changed > 0;
}

/** Everything is compared anew before the next question about indicators. */
function noticeChange(db: WriteConnection): void {
  db.run(
    `UPDATE benign_state SET version = version + 1, evaluated_through_id = 0,
       next_expiry_at_ms = (SELECT min(expires_at_ms) FROM allow_entry)`,
  );
}

function rowToList(row: ListRow): BenignListView {
  return {
    name: row.name,
    title: row.title,
    version: row.version,
    origin: row.origin,
    licence: row.licence,
    // Written by us.
    types: JSON.parse(row.types) as IndicatorType[],
    entries: row.entry_count,
    isShipped: row.is_shipped === 1,
    addedAtMs: row.added_at_ms,
  };
}

function rowToAllowEntry(row: AllowRow): AllowEntryView {
  return {
    id: row.id,
    type: typeCodes.toWord(row.type),
    value: row.value,
    reason: row.reason,
    owner: row.owner,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
  };
}
