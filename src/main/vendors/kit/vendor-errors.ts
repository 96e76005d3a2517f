import { AppError } from '#shared/errors/app-error.ts';
import { showVendorText } from './vendor-text.ts';

/** What an unsuccessful answer says, for {@link errorForStatus}. */
export interface Refusal {
  /** The vendor's name for users. */
  readonly vendor: string;
  readonly status: number;
  /** The vendor's own words, hostile text; null where it said nothing readable. */
  readonly words: string | null;
  /** The right that a key needs, as the vendor's console names it. */
  readonly scope?: string;
}

/**
 * The usual meaning of a status: 401 the key is refused, 403 it lacks a right, 429 too many requests, 5xx not available,
 * anything else an answer that does not fit. Vendors with other meanings translate those themselves.
 */
export function errorForStatus({ vendor, status, words, scope }: Refusal): AppError {
  const quoted = words === null || words === '' ? '' : ` It says: ${showVendorText(words)}`;
  switch (true) {
    case status === 401:
      return new AppError('credential.rejected', `${vendor} refuses the key.${quoted}`, {
        finding: isOver(words) ? 'keyExpired' : 'keyRejected',
      });
    case status === 403: {
      const advice = scope === undefined ? {} : { suggestion: `The key needs: ${scope}.` };
      return new AppError('vendor.forbidden', `${vendor} denies the key the right to this.${quoted}`, {
        ...advice,
        finding: 'missingScope',
      });
    }
    case status === 429:
      return new AppError('vendor.rateLimited', `${vendor} wants fewer requests.${quoted}`, {
        retryable: true,
        finding: 'rateLimited',
      });
    case status >= 500:
      return new AppError('vendor.unavailable', `${vendor} is not available (status ${status}).${quoted}`, {
        retryable: true,
        finding: 'vendorUnavailable',
      });
    default:
      return new AppError('vendor.badResponse', `${vendor} refused the request (status ${status}).${quoted}`, {
        vendorStatus: status,
      });
  }
}

/** Whether the vendor's words say that a key was good once. */
export function isOver(words: string | null): boolean {
  return /\b(expired|revoked|deactivated|disabled|not active|inactive|UserNotActiveError)\b/i.test(words ?? '');
}

/** The same error with the right that the call in question needs, where a missing right is what is wrong. */
export function withScope(error: AppError, scope: string | undefined): AppError {
  if (scope === undefined || error.finding !== 'missingScope') return error;
  return rebuild(error, { suggestion: `The key needs: ${scope}.` });
}

/** The same error with the earliest useful repetition. */
export function withRetryAfter(error: AppError, retryAfterMs: number): AppError {
  return rebuild(error, { retryAfterMs: Math.ceil(retryAfterMs) });
}

/** The same error with another message. */
export function withMessage(error: AppError, message: string): AppError {
  return rebuild(error, { message });
}

interface Change {
  readonly message?: string;
  readonly retryAfterMs?: number;
  readonly suggestion?: string;
}

function rebuild(error: AppError, change: Change): AppError {
  const { cause, retryable, vendorStatus, finding } = error;
  const suggestion = change.suggestion ?? error.suggestion;
  const retryAfterMs = change.retryAfterMs ?? error.retryAfterMs;
  return new AppError(error.code, change.message ?? error.message, {
    retryable,
    finding,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(cause === undefined ? {} : { cause }),
    ...(vendorStatus === undefined ? {} : { vendorStatus }),
  });
}
