import { AppError } from '#shared/errors/app-error.ts';
import { type FaultWire, toFaultWire } from '../fault.ts';

/** The store's own error as everyone else knows it. */
export function fromFaultWire(wire: FaultWire): AppError {
  return new AppError(wire.code, wire.message, {
    retryable: wire.retryable,
    ...(wire.suggestion === null ? {} : { suggestion: wire.suggestion }),
    // For the log only.
    ...(wire.detail === null ? {} : { cause: new Error(wire.detail) }),
  });
}

/** Anything thrown by a core in this thread, in the same words as from another. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : fromFaultWire(toFaultWire(error));
}
