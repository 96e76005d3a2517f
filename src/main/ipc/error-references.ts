import type { Clock, Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** So long the same refusal of the same method is told with the same entry: a window may ask on with each key that is pressed. */
const repeatedWithinMs = 10_000;

/** Logs an error that a call of a method ended with; @returns the reference that finds the entry, null where there is none. */
export type ReferToError = (method: string, error: unknown) => string | null;

/**
 * What somebody may be shown gets an entry: our own mistakes and what the machine or a vendor is to blame for as a whole, a refusal
 * of what was asked by its code only, as its words may quote values. Being stopped is no error.
 */
export function createErrorReferences(
  logger: Pick<Logger, 'fail' | 'refer'>,
  clock: Pick<Clock, 'monotonicMs'>,
): ReferToError {
  /** By method and code, of which there are not many. */
  const last = new Map<string, { readonly reference: string | null; readonly atMs: number }>();
  return (method, error) => {
    if (!(error instanceof AppError) || !/^(?:input|state|export)\.|\.cancelled$/.test(error.code)) {
      return logger.fail('ipc.failed', error, { method });
    }
    if (error.code.endsWith('.cancelled')) return null;
    const [key, nowMs] = [`${method} ${error.code}`, clock.monotonicMs()];
    const before = last.get(key);
    if (before !== undefined && nowMs - before.atMs < repeatedWithinMs) return before.reference;
    const reference = logger.refer('ipc.refused', error, { method });
    last.set(key, { reference, atMs: nowMs });
    return reference;
  };
}
