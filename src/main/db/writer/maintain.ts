import type { Transactions } from './transactions.ts';

/** How many of the last changes are kept for those who follow along; whoever is further behind starts anew. */
const changesKept = 200_000;
/** Most that one round removes: about 20 ms. */
const pruneLimit = 20_000;

/** Housekeeping, a few milliseconds: prunes the change log, lets SQLite look after its statistics, shrinks the WAL. */
export function maintain(transactions: Transactions, copyLog: () => void): void {
  const { db } = transactions;
  // A checkpoint into files that were cut off would only spoil what they still hold.
  transactions.checkFiles();
  const excess = Math.min((db.value<number>('SELECT count(*) FROM change') ?? 0) - changesKept, pruneLimit);
  if (excess > 0) {
    transactions.run(false, () =>
      db.run(
        'DELETE FROM change WHERE (seq, indicator_id) IN (SELECT seq, indicator_id FROM change ORDER BY seq LIMIT ?)',
        excess,
      ),
    );
  }
  // Marks of sequence numbers that are no longer in the log, but the last of them, which numbers in it refer to.
  const unused = `seq < (SELECT max(seq) FROM lineage WHERE seq <= (SELECT min(seq) FROM change))`;
  if (db.value(`SELECT 1 FROM lineage WHERE ${unused} LIMIT 1`) !== undefined) {
    transactions.run(false, () => db.run(`DELETE FROM lineage WHERE ${unused}`));
  }
  db.database.pragma('optimize');
  copyLog();
}
