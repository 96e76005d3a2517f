import type { OutboxFilter } from '#main/services/ports/store/outbox.ts';
import type { ConnectionId, IndicatorId } from '#shared/model/ids.ts';
import type { OutboxItem, OutboxState } from '#shared/model/outbox.ts';
import type { ReadConnection } from '../connection.ts';
import type { ReadTable } from './operation.ts';

/** Longest list. */
const listLimit = 10_000;

interface OutboxRow {
  readonly id: number;
  readonly uid: ConnectionId;
  readonly connection: string;
  readonly vendor: string;
  readonly indicator_id: IndicatorId | null;
  readonly operation: string;
  readonly state: OutboxState;
  readonly reason: string | null;
  readonly created_at_ms: number;
  readonly changed_at_ms: number;
  readonly base: string | null;
  readonly change: string;
  readonly result: string | null;
}

export const outboxReads: ReadTable<'outbox.list' | 'outbox.counts'> = {
  'outbox.counts': ({ db }) => {
    const counts = { queued: 0, sending: 0, sent: 0, failed: 0, conflict: 0, unknown: 0 };
    for (const row of db.all<{ state: OutboxState; n: number }>(
      'SELECT state, count(*) AS n FROM outbox_item GROUP BY state',
    )) {
      counts[row.state] = row.n;
    }
    return counts;
  },
  'outbox.list': ({ db }, filter) => listItems(db, filter).map(rowToItem),
};

function listItems(
  db: ReadConnection,
  { connectionId, states, ids, offset = 0, limit = listLimit }: OutboxFilter,
): readonly OutboxRow[] {
  return db.all<OutboxRow>(
    `SELECT o.*, c.uid, c.name AS connection, c.vendor FROM outbox_item o JOIN connection c ON c.id = o.connection_id
     WHERE (? IS NULL OR c.uid = ?)
       AND (? IS NULL OR o.state IN (SELECT value FROM json_each(?)))
       AND (? IS NULL OR o.id IN (SELECT value FROM json_each(?)))
     ORDER BY o.position, o.id LIMIT ? OFFSET ?`,
    ...twice(connectionId),
    ...twice(states === null ? null : JSON.stringify(states)),
    ...twice(ids === null ? null : JSON.stringify(ids)),
    Math.min(limit, listLimit),
    offset,
  );
}

function twice(value: string | null): readonly [string | null, string | null] {
  return [value, value];
}

function rowToItem(row: OutboxRow): OutboxItem {
  return {
    id: row.id,
    connectionId: row.uid,
    connection: row.connection,
    vendor: row.vendor,
    indicatorId: row.indicator_id,
    operation: row.operation,
    state: row.state,
    reason: row.reason,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    base: parse(row.base),
    change: parse(row.change),
    result: parse(row.result),
  };
}

function parse(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
