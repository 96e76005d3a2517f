import type { StoredConnection } from '#main/services/ports/store/connections.ts';
import type { StreamOptions } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { foldName } from '#shared/text/fold-name.ts';
import type { ReadConnection, WriteConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import type { ReadContext, ReadTable, WriteTable } from './operation.ts';
import { readLatestRuns } from './runs.ts';

interface ConnectionRow {
  readonly id: number;
  readonly uid: ConnectionId;
  readonly name: string;
  readonly vendor: string;
  readonly site: string | null;
  readonly base_url: string | null;
  readonly options: string;
  readonly retention_days: number | null;
  readonly sync_every_minutes: number | null;
  readonly created_at_ms: number;
  readonly secret_fields: string | null;
  readonly saved_at_ms: number | null;
  readonly last_complete_at_ms: number | null;
}

export const connectionReads: ReadTable<'connections.list'> = {
  'connections.list': (context) => {
    const rows = context.db.all<ConnectionRow>(
      `SELECT c.*, s.fields AS secret_fields, s.saved_at_ms,
         (SELECT max(p.last_complete_at_ms) FROM stream_position p WHERE p.connection_id = c.id) AS last_complete_at_ms
       FROM connection c LEFT JOIN saved_secret s ON s.connection_id = c.id
       WHERE c.removed_at_ms IS NULL ORDER BY c.name_key`,
    );
    return rows.map((row) => rowToConnection(context, row));
  },
};

type ConnectionWriteName = 'connections.add' | 'connections.update' | 'connections.secretSaved' | 'connections.remove';

export const connectionWrites: WriteTable<ConnectionWriteName> = {
  'connections.add': ({ db, changes }, input) => {
    refuseTakenName(db, input.name, null);
    db.insert(
      `INSERT INTO connection(uid, name, name_key, vendor, site, base_url, options, created_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      input.id,
      input.name,
      foldName(input.name),
      input.vendor,
      input.site,
      input.baseUrl,
      JSON.stringify(input.options),
      input.createdAtMs,
    );
    changes.touch('connections');
    return null;
  },
  'connections.update': ({ db, changes }, input) => {
    const row = requireConnection(db, input.id);
    if (input.name !== undefined && input.name !== row.name) {
      refuseTakenName(db, input.name, row.id);
      db.run('UPDATE connection SET name = ?, name_key = ? WHERE id = ?', input.name, foldName(input.name), row.id);
      // Indicators show the names of their connections.
      changes.touch('indicators');
    }
    if (input.options !== undefined) {
      db.run('UPDATE connection SET options = ? WHERE id = ?', JSON.stringify(input.options), row.id);
      forgetChangedStreams(db, row, input.options);
    }
    if (input.retentionDays !== undefined) {
      db.run('UPDATE connection SET retention_days = ? WHERE id = ?', input.retentionDays, row.id);
    }
    if (input.syncEveryMinutes !== undefined) {
      db.run('UPDATE connection SET sync_every_minutes = ? WHERE id = ?', input.syncEveryMinutes, row.id);
    }
    const site = input.site === undefined ? row.site : input.site;
    const baseUrl = input.baseUrl === undefined ? row.base_url : input.baseUrl;
    if (site !== row.site || baseUrl !== row.base_url) {
      db.run('UPDATE connection SET site = ?, base_url = ? WHERE id = ?', site, baseUrl, row.id);
      forgetPosition(db, row.id, null);
    }
    changes.touch('connections');
    return null;
  },
  'connections.secretSaved': ({ db, changes }, { id, fields, atMs }) => {
    const row = requireConnection(db, id);
    // What one key has used up says nothing of another.
    db.run('DELETE FROM rate_budget WHERE connection_id = ?', row.id);
    if (fields === null) db.run('DELETE FROM saved_secret WHERE connection_id = ?', row.id);
    else {
      db.run(
        `INSERT INTO saved_secret(connection_id, fields, saved_at_ms) VALUES (?, ?, ?)
         ON CONFLICT(connection_id) DO UPDATE SET fields = excluded.fields, saved_at_ms = excluded.saved_at_ms`,
        row.id,
        JSON.stringify(fields),
        atMs,
      );
    }
    changes.touch('connections');
    return null;
  },
  'connections.remove': ({ db, changes }, { id, purge, atMs }) => {
    const row = requireConnection(db, id);
    db.run('UPDATE connection SET removed_at_ms = ?, removal = ? WHERE id = ?', atMs, purge ? 'purge' : 'gone', row.id);
    db.run('DELETE FROM saved_secret WHERE connection_id = ?', row.id);
    forgetPosition(db, row.id, null);
    changes.touch('connections');
    return null;
  },
};

/** The row of a connection that is in use. @throws StoreFault `state.notFound`. */
export function requireConnection(db: ReadConnection, id: ConnectionId): ConnectionRow {
  const row = db.get<ConnectionRow>('SELECT * FROM connection WHERE uid = ? AND removed_at_ms IS NULL', id);
  if (row === undefined) throw new StoreFault('state.notFound', 'There is no such connection any more.');
  return row;
}

/** Row id of a stream of a connection; made when it is missing. */
export function ensureStream(db: WriteConnection, connectionId: ConnectionId, stream: string): number {
  const { id } = requireConnection(db, connectionId);
  const known = db.value<number>('SELECT id FROM stream_position WHERE connection_id = ? AND stream = ?', id, stream);
  return known ?? db.insert('INSERT INTO stream_position(connection_id, stream) VALUES (?, ?)', id, stream);
}

/** Throws away the unfinished walk of a stream; its checkpoint stays. */
export function dropWalk(db: WriteConnection, streamId: number): void {
  db.run('UPDATE stream_position SET cursor = NULL, total = NULL WHERE id = ?', streamId);
  db.run('DELETE FROM walk_page WHERE stream_id = ?', streamId);
}

/** What a stream asks for decides what it is complete of: with other options, or at another place, it begins anew. */
function forgetChangedStreams(db: WriteConnection, row: ConnectionRow, options: StreamOptions): void {
  const before = parseOptions(row.options);
  const names = db.all<{ id: number; stream: string }>(
    'SELECT id, stream FROM stream_position WHERE connection_id = ?',
    row.id,
  );
  for (const { id, stream } of names) {
    if (sortedText(before[stream] ?? {}) !== sortedText(options[stream] ?? {})) forgetPosition(db, row.id, id);
  }
}

function forgetPosition(db: WriteConnection, connectionRow: number, streamId: number | null): void {
  const streams =
    streamId === null
      ? db.column<number>('SELECT id FROM stream_position WHERE connection_id = ?', connectionRow)
      : [streamId];
  for (const id of streams) {
    dropWalk(db, id);
    db.run('UPDATE stream_position SET checkpoint = NULL WHERE id = ?', id);
  }
}

function refuseTakenName(db: ReadConnection, name: string, except: number | null): void {
  const holder = db.value<number>(
    'SELECT id FROM connection WHERE name_key = ? AND removed_at_ms IS NULL',
    foldName(name),
  );
  if (holder !== undefined && holder !== except) {
    throw new StoreFault('state.conflict', 'Another connection has this name already.', {
      suggestion: 'Choose another name.',
    });
  }
}

function rowToConnection(context: ReadContext, row: ConnectionRow): StoredConnection {
  return {
    id: row.uid,
    name: row.name,
    vendor: row.vendor,
    site: row.site,
    baseUrl: row.base_url,
    options: parseOptions(row.options),
    retentionDays: row.retention_days,
    syncEveryMinutes: row.sync_every_minutes,
    createdAtMs: row.created_at_ms,
    savedSecret:
      row.secret_fields === null || row.saved_at_ms === null
        ? null
        : { fields: parseNames(row.secret_fields), savedAtMs: row.saved_at_ms },
    lastCompleteAtMs: row.last_complete_at_ms,
    latestRuns: readLatestRuns(context, row.id),
  };
}

function parseOptions(text: string): StreamOptions {
  const options: Record<string, Record<string, string | number | boolean>> = {};
  for (const [stream, values] of Object.entries(parseObject(text))) {
    if (typeof values !== 'object' || values === null) continue;
    const kept = Object.entries(values).filter((entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
    );
    options[stream] = Object.fromEntries(kept);
  }
  return options;
}

function parseNames(text: string): readonly string[] {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter((name) => typeof name === 'string') : [];
}

function parseObject(text: string): object {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? parsed : {};
}

function sortedText(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(values).sort(([left], [right]) => (left < right ? -1 : 1)));
}
