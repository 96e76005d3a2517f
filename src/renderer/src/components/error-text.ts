import { AppError } from '#shared/errors/app-error.ts';

/** True when the analyst's own text is at fault and says where. */
export function isQueryError(error: unknown): boolean {
  return error instanceof AppError && error.code === 'input.invalid';
}

/** What to tell the analyst: the message, and what to do where the application knows. */
export function errorText(error: unknown): string {
  if (!(error instanceof AppError)) return 'Something went wrong inside the window.';
  return error.suggestion === undefined ? error.message : `${error.message} ${error.suggestion}`;
}
