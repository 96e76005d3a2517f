import { enterChange } from '#main/domain/quota-count.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { type QuotaCount, quotaCountSchema } from '#shared/model/quota.ts';
import type { ReadConnection } from '../connection.ts';
import type { WriteTable } from './operation.ts';

/** Kept among the connection's answers, under a name that no operation has. */
const keptAs = 'quotas';

/** The counts change with every request, which is no news for a window: nothing is touched. */
export const quotaWrites: WriteTable<'quotas.enter'> = {
  'quotas.enter': ({ db }, { ids, rules, change, nowMs }) => {
    const kept = ids.map((id) => readCounts(db, id));
    const ledger = enterChange(rules, kept, { change, nowMs });
    for (const id of ids) {
      db.run(
        `INSERT INTO vendor_answer(connection_id, operation, key, answer, fetched_at_ms)
         SELECT id, ?, '', ?, ? FROM connection WHERE uid = ?
         ON CONFLICT(connection_id, operation, key) DO UPDATE
           SET answer = excluded.answer, fetched_at_ms = excluded.fetched_at_ms`,
        keptAs,
        JSON.stringify(ledger.counts),
        nowMs,
        id,
      );
    }
    return ledger;
  },
};

/** What cannot be read counts for nothing: the vendor tells again. */
function readCounts(db: ReadConnection, id: ConnectionId): readonly QuotaCount[] {
  const text = db.value<string>(
    `SELECT a.answer FROM vendor_answer a JOIN connection c ON c.id = a.connection_id
     WHERE c.uid = ? AND a.operation = ? AND a.key = ''`,
    id,
    keptAs,
  );
  return text === undefined ? [] : (quotaCountSchema.array().safeParse(JSON.parse(text)).data ?? []);
}
