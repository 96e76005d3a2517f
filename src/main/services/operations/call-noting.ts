import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Store } from '../ports/store.ts';
import { noteDenial, noteRight } from '../rights.ts';
import type { VendorAccount } from '../vendor-accounts.ts';
import { callOperation, type OperationCall, type OperationOutcome } from './call-operation.ts';

/** Where it is kept what a key was refused. */
export interface RightsNotes {
  readonly store: Store;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Calls, and keeps what that shows of the key's rights. @throws AppError as {@link callOperation}. */
export async function callNoting(
  { store, clock }: RightsNotes,
  account: VendorAccount,
  call: OperationCall,
): Promise<OperationOutcome> {
  const { operation } = call;
  const { id: connectionId } = account.connection;
  try {
    const outcome = await callOperation(account, call);
    await noteRight(store, { connectionId, operation });
    return outcome;
  } catch (error) {
    if (error instanceof AppError) await noteDenial(store, { connectionId, operation, error, atMs: clock.nowMs() });
    throw error;
  }
}
