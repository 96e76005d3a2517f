import type { Transactions } from './transactions.ts';

/** Clocks differ by some minutes anyway, between computers that share a data folder. */
const toleranceMs = 5 * 60 * 1_000;

/**
 * Has roll-ups made anew that took a record for expired because this computer's clock was ahead when they were made. Nothing else
 * would: time passing makes records expire, never live again. Looks for such roll-ups, a second in a million records, only when a
 * sync says that it ran in the future.
 */
export function distrustFuture(transactions: Transactions, nowMs: number): void {
  const { db } = transactions;
  const future = 'SELECT 1 FROM sync_run WHERE max(started_at_ms, coalesce(finished_at_ms, 0)) > ? LIMIT 1';
  if (db.value(future, nowMs + toleranceMs) === undefined) return;
  transactions.run(false, () =>
    // A roll-up is due when the first of its living records expires: one that is due later has overlooked one.
    db.run(
      `UPDATE indicator SET rollup_due_at_ms = 0 WHERE id IN (
         SELECT o.indicator_id FROM observation o JOIN indicator i ON i.id = o.indicator_id
         WHERE o.expires_at_ms > ? AND o.gone_at_ms IS NULL AND coalesce(i.rollup_due_at_ms > o.expires_at_ms, 1))`,
      nowMs,
    ),
  );
}
