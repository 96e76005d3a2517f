import type { Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { nextStepOf } from '#shared/errors/explanations.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';

/** What a user is told of an error; hidden characters are marked, so that it cannot steer a terminal. */
export interface ErrorText {
  /** One line, with the column where there is one. */
  readonly message: string;
  /** What to do next; may have several lines. */
  readonly advice: string | undefined;
  /** The code and where the log tells more, for whoever helps; undefined for what was stopped on request. */
  readonly trace: string | undefined;
}

/** What may be shown of any thrown value: never a stack or a cause. `reference` finds the entry in the log, where there is one. */
export function explainError(error: unknown, reference?: string | null): ErrorText {
  if (!isForUsers(error)) {
    const place =
      reference === undefined || reference === null
        ? 'the log has the details'
        : `the log has the details under ${reference}`;
    return {
      message: `Something went wrong inside Sightline; ${place}.`,
      advice: nextStepOf('internal.bug'),
      trace: 'internal.bug',
    };
  }
  const place = error.column === undefined ? '' : ` (column ${error.column})`;
  return {
    message: revealHidden(`${error.message}${place}`),
    advice: adviceOf(error)?.split('\n').map(revealHidden).join('\n'),
    trace: traceOf(error.code, reference),
  };
}

function traceOf(code: ErrorCode, reference: string | null | undefined): string | undefined {
  if (code.endsWith('.cancelled')) return undefined;
  return reference === undefined || reference === null ? code : `${code}, in the log as ${reference}`;
}

/** Whoever stopped something knows what to do next. */
function adviceOf({ code, suggestion }: AppError): string | undefined {
  return suggestion ?? (code.endsWith('.cancelled') ? undefined : nextStepOf(code));
}

/** The same for standard error. @param further what can be done where it is told, by code. */
export function describeError(
  error: unknown,
  reference?: string | null,
  further: ReadonlyMap<string, string> = new Map(),
): string {
  const { message, advice, trace } = explainError(error, reference);
  const more = isForUsers(error) ? further.get(error.code) : undefined;
  return [`sightline: ${message}`, advice, more, trace === undefined ? undefined : `(${trace})`]
    .filter((line) => line !== undefined)
    .join('\n  ');
}

/**
 * Writes to the log that a user is told an error, with what they are not told: our own mistakes, and what lies underneath. Of an
 * answer to the user's own input it holds the code. What was stopped on request leaves an entry only with a cause.
 *
 * @returns the reference to tell the user; null where the log has no entry.
 */
export function logFailure(logger: Pick<Logger, 'fail' | 'refer'>, event: string, error: unknown): string | null {
  if (!isForUsers(error)) return logger.fail(event, error);
  const isStopped = error.code.endsWith('.cancelled');
  return isStopped && error.cause === undefined ? null : logger.refer(event, error);
}

function isForUsers(error: unknown): error is AppError {
  return error instanceof AppError && error.code !== 'internal.bug';
}
