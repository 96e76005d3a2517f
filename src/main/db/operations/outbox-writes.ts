import type { NewOutboxItem, OutboxChange } from '#main/services/ports/store/outbox.ts';
import { StoreFault } from '../fault.ts';
import type { WriteContext, WriteTable } from './operation.ts';

type OutboxWriteName = 'outbox.add' | 'outbox.change' | 'outbox.move' | 'outbox.takeBack' | 'outbox.drop';

/** Positions are whole numbers in the order of sending; gaps do not matter. */
export const outboxWrites: WriteTable<OutboxWriteName> = {
  'outbox.add': (context, { items, atMs }) => items.map((item) => addItem(context, item, atMs)),
  'outbox.change': (context, { changes, atMs }) =>
    changes.filter((change) => changeItem(context, change, atMs)).map(({ id }) => id),
  'outbox.move': ({ db, changes }, { id, beforeId }) => {
    const order = db.column<number>('SELECT id FROM outbox_item ORDER BY position, id').filter((one) => one !== id);
    const at = beforeId === null ? order.length : order.indexOf(beforeId);
    const isThere = db.value('SELECT 1 FROM outbox_item WHERE id = ?', id) !== undefined;
    if (!isThere || at === -1) throw new StoreFault('state.notFound', 'There is no such queued change.');
    for (const [position, one] of order.toSpliced(at, 0, id).entries()) {
      db.run('UPDATE outbox_item SET position = ? WHERE id = ?', position, one);
    }
    changes.touch('outbox');
    return null;
  },
  'outbox.takeBack': ({ db, changes }, { ids }) => {
    const dropped = db.run(
      `DELETE FROM outbox_item
       WHERE state = 'queued' AND changed_at_ms = created_at_ms AND id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    if (dropped > 0) changes.touch('outbox');
    const kept = db.value<number>(
      'SELECT count(*) FROM outbox_item WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    );
    return { dropped, kept: kept ?? 0 };
  },
  'outbox.drop': ({ db, changes }, { ids }) => {
    const dropped = db.run(
      `DELETE FROM outbox_item WHERE state <> 'sending' AND id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    if (dropped > 0) changes.touch('outbox');
    return { dropped };
  },
};

function addItem({ db, changes }: WriteContext, item: NewOutboxItem, atMs: number): number {
  const connection = db.value<number>(
    'SELECT id FROM connection WHERE uid = ? AND removed_at_ms IS NULL',
    item.connectionId,
  );
  if (connection === undefined) throw new StoreFault('state.notFound', 'There is no such connection.');
  changes.touch('outbox');
  return db.insert(
    `INSERT INTO outbox_item(connection_id, indicator_id, operation, state, created_at_ms, changed_at_ms, base, change,
       position)
     VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM outbox_item))`,
    connection,
    item.indicatorId,
    item.operation,
    atMs,
    atMs,
    item.base,
    item.change,
  );
}

/** @returns whether it was in a state from which it may change. */
function changeItem({ db, changes }: WriteContext, change: OutboxChange, atMs: number): boolean {
  const row = db.get<OutboxValues>(
    `SELECT state, reason, base, change, result FROM outbox_item
     WHERE id = ? AND state IN (SELECT value FROM json_each(?))`,
    change.id,
    JSON.stringify(change.from),
  );
  if (row === undefined || (change.expected !== undefined && change.expected !== row.change)) return false;
  const next = { ...row, ...withoutUndefined(change) };
  db.run(
    'UPDATE outbox_item SET state = ?, reason = ?, base = ?, change = ?, result = ?, changed_at_ms = ? WHERE id = ?',
    next.state,
    next.reason,
    next.base,
    next.change,
    next.result,
    atMs,
    change.id,
  );
  changes.touch('outbox');
  return true;
}

interface OutboxValues {
  readonly state: string;
  readonly reason: string | null;
  readonly base: string | null;
  readonly change: string;
  readonly result: string | null;
}

function withoutUndefined({ state, reason, base, change, result }: OutboxChange): Partial<OutboxValues> {
  return Object.fromEntries(
    Object.entries({ state, reason, base, change, result }).filter(([, value]) => value !== undefined),
  );
}
