import type { HttpAnswer } from '#main/ports/ports.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import { peekJson } from '../kit/json-answer.ts';
import { errorForStatus } from '../kit/vendor-errors.ts';
import { type ApiError, failureSchema } from './schema.ts';

/** The vendor's name in messages. */
export const falconName = 'CrowdStrike Falcon';

/** What a client has to be allowed for syncing, as Falcon's console names it. */
const readScope = 'IOC Management: Read';

/**
 * Translates an answer that is not a success. Errors come with refusals and also inside answers of status 200, so
 * `errors` is looked at before `resources`.
 *
 * @returns undefined for a success.
 */
export function readFalconError(answer: HttpAnswer): AppError | undefined {
  const { status } = answer;
  const isSuccess = status >= 200 && status < 300;
  const [first] = readErrors(peekJson(answer));
  if (isSuccess && first === undefined) return undefined;
  return describeFailure(isSuccess ? codeOf(first) : status, first);
}

/** The errors that an envelope names. */
export function readErrors(envelope: unknown): readonly ApiError[] {
  const parsed = failureSchema.safeParse(envelope);
  return parsed.success ? (parsed.data.errors ?? []) : [];
}

/** The error for an answer of this status; the words are the vendor's. */
export function describeFailure(status: number, error: ApiError | undefined): AppError {
  return errorForStatus({ vendor: falconName, status, words: error?.message ?? null, scope: readScope });
}

/** Codes of errors are HTTP statuses; whatever else stands there is a refusal of the request. */
export function codeOf(error: ApiError | undefined): number {
  const code = error?.code ?? 400;
  return code >= 400 && code < 600 ? code : 400;
}
