import type { StoreReads, StoreWrites } from '#main/services/ports/store.ts';
import type { ReadTable, WriteTable } from './operation.ts';

export const answerReads: ReadTable<'answers.get' | 'budgets.get'> = {
  'budgets.get': ({ db }, { id }) =>
    db.value<string>(
      'SELECT b.state FROM rate_budget b JOIN connection c ON c.id = b.connection_id WHERE c.uid = ?',
      id,
    ) ?? null,
  'answers.get': ({ db }, { connectionId, operation, key }) => {
    const row = db.get<{ answer: string; fetched_at_ms: number }>(
      `SELECT a.answer, a.fetched_at_ms FROM vendor_answer a JOIN connection c ON c.id = a.connection_id
       WHERE c.uid = ? AND a.operation = ? AND a.key = ?`,
      connectionId,
      operation,
      key,
    );
    const found: StoreReads['answers.get']['output'] =
      row === undefined ? null : { answer: row.answer, fetchedAtMs: row.fetched_at_ms };
    return found;
  },
};

export const answerWrites: WriteTable<'answers.save' | 'answers.forget' | 'budgets.save'> = {
  'budgets.save': ({ db }, { id, state, atMs }) => {
    db.run(
      `INSERT INTO rate_budget(connection_id, state, saved_at_ms) SELECT id, ?, ? FROM connection WHERE uid = ?
       ON CONFLICT(connection_id) DO UPDATE SET state = excluded.state, saved_at_ms = excluded.saved_at_ms`,
      state,
      atMs,
      id,
    );
    return null;
  },
  'answers.forget': ({ db, changes }, { connectionId, operation, key }) => {
    const gone = db.run(
      `DELETE FROM vendor_answer WHERE operation = ? AND key = ?
         AND connection_id = (SELECT id FROM connection WHERE uid = ?)`,
      operation,
      key,
      connectionId,
    );
    if (gone > 0) changes.touch('connections');
    return null;
  },
  'answers.save': ({ db, changes }, input: StoreWrites['answers.save']['input']) => {
    db.run(
      `INSERT INTO vendor_answer(connection_id, operation, key, answer, fetched_at_ms)
       SELECT id, ?, ?, ?, ? FROM connection WHERE uid = ?
       ON CONFLICT(connection_id, operation, key) DO UPDATE
         SET answer = excluded.answer, fetched_at_ms = excluded.fetched_at_ms`,
      input.operation,
      input.key,
      input.answer,
      input.atMs,
      input.connectionId,
    );
    changes.touch('connections');
    return null;
  },
};
