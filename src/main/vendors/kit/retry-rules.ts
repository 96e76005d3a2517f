import type { AppError } from '#shared/errors/app-error.ts';

/** How often and how patiently a read is tried. */
export interface RetryRules {
  /** The first one included. */
  readonly tries: number;
  readonly baseMs: number;
  /** Longest pause that we choose ourselves. */
  readonly capMs: number;
}

/** Security rules section 6: five tries with full jitter. */
export const defaultRetryRules: RetryRules = { tries: 5, baseMs: 1_000, capMs: 30_000 };

/** Transport errors that will not go away within seconds: the name, the address or the network is not there. */
const lastingCodes: ReadonlySet<unknown> = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
]);

/** A random share of an exponentially growing pause ("full jitter"); `attempt` counts from 1. */
export function backoffMs(rules: RetryRules, attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(rules.capMs, rules.baseMs * 2 ** (attempt - 1)));
}

/** Whether a refused answer with that status is worth repeating as it is. */
export function isPassingStatus(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** Whether an error of the transport (or a broken body) may be gone at the next try. */
export function isPassingError(error: AppError): boolean {
  const { cause } = error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return error.retryable && !lastingCodes.has(code);
}
