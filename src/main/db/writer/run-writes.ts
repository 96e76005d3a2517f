import type { StoreWrites } from '#main/services/ports/store.ts';
import { toFaultWire } from '../fault.ts';
import type { Ingest } from '../ingest/ingest.ts';
import { inheritRejected } from '../ingest/rejected.ts';
import { dropWalk, ensureStream } from '../operations/connections.ts';
import { finishRun, insertRun, readPosition, readRun } from '../operations/runs.ts';
import type { Transactions } from './transactions.ts';

/** Opens a run of a stream and says where it stands. */
export function startRun(
  transactions: Transactions,
  input: StoreWrites['runs.start']['input'],
): StoreWrites['runs.start']['output'] {
  return transactions.run(true, (changes) => {
    const { db } = transactions;
    const streamId = ensureStream(db, input.connectionId, input.stream);
    if (input.restart) dropWalk(db, streamId);
    const position = readPosition(db, input.connectionId, input.stream);
    const runId = insertRun(db, streamId, input.atMs);
    if (position.cursor !== null) inheritRejected(db, streamId, runId);
    changes.touch('connections');
    return { runId, position };
  });
}

/**
 * Closes a run. When a slice of it failed after its pages were answered, the run has failed, whatever the caller thought:
 * the outcome says so, and the counts are those of what is stored.
 */
export function endRun(
  transactions: Transactions,
  ingest: Ingest,
  input: StoreWrites['runs.finish']['input'],
): StoreWrites['runs.finish']['output'] {
  const fault = ingest.takeFault(input.runId);
  const wire = fault === undefined ? undefined : toFaultWire(fault);
  const run =
    wire === undefined || input.run.status === 'cancelled' || input.run.status === 'failed'
      ? input.run
      : { ...input.run, status: 'failed' as const, error: { code: wire.code, message: wire.message } };
  return transactions.run(true, (changes) => {
    finishRun(transactions.db, input.runId, run);
    changes.touch('connections');
    return readRun(transactions.db, input.runId);
  });
}
