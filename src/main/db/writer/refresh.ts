import { IndicatorWriter } from '../ingest/indicator-writer.ts';
import type { Transactions } from './transactions.ts';

/** Indicators rolled up per transaction: about 20 ms. */
const batchSize = 500;

/**
 * Rolls up anew what has changed by the mere passing of time, because an observation expired; one batch.
 *
 * @returns whether there may be more.
 */
export function refreshDue(transactions: Transactions, nowMs: number): boolean {
  const due = (): number[] =>
    transactions.db.column<number>('SELECT id FROM indicator WHERE rollup_due_at_ms <= ? LIMIT ?', nowMs, batchSize);
  if (due().length === 0) return false;
  return transactions.run(false, (changes) => {
    const ids = due();
    const writer = new IndicatorWriter(transactions.db, changes, nowMs);
    for (const id of ids) writer.markDirty(id);
    writer.flush();
    return ids.length === batchSize;
  });
}
