import type { HttpAnswer } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { peekJson, readJson } from '../kit/json-answer.ts';
import { errorForStatus, isOver, withRetryAfter } from '../kit/vendor-errors.ts';
import { showVendorText } from '../kit/vendor-text.ts';
import { falconName, readErrors } from './errors.ts';
import { readRetryTime } from './rate.ts';
import { tokenSchema } from './schema.ts';

/** A token as issued. */
export interface FalconToken {
  readonly token: Secret;
  readonly lifetimeMs: number;
}

/** Half an hour, if the vendor does not say; never more than a day. */
const usualLifetimeMs = 1_799_000;
const longestLifetimeMs = 86_400_000;

/** What Falcon says to a client whose address is not on the allow-list; all other 403 mean a wrong id or secret. */
const addressRefusal = /authorization failed/i;

/**
 * Reads the answer of `/oauth2/token`; success is 201.
 *
 * @throws AppError `credential.rejected` (id or secret), `vendor.forbidden` (allow-list), `vendor.*` for anything else.
 * Source: gofalcon `falcon/client/oauth2`, `falcon/api_client.go`.
 */
export function readTokenAnswer(answer: HttpAnswer): FalconToken {
  if (answer.status < 200 || answer.status >= 300) throw tokenError(answer);
  const parsed = tokenSchema.safeParse(readJson(answer));
  if (!parsed.success) throw new AppError('vendor.badResponse', `${falconName} answered without a token.`);
  const { access_token: text, expires_in: seconds } = parsed.data;
  const lifetimeMs = seconds === null || seconds === undefined ? usualLifetimeMs : seconds * 1000;
  return { token: new Secret(text), lifetimeMs: Math.min(lifetimeMs, longestLifetimeMs) };
}

function tokenError(answer: HttpAnswer): AppError {
  const { status } = answer;
  const words = readErrors(peekJson(answer))[0]?.message ?? null;
  if (status === 403 && addressRefusal.test(words ?? '')) {
    return new AppError('vendor.forbidden', `${falconName} does not let this computer's address in.`, {
      suggestion: 'Add the address to the allow-list of the API client or of the customer account.',
      finding: 'addressNotAllowed',
    });
  }
  if (status === 400 || status === 401 || status === 403) {
    const quoted = words === null ? '' : ` It says: ${showVendorText(words)}`;
    return new AppError('credential.rejected', `${falconName} refuses the client id or secret.${quoted}`, {
      suggestion: 'It is mistyped, or the API client was reset or deleted: look under API clients and keys.',
      finding: isOver(words) ? 'keyExpired' : 'keyRejected',
    });
  }
  const error = errorForStatus({ vendor: falconName, status, words });
  if (status !== 429) return error;
  // Asked with a clock that stands at 0, the moment is the delay.
  const delayMs = readRetryTime(answer, 0);
  return delayMs === null ? error : withRetryAfter(error, delayMs);
}
