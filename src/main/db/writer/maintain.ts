import type { Transactions } from './transactions.ts';

/** How many of the last changes are kept for those who follow along; whoever is further behind starts anew. */
const changesKept = 200_000;
/** Most that one round removes: about 20 ms. */
const pruneLimit = 20_000;

/** Housekeeping, a few milliseconds: prunes the change log, lets SQLite look after its statistics, shrinks the WAL. */
export function maintain(transactions: Transactions): void {
  const { db } = transactions;
  const excess = Math.min((db.value<number>('SELECT count(*) FROM change') ?? 0) - changesKept, pruneLimit);
  if (excess > 0) {
    transactions.run(false, () =>
      db.run(
        'DELETE FROM change WHERE (seq, indicator_id) IN (SELECT seq, indicator_id FROM change ORDER BY seq LIMIT ?)',
        excess,
      ),
    );
  }
  db.database.pragma('optimize');
  db.database.pragma('wal_checkpoint(PASSIVE)');
}
