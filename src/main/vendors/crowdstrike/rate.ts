import type { HttpAnswer } from '#main/ports/ports.ts';
import { readCount, readRetryAfter, readVendorEpoch } from '../kit/hints.ts';
import type { RateReading } from '../vendor.ts';

/**
 * What an answer says of the budget of 6,000 requests a minute, a sliding window that all clients of the customer share.
 *
 * `X-RateLimit-RetryAfter` is an instant in Unix seconds, not a duration, and may be missing. An answer 401 counts
 * against another budget (15 a minute for bad tokens), which says nothing about ours.
 * Source: gofalcon `falcon/api_client.go`, psfalcon; vendor staff in gofalcon issue 364.
 */
export function readFalconRate(answer: HttpAnswer, nowMs: number): RateReading {
  const { headers, status } = answer;
  if (status === 401) return { limit: null, remaining: null, resetAtMs: null, retryAtMs: null };
  return {
    limit: readCount(headers['x-ratelimit-limit']),
    remaining: readCount(headers['x-ratelimit-remaining']),
    resetAtMs: null,
    retryAtMs: status === 429 ? readRetryTime(answer, nowMs) : null,
  };
}

/** When a refused call may be repeated, epoch ms of our clock; null when the vendor does not say. */
export function readRetryTime(answer: HttpAnswer, nowMs: number): number | null {
  return readVendorEpoch(answer.headers['x-ratelimit-retryafter'], answer, nowMs) ?? readRetryAfter(answer, nowMs);
}
