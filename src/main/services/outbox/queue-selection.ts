import type { OperationInput } from '#main/vendors/operation.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { findOperation, parseOperationInput } from '../operations/operation-input.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { NewOutboxItem } from '../ports/store/outbox.ts';
import type { Store } from '../ports/store.ts';
import type { SearchService, Selection } from '../search-service.ts';
import { findPush } from './find-push.ts';
import { mostChanges, planChanges } from './queue-change.ts';

/** What is to be written for indicators of the cache: `fields` are the same for all of them. */
export interface SelectionWrite {
  readonly selection: Selection;
  readonly operation: string;
  readonly fields: OperationInput;
}

/** Indicators read at once. */
const batchSize = 200;

/**
 * Queued changes for a selection; indicators that the write does not concern, and those where the vendor's record says so
 * already, are counted as skipped.
 * @throws AppError `input.invalid`, `input.tooLarge`.
 */
export async function planSelection(
  { store, search }: { readonly store: Store; readonly search: Pick<SearchService, 'resolve'> },
  { connection, module }: { readonly connection: StoredConnection; readonly module: VendorModule },
  { selection, operation: name, fields }: SelectionWrite,
): Promise<{ readonly items: readonly NewOutboxItem[]; readonly skipped: number }> {
  const operation = findOperation(module, name);
  const push = findPush(module, operation.name);
  const { fromIndicator } = push;
  if (fromIndicator === undefined) throw new AppError('input.invalid', `${name} is not about indicators.`);
  const ids = await search.resolve(selection);
  if (ids.length > mostChanges) throw new AppError('input.tooLarge', `At most ${mostChanges} indicators at a time.`);
  const changes: OperationInput[] = [];
  for (let at = 0; at < ids.length; at += batchSize) {
    const details = await store.read('indicators.details', { ids: ids.slice(at, at + batchSize) });
    for (const detail of details) {
      const change = fromIndicator(pick(detail, connection.name), fields);
      if (change !== null) changes.push(parseOperationInput(operation, change));
    }
  }
  const planned = await planChanges(store, connection, { push, changes });
  const items = planned.filter((item, index) => {
    const base: unknown = item.base === null ? null : JSON.parse(item.base);
    return push.isSettled?.(changes[index] ?? {}, base) !== true;
  });
  return { items, skipped: ids.length - items.length };
}

function pick({ type, value, state, observationList }: IndicatorDetail, connection: string) {
  const record = observationList.find((one) => one.connection === connection && one.goneAtMs === null);
  return { type, value, isReviewed: state === 'reviewed', vendorKey: record?.vendorKey ?? null };
}
