import * as z from 'zod';
import { type ErrorCode, errorCodes } from './codes.ts';
import { nextStepOf } from './explanations.ts';
import type { FindingKind } from './finding-kinds.ts';

/** What else an {@link AppError} can carry; all of it optional. */
export interface AppErrorDetails {
  /** Whether the same call may succeed later without anything being changed. Default false. */
  readonly retryable?: boolean;
  /** Earliest useful repetition, milliseconds from now. */
  readonly retryAfterMs?: number;
  /** What went wrong underneath; for the log only, never shown or sent. */
  readonly cause?: unknown;
  /** 1-based column of the offending text, for input that has columns (queries). */
  readonly column?: number;
  /** What to write instead, or do next. */
  readonly suggestion?: string;
  /** HTTP status with which a vendor refused a request; for decisions, stays on its side of a bridge. */
  readonly vendorStatus?: number;
  /** What exactly is wrong with a connection; for its test, stays on its side of a bridge. */
  readonly finding?: FindingKind | undefined;
  /** Finds the full entry in the log; only on the side of a bridge that received the error. */
  readonly reference?: string;
}

/** The one error type of the application: its message may be shown to the user as it is. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly column: number | undefined;
  readonly suggestion: string | undefined;
  readonly vendorStatus: number | undefined;
  readonly finding: FindingKind | undefined;
  readonly reference: string | undefined;

  /** @param message user-safe: no path, SQL, URL query, secret or vendor body in it. */
  constructor(code: ErrorCode, message: string, details: AppErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.column = details.column;
    this.suggestion = details.suggestion;
    this.vendorStatus = details.vendorStatus;
    this.finding = details.finding;
    this.reference = details.reference;
  }
}

/** What of an error crosses a bridge or a thread: built field by field, so nothing else can slip through. */
export const wireErrorSchema = z.strictObject({
  code: z.enum(errorCodes),
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().nullable(),
  column: z.number().int().nullable(),
  suggestion: z.string().nullable(),
  /** Finds the full entry in the log; null where nothing was logged. */
  reference: z.string().nullable(),
});

/** See {@link wireErrorSchema}. */
export type WireError = z.infer<typeof wireErrorSchema>;

/** Turns any thrown value into the form that may leave; what is not an {@link AppError} says only that it is our bug. */
export function toWireError(error: unknown, reference: string | null = null): WireError {
  const known = error instanceof AppError ? error : undefined;
  const code = known?.code ?? 'internal.bug';
  return {
    code,
    message: known?.message ?? 'Something went wrong inside Sightline.',
    retryable: known?.retryable ?? false,
    retryAfterMs: known?.retryAfterMs ?? null,
    column: known?.column ?? null,
    suggestion: known?.suggestion ?? nextStepOf(code),
    reference,
  };
}

/** The other direction of {@link toWireError}; for the receiving side of a bridge. */
export function fromWireError(wire: WireError): AppError {
  return new AppError(wire.code, wire.message, {
    retryable: wire.retryable,
    ...(wire.retryAfterMs === null ? {} : { retryAfterMs: wire.retryAfterMs }),
    ...(wire.column === null ? {} : { column: wire.column }),
    ...(wire.suggestion === null ? {} : { suggestion: wire.suggestion }),
    ...(wire.reference === null ? {} : { reference: wire.reference }),
  });
}
