import type { OperationInput } from '#main/vendors/operation.ts';
import type { VendorPush } from '#main/vendors/push.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Matches } from '#shared/model/outbox.ts';
import { findOperation, parseOperationInput } from '../operations/operation-input.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { KnownRecord } from '../ports/store/indicators.ts';
import type { NewOutboxItem } from '../ports/store/outbox.ts';
import type { Store } from '../ports/store.ts';
import { findPush } from './find-push.ts';
import { noWords, readWords } from './tenant-words.ts';

/** Most changes in one act: what is queued is one transaction. */
export const mostChanges = 10_000;

/** A write as the user asks for it. */
export interface QueuedWrite {
  readonly operation: string;
  readonly input: unknown;
  /** What a write by filter was said to concern when it was agreed to. */
  readonly agreed?: Matches | null | undefined;
}

/**
 * Queued changes out of a write: one per row or id, each with the cached record that it is based on.
 * @throws AppError `input.invalid`: unknown operation or parameter, a read, a word that the tenant does not know.
 */
export async function planItems(
  store: Store,
  account: { readonly connection: StoredConnection; readonly module: VendorModule },
  write: QueuedWrite,
): Promise<readonly NewOutboxItem[]> {
  const { connection, module } = account;
  const push = findPush(module, findOperation(module, write.operation).name);
  const changes = splitInput(module, push, write.input);
  const items = await planChanges(store, connection, { push, changes });
  const { agreed = null } = write;
  if (agreed === null) return items;
  return items.map((item, index) =>
    push.isByFilter?.(changes[index] ?? {}) === true ? { ...item, base: JSON.stringify(agreed) } : item,
  );
}

/** Queued changes, each with the cached record that it is based on. @throws AppError `input.invalid`: a foreign word. */
export async function planChanges(
  store: Store,
  connection: StoredConnection,
  planned: PlannedChanges,
): Promise<readonly NewOutboxItem[]> {
  const { push, changes } = planned;
  await refuseForeignWords(store, connection, planned);
  const known = await readKnown(store, connection, { push, changes });
  return changes.map((change) => {
    const record = known.get(keyOf(push, change));
    // Read anew before it is sent: this is what the analyst saw.
    return {
      connectionId: connection.id,
      indicatorId: record?.indicatorId ?? null,
      operation: push.operation,
      base: record?.raw ?? null,
      change: JSON.stringify(change),
    };
  });
}

/** Splits before it checks: what a call takes at most says nothing about how much can be queued. */
function splitInput(module: VendorModule, push: VendorPush, input: unknown): readonly OperationInput[] {
  const operation = findOperation(module, push.operation);
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const parts = isObject ? push.split(input as OperationInput) : [];
  if (parts.length === 0) return [parseOperationInput(operation, input)];
  if (parts.length > mostChanges) throw new AppError('input.tooLarge', `At most ${mostChanges} changes at a time.`);
  return parts.map((part) => parseOperationInput(operation, part));
}

/** Changes that go the same way. */
export interface PlannedChanges {
  readonly push: VendorPush;
  readonly changes: readonly OperationInput[];
}

/** Holds changes against the tenant's words. @throws AppError `input.invalid` naming the row. */
export async function refuseForeignWords(
  store: Store,
  connection: Pick<StoredConnection, 'id'>,
  { push, changes }: PlannedChanges,
): Promise<void> {
  const words = (await readWords(store, connection))?.words ?? noWords;
  for (const [index, change] of changes.entries()) {
    const problem = push.checkWords(change, words);
    if (problem === undefined) continue;
    const place = changes.length > 1 ? ` row ${index + 1}` : '';
    throw new AppError('input.invalid', `${push.operation}${place}: ${problem}.`);
  }
}

/** Records read at once. */
const batchSize = 1_000;

async function readKnown(
  store: Store,
  { id }: StoredConnection,
  { push, changes }: PlannedChanges,
): Promise<ReadonlyMap<string, KnownRecord>> {
  const wanted = changes.map(push.basedOn).filter((one) => one !== null);
  const known = new Map<string, KnownRecord>();
  for (const [stream, ofStream] of Map.groupBy(wanted, (one) => one.stream)) {
    for (let at = 0; at < ofStream.length; at += batchSize) {
      const keys = ofStream.slice(at, at + batchSize).map(({ vendorKey }) => vendorKey);
      const records = await store.read('observations.byKey', { connectionId: id, stream, keys });
      for (const record of records) known.set(joinKey(stream, record.vendorKey), record);
    }
  }
  return known;
}

function keyOf(push: VendorPush, change: OperationInput): string {
  const based = push.basedOn(change);
  return based === null ? '' : joinKey(based.stream, based.vendorKey);
}

function joinKey(stream: string, vendorKey: string): string {
  return `${stream}\n${vendorKey}`;
}
