import { AppError } from '#shared/errors/app-error.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';

/** What the user is told of an error: message, column and advice, never a stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof AppError)) return 'sightline: Something went wrong inside Sightline; the log has the details.';
  const place = error.column === undefined ? '' : ` (column ${error.column})`;
  const advice = error.suggestion === undefined ? '' : `\n  ${error.suggestion}`;
  return revealHidden(`sightline: ${error.message}${place}`) + advice.split('\n').map(revealHidden).join('\n');
}
