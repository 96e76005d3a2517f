import type { OperationInput } from '#main/vendors/operation.ts';
import type { VendorPush } from '#main/vendors/push.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { OutboxItem } from '#shared/model/outbox.ts';
import { findPush } from './find-push.ts';

/** A queued change with its input, as a push takes it. */
export interface PushItem {
  readonly item: OutboxItem;
  readonly change: OperationInput;
}

/** Changes that go in one call. */
export interface Batch {
  readonly push: VendorPush;
  readonly items: readonly PushItem[];
}

/**
 * Puts queued changes into calls: neighbours of one operation and group share one, the order stays. Pure.
 * @throws AppError `input.invalid` for an operation of another build.
 */
export function formBatches(module: VendorModule, items: readonly OutboxItem[]): readonly Batch[] {
  const batches: { push: VendorPush; group: string | null; items: PushItem[] }[] = [];
  for (const item of items) {
    const push = findPush(module, item.operation);
    const change = readChange(item);
    const group = push.groupKey(change);
    const last = batches.at(-1);
    const fits = last?.push === push && group !== null && last.group === group && last.items.length < push.batchSize;
    if (fits) last.items.push({ item, change });
    else batches.push({ push, group, items: [{ item, change }] });
  }
  return batches;
}

/** The change of an item as an operation's input. */
export function readChange({ id, change }: OutboxItem): OperationInput {
  if (typeof change === 'object' && change !== null && !Array.isArray(change)) return change as OperationInput;
  throw new AppError('storage.corrupt', `The queued change ${id} cannot be read.`);
}
