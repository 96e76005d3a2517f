import type { AskVendor } from '#main/vendors/operation.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CallObserver } from '../ports/vendor-session.ts';
import type { VendorAccount } from '../vendor-accounts.ts';
import { callNoting, type RightsNotes } from './call-noting.ts';
import { findOperation, parseOperationInput } from './operation-input.ts';

/** How a module asks its vendor by its own reads, over an open account. */
export function askThrough(
  notes: RightsNotes,
  account: VendorAccount,
  watch: { readonly signal: AbortSignal; readonly observer?: CallObserver },
): AskVendor {
  return async (name, input) => {
    const operation = findOperation(account.module, name);
    const call = { ...watch, operation, input: parseOperationInput(operation, input) };
    return (await callNoting(notes, account, call)).output;
  };
}

/** The same, for the stated reads only: what a module says that it asks is all that it asks. */
export function onlyReads(ask: AskVendor, { reads }: { readonly reads: readonly string[] }): AskVendor {
  return async (name, input) => {
    if (!reads.includes(name)) throw new AppError('internal.bug', `${name} is asked without being stated.`);
    return ask(name, input);
  };
}
