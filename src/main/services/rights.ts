/** What keys turned out not to be allowed: kept, so that a read-only key is not offered what it cannot do. */
import type { VendorOperation } from '#main/vendors/operation.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { AnswerName } from './ports/store/answers.ts';
import type { Store } from './ports/store.ts';

/** The answers of this name are refusals, one per right. */
const denials = 'denied';

const nameOf = (connectionId: ConnectionId, { scope }: Pick<VendorOperation, 'scope'>): AnswerName => ({
  connectionId,
  operation: denials,
  key: scope,
});

/** An operation that failed, and with what. */
interface FailedOperation {
  readonly connectionId: ConnectionId;
  readonly operation: Pick<VendorOperation, 'name' | 'scope'>;
  readonly error: AppError;
  readonly atMs: number;
}

/** Keeps that a vendor refused an operation for want of a right; any other error says nothing of rights. */
export async function noteDenial(store: Store, failed: FailedOperation): Promise<void> {
  const { connectionId, operation, error, atMs } = failed;
  if (error.finding !== 'missingScope') return;
  const reason = `The key lacks the right ${operation.scope}; ${operation.name} was refused.`;
  await store.write('answers.save', { ...nameOf(connectionId, operation), answer: JSON.stringify(reason), atMs });
}

/**
 * A call that needs the right went through: it is there (again). Never throws: the vendor has done what was asked, and whoever
 * is told of an error would ask again; the note is made after the next call.
 */
export async function noteRight(
  store: Store,
  {
    connectionId,
    operation,
  }: { readonly connectionId: ConnectionId; readonly operation: Pick<VendorOperation, 'scope'> },
): Promise<void> {
  await dropDenial(store, connectionId, operation).catch(() => undefined);
}

/** Forgets that a right was missing, for the whole of what needs it. */
export async function dropDenial(
  store: Store,
  connectionId: ConnectionId,
  operation: Pick<VendorOperation, 'scope'>,
): Promise<void> {
  if ((await readDenial(store, connectionId, operation)) === null) return;
  await store.write('answers.forget', { ...nameOf(connectionId, operation) });
}

/** Why an operation would be refused, as far as is known; null where nothing speaks against it. */
export async function readDenial(
  store: Store,
  connectionId: ConnectionId,
  operation: Pick<VendorOperation, 'scope'>,
): Promise<string | null> {
  const kept = await store.read('answers.get', nameOf(connectionId, operation));
  const reason: unknown = kept === null ? null : JSON.parse(kept.answer);
  return typeof reason === 'string' ? reason : null;
}

/** Another key: what the last one was not allowed says nothing of it. */
export async function forgetDenials(
  store: Store,
  connectionId: ConnectionId,
  { operations }: Pick<VendorModule, 'operations'>,
): Promise<void> {
  const byScope = new Map(operations.map((operation) => [operation.scope, operation]));
  for (const operation of byScope.values()) await dropDenial(store, connectionId, operation);
}
