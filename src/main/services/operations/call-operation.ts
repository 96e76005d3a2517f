import type { HttpAnswer } from '#main/ports/ports.ts';
import type { OperationInput, VendorOperation } from '#main/vendors/operation.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import type { CallObserver, VendorSession } from '../ports/vendor-session.ts';

/** Watches nothing. */
const silentObserver: CallObserver = { requestSent: () => undefined, waiting: () => undefined };

/** An operation with its input, already parsed. */
export interface OperationCall {
  readonly operation: VendorOperation;
  readonly input: OperationInput;
  readonly signal: AbortSignal;
  /** Told what the calls cost; absent: nobody watches. */
  readonly observer?: CallObserver;
}

/** What a call came to. */
export interface OperationOutcome {
  /** What the vendor sent, members unknown to us included. */
  readonly output: unknown;
  /** The vendor refused (part of) it and said in the output what; `isPartial`: the rest was done. Null: all went well. */
  readonly refusal: { readonly error: AppError; readonly isPartial: boolean } | null;
}

/**
 * Makes the calls that an operation stands for, one after the other; only reads are repeated.
 * @throws AppError as `VendorSession.call`, for refusals that the operation does not read itself.
 */
export async function callOperation(
  account: { readonly module: VendorModule; readonly session: VendorSession },
  { operation, input, signal, observer = silentObserver }: OperationCall,
): Promise<OperationOutcome> {
  const options = {
    signal,
    observer,
    retry: operation.kind === 'read',
    isAnswer: (answer: HttpAnswer) => operation.isAnswer?.(answer) === true,
    scope: operation.scope,
  };
  const outputs: unknown[] = [];
  let refusal: OperationOutcome['refusal'] = null;
  for (const request of operation.requests(input)) {
    const read = await account.session.call(request, options, async (answer: HttpAnswer) => ({
      output: operation.read(answer),
      error: account.module.readError(answer),
      isPartial: answer.status >= 200 && answer.status < 300,
    }));
    outputs.push(read.output);
    if (read.error !== undefined) refusal ??= { error: read.error, isPartial: read.isPartial };
  }
  return { output: operation.join(outputs, input), refusal };
}
