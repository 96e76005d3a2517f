/**
 * What the vendor holds of changes that are to be sent. Where a call's outcome is unknown and its effect takes the vendor a while,
 * not seeing it yet does not mean that it will not come: then it is looked at again before anything is sent a second time.
 */
import type { Clock } from '#main/ports/ports.ts';
import type { VendorPush } from '#main/vendors/push.ts';
import { askThrough, onlyReads } from '../operations/ask-vendor.ts';
import type { Store } from '../ports/store.ts';
import type { VendorAccount } from '../vendor-accounts.ts';
import type { PushItem } from './batches.ts';

/** What is known of a change while it is being sent. */
export interface Standing {
  readonly pushed: PushItem;
  /** What the vendor held before it was sent. */
  readonly before: unknown;
  /** It was sent and nobody knows what became of it. */
  readonly isUnknown: boolean;
}

interface LookParts {
  readonly store: Store;
  readonly clock: Clock;
}

interface LookJob {
  readonly account: VendorAccount;
  readonly signal: AbortSignal;
}

interface OpenBatch {
  readonly push: VendorPush;
  readonly open: readonly Standing[];
}

/** Between two looks. */
const lookEveryMs = 1_000;

/** @returns what the vendor holds, per change in its order. @throws AppError when it cannot be asked. */
export async function lookAt(parts: LookParts, { account, signal }: LookJob, batch: OpenBatch) {
  const { push, open } = batch;
  const ask = onlyReads(askThrough(parts, account, { signal }), push);
  const changes = open.map(({ pushed }) => pushed.change);
  for (let leftMs = push.showsWithinMs ?? 0; ; leftMs -= lookEveryMs) {
    const current = await push.look(ask, changes);
    if (leftMs <= 0 || !isAwaited(batch, current)) return current;
    await parts.clock.sleep(lookEveryMs, signal);
  }
}

/** Whether a change may have been taken and does not show yet. */
function isAwaited({ push, open }: OpenBatch, current: readonly unknown[]): boolean {
  return open.some(
    ({ pushed, before, isUnknown }, index) =>
      isUnknown && !push.hasArrived(pushed.change, before, current[index] ?? null),
  );
}
