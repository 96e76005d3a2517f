import type { Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { nextStepOf } from '#shared/errors/explanations.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';

/** What a user is told of an error; hidden characters are marked, so that it cannot steer a terminal. */
export interface ErrorText {
  /** One line, with the column where there is one. */
  readonly message: string;
  /** What to do next; may have several lines. */
  readonly advice: string | undefined;
}

/** What may be shown of any thrown value: never a stack or a cause. `reference` finds the entry in the log. */
export function explainError(error: unknown, reference?: string): ErrorText {
  if (!isForUsers(error)) {
    const place = reference === undefined ? 'the log has the details' : `the log has the details under ${reference}`;
    return { message: `Something went wrong inside Sightline; ${place}.`, advice: nextStepOf('internal.bug') };
  }
  const place = error.column === undefined ? '' : ` (column ${error.column})`;
  return {
    message: revealHidden(`${error.message}${place}`),
    advice: adviceOf(error)?.split('\n').map(revealHidden).join('\n'),
  };
}

/** Whoever stopped something knows what to do next. */
function adviceOf({ code, suggestion }: AppError): string | undefined {
  return suggestion ?? (code.endsWith('.cancelled') ? undefined : nextStepOf(code));
}

/** The same for standard error. */
export function describeError(error: unknown, reference?: string): string {
  const { message, advice } = explainError(error, reference);
  return `sightline: ${message}${advice === undefined ? '' : `\n  ${advice}`}`;
}

/**
 * Writes to the log what a user is not told: our own mistakes, and what lies underneath an error. An answer to the user's own
 * input leaves no entry.
 *
 * @returns the reference to tell the user, where the text says nothing else.
 */
export function logFailure(logger: Pick<Logger, 'fail'>, event: string, error: unknown): string | undefined {
  if (isForUsers(error)) {
    if (error.cause !== undefined) logger.fail(event, error);
    return undefined;
  }
  return logger.fail(event, error);
}

function isForUsers(error: unknown): error is AppError {
  return error instanceof AppError && error.code !== 'internal.bug';
}
