import { AppError } from '#shared/errors/app-error.ts';

/** True when the analyst's own text is at fault: it cannot be read, or asks for more than can be answered. */
export function isQueryError(error: unknown): boolean {
  return error instanceof AppError && !error.retryable && /^input\.(?:invalid|tooLarge)$/.test(error.code);
}

/**
 * Whether asking again may help without anything being changed elsewhere first. A full disk, another writer and our own
 * mistakes may be gone by then; a text that cannot be read, or a damaged file, stays as it is.
 */
export function canRetry(error: unknown): boolean {
  if (!(error instanceof AppError)) return true;
  return error.retryable || /^(?:storage\.(?:busy|full|readOnly)|internal\.)/.test(error.code);
}

/** For whoever helps: what kind of error it was, and where the application's log tells more, if it does. */
export interface Trace {
  readonly code: string;
  readonly reference: string | undefined;
}

/** Undefined for what never got an answer, and for being stopped. */
export function errorTrace(error: unknown): Trace | undefined {
  if (!(error instanceof AppError) || error.code.endsWith('.cancelled')) return undefined;
  return { code: error.code, reference: error.reference };
}

/** A trace as one text, to be copied. */
export function traceText({ code, reference }: Trace): string {
  return reference === undefined ? code : `${code}, in the log as ${reference}`;
}

/** Message and trace, where there is room for a text only. */
export function errorTitle(error: unknown): string {
  const trace = errorTrace(error);
  return trace === undefined ? errorText(error) : `${errorText(error)}\n${traceText(trace)}`;
}

/** What to tell the analyst: the message, and what to do where the application knows. */
export function errorText(error: unknown): string {
  if (!(error instanceof AppError)) return 'Something went wrong inside the window.';
  const next = error.suggestion ?? (error.code === 'internal.bug' ? adviceOnBug : undefined);
  return next === undefined ? error.message : `${error.message} ${next}`;
}

const adviceOnBug = 'Try again; if it happens again, report it.';
