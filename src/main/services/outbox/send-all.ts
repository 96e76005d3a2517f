import { AppError } from '#shared/errors/app-error.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { OutboxItem, OutboxState, SendOutcome } from '#shared/model/outbox.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { Store } from '../ports/store.ts';
import { sign } from '../signature.ts';
import type { VendorAccounts } from '../vendor-accounts.ts';
import { formBatches } from './batches.ts';
import { type SendJob, type SendParts, sendBatch } from './send-batch.ts';

export interface SendAllParts extends SendParts {
  readonly accounts: VendorAccounts;
  readonly connections: { find(idOrName: string): Promise<StoredConnection> };
}

/**
 * Sends items, connections side by side, each one's in order. What stops one connection does not stop the others.
 * @throws AppError `internal.cancelled` when nothing else stopped one; else that is told.
 */
export async function sendAll(
  parts: SendAllParts,
  items: readonly OutboxItem[],
  signal: AbortSignal,
): Promise<SendOutcome> {
  const groups = [...Map.groupBy(items, ({ connectionId }) => connectionId)];
  const ends = await Promise.all(groups.map(([id, own]) => sendConnection(parts, { id, items: own, signal })));
  const stopped = ends.filter((one) => one !== undefined);
  if (signal.aborted && stopped.length === 0)
    throw new AppError('internal.cancelled', 'Cancelled; what was not sent stays queued.');
  return { counts: await countStates(parts.store, items), stopped };
}

interface ConnectionPush {
  readonly id: ConnectionId;
  readonly items: readonly OutboxItem[];
  readonly signal: AbortSignal;
}

/** @returns what stopped it; undefined when all were sent or settled, or it was cancelled. */
async function sendConnection(
  parts: SendAllParts,
  push: ConnectionPush,
): Promise<SendOutcome['stopped'][number] | undefined> {
  const { id, items, signal } = push;
  const [{ connection } = { connection: '' }] = items;
  try {
    const lease = await parts.store.leaseConnection(id, 'push');
    try {
      await sendLeased(parts, push);
    } finally {
      await lease.release();
    }
    return undefined;
  } catch (error) {
    // That it was cancelled is told for all of them.
    if (isCancellation(error, signal)) return undefined;
    if (!(error instanceof AppError)) throw error;
    return { connection, code: error.code, message: explain(error) };
  }
}

/** What calls and waits end with because of the signal, and nothing that went wrong beside it. */
function isCancellation(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  if (error === signal.reason) return true;
  return error instanceof AppError ? error.code === 'internal.cancelled' : isAbortError(error);
}

function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

async function sendLeased(parts: SendAllParts, { id, items, signal }: ConnectionPush): Promise<void> {
  const { store } = parts;
  await markLost(parts, id);
  const ids = items.map((item) => item.id);
  const open = await store.read('outbox.list', {
    connectionId: id,
    states: ['queued', 'failed', 'conflict', 'unknown'],
    ids,
  });
  // A conflict is decided by people: it is taken up again by basing it anew, not by sending it once more.
  const due = open.filter(({ state }) => state !== 'conflict');
  if (due.length === 0) return;
  const connection = await parts.connections.find(id);
  await parts.accounts.use(connection, async (account) => {
    const job: SendJob = { account, signal, written: new Map() };
    for (const batch of formBatches(account.module, due)) await sendBatch(parts, job, batch);
  });
}

/** With the lease in our hands nobody else sends: what is still marked so was left by a process that died. */
async function markLost(parts: SendParts, connectionId: ConnectionId): Promise<void> {
  const { store } = parts;
  const left = await store.read('outbox.list', { connectionId, states: ['sending'], ids: null });
  if (left.length === 0) return;
  const reason = 'Sightline ended before the outcome was known.';
  const changes = left.map(({ id }) => ({ id, from: ['sending'] as const, state: 'unknown' as const, reason }));
  await store.write('outbox.change', { changes, ...(await sign(parts)) });
}

async function countStates(store: Store, items: readonly OutboxItem[]): Promise<SendOutcome['counts']> {
  const now = await store.read('outbox.list', { connectionId: null, states: null, ids: items.map(({ id }) => id) });
  const counts: Record<OutboxState, number> = { queued: 0, sending: 0, sent: 0, failed: 0, conflict: 0, unknown: 0 };
  for (const { state } of now) counts[state] += 1;
  return counts;
}

function explain({ message, suggestion }: AppError): string {
  return suggestion === undefined ? message : `${message} ${suggestion}`;
}
