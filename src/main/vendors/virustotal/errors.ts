import type { HttpAnswer } from '#main/ports/ports.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import { peekJson } from '../kit/json-answer.ts';
import { errorForStatus } from '../kit/vendor-errors.ts';
import { errorSchema } from './schema.ts';

/** The vendor's name in messages. */
export const virustotalName = 'VirusTotal';

const scope = 'a licence that includes the IoC stream (Google Threat Intelligence Enterprise or similar)';

/** Errors whose name says more than the status of the answer, should that be a success. */
const statuses: ReadonlyMap<string, number> = new Map([
  ['AuthenticationRequiredError', 401],
  ['WrongCredentialsError', 401],
  ['UserNotActiveError', 401],
  ['ForbiddenError', 403],
  ['NotFoundError', 404],
  ['QuotaExceededError', 429],
  ['TooManyRequestsError', 429],
  ['TransientError', 503],
  ['DeadlineExceededError', 504],
]);

/** Translates an answer that is not a success. Source: VirusTotal API v3, "Errors". */
export function readVirustotalError(answer: HttpAnswer): AppError | undefined {
  const { status } = answer;
  const isSuccess = status >= 200 && status < 300;
  const parsed = errorSchema.safeParse(peekJson(answer));
  if (!parsed.success) {
    return isSuccess ? undefined : errorForStatus({ vendor: virustotalName, status, words: null, scope });
  }
  const { code, message } = parsed.data.error;
  const words = [message, code].filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
  return errorForStatus({
    vendor: virustotalName,
    status: isSuccess ? (statuses.get(code ?? '') ?? 400) : status,
    words: words === '' ? null : words,
    scope,
  });
}
