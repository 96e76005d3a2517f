import type { ActTable, AuditedName } from './acts.ts';
import { countOf, tellList, tellText } from './tell.ts';

/** What became of changes for vendors. */
export const outboxActs: ActTable<Extract<AuditedName, `outbox.${string}`>> = {
  'outbox.add': (db, { input: { items, by, atMs }, output }) => {
    const [first] = items;
    if (first === undefined) return null;
    const connection = db.value<string>('SELECT name FROM connection WHERE uid = ?', first.connectionId) ?? '';
    return {
      by,
      atMs,
      number: null,
      text: `${countOf(output.length, 'change')} queued for ${connection}: ${first.operation}.`,
      detail: {
        connection,
        changes: tellList(
          items.map(({ operation, change }, index) => ({
            id: output[index] ?? null,
            operation,
            change: tellText(change),
          })),
        ),
      },
    };
  },
  'outbox.change': (_db, { input: { changes, by, atMs }, output }) => {
    const made = changes.filter(({ id }) => output.includes(id));
    const states = [...new Set(made.map(({ state }) => state ?? 'edited'))];
    const subject = made.length === 1 ? `Change ${made[0]?.id}` : countOf(made.length, 'change');
    return {
      by,
      atMs,
      number: null,
      text: `${subject}: ${states.join(', ')}.`,
      detail: {
        changes: tellList(
          made.map(({ id, state, reason, change, result }) => ({
            id,
            state: state ?? null,
            reason: tellText(reason ?? null),
            change: tellText(change ?? null),
            result: tellText(result ?? null),
          })),
        ),
      },
    };
  },
  'outbox.move': (_db, { input: { id, beforeId, by, atMs } }) => ({
    by,
    atMs,
    number: null,
    text: beforeId === null ? `Change ${id} moved to the end.` : `Change ${id} moved before ${beforeId}.`,
    detail: { id, beforeId },
  }),
  'outbox.takeBack': (_db, { input: { ids, by, atMs }, output: { dropped } }) =>
    dropped === 0
      ? null
      : {
          by,
          atMs,
          number: null,
          text: `${countOf(dropped, 'change')} taken back, unsent.`,
          detail: { asked: tellList([...ids]), dropped },
        },
  'outbox.drop': (_db, { input: { ids, by, atMs }, output: { dropped } }) => ({
    by,
    atMs,
    number: null,
    text: `${countOf(dropped, 'change')} dropped from the outbox.`,
    detail: { asked: tellList([...ids]), dropped },
  }),
};
