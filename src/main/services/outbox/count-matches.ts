import { AppError } from '#shared/errors/app-error.ts';
import { type Matches, matchesSchema } from '#shared/model/outbox.ts';
import { askThrough, onlyReads } from '../operations/ask-vendor.ts';
import type { RightsNotes } from '../operations/call-noting.ts';
import { findOperation, parseOperationInput } from '../operations/operation-input.ts';
import type { VendorAccount } from '../vendor-accounts.ts';
import { findPush } from './find-push.ts';
import type { QueuedWrite } from './queue-change.ts';

/** Asks the vendor what a write by filter would concern now. @throws AppError `input.invalid` for a write of another kind. */
export async function countMatches(
  notes: RightsNotes,
  account: VendorAccount,
  { write, signal }: { readonly write: QueuedWrite; readonly signal: AbortSignal },
): Promise<Matches> {
  const { module } = account;
  const operation = findOperation(module, write.operation);
  const push = findPush(module, operation.name);
  const change = parseOperationInput(operation, write.input);
  if (push.isByFilter?.(change) !== true) {
    throw new AppError('input.invalid', `This ${operation.name} goes by ids, so there is nothing to count.`);
  }
  const [found] = await push.look(onlyReads(askThrough(notes, account, { signal }), push), [change]);
  return matchesSchema.parse(found);
}
