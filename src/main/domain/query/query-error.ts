import { AppError } from '#shared/errors/app-error.ts';

/**
 * What is wrong with a query, and where.
 * @param offset UTF-16 offset in the query text; shown as a 1-based column.
 * @param suggestion a sentence that says what to write instead.
 */
export function queryError(offset: number, message: string, suggestion?: string): AppError {
  const column = offset + 1;
  return new AppError('input.invalid', message, suggestion === undefined ? { column } : { column, suggestion });
}

/** A text as messages show it: cut, so that a pasted page stays readable. */
export function quoteInMessage(text: string): string {
  return text.length > 40 ? `"${text.slice(0, 40).toWellFormed()}…"` : `"${text.toWellFormed()}"`;
}
