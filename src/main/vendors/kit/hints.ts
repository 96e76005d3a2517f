/** What vendors say in headers about when to come back. All results are epoch ms of our clock. */
import type { HttpAnswer } from '#main/ports/ports.ts';

/** A hint that reaches further than this is garbage: no vendor's budget is longer than a month's quota day. */
const farthestMs = 24 * 60 * 60 * 1000;

const httpDatePattern = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** No answer can be older than the first version of this program: a clock that says so has lost its time. */
const earliestMs = Date.UTC(2026, 0, 1);

/** The vendor's clock when it answered, epoch ms; null without a readable `Date` header, and where it has lost its time. */
export function readVendorClock(answer: Pick<HttpAnswer, 'headers'>): number | null {
  const ms = parseHttpDate(answer.headers['date']);
  return ms !== null && ms >= earliestMs ? ms : null;
}

/** A whole number of a header, 0 to 10^9; null for anything else. */
export function readCount(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/** A duration in seconds from now. @returns null when absent, negative, not a number or beyond a day. */
export function readDelay(text: string | undefined, nowMs: number): number | null {
  if (text === undefined || !/^\d{1,9}(\.\d{1,9})?$/.test(text.trim())) return null;
  return boundedHint(nowMs + Math.ceil(Number(text) * 1000), nowMs);
}

/** A moment in epoch seconds by the vendor's clock, brought to ours. @returns null as {@link readDelay}; now when past. */
export function readVendorEpoch(text: string | undefined, answer: HttpAnswer, nowMs: number): number | null {
  if (text === undefined || !/^\d{1,12}(\.\d{1,9})?$/.test(text.trim())) return null;
  return toOurClock(Number(text) * 1000, answer, nowMs);
}

/** `Retry-After`: seconds or an HTTP date. @returns null as {@link readDelay}; now when past. */
export function readRetryAfter(answer: HttpAnswer, nowMs: number): number | null {
  const text = answer.headers['retry-after'];
  const date = parseHttpDate(text);
  return date === null ? readDelay(text, nowMs) : toOurClock(date, answer, nowMs);
}

/** The difference between the vendor's clock and ours does not lengthen or shorten a wait. */
function toOurClock(vendorMs: number, answer: HttpAnswer, nowMs: number): number | null {
  return boundedHint(nowMs + Math.max(0, vendorMs - (readVendorClock(answer) ?? nowMs)), nowMs);
}

function boundedHint(atMs: number, nowMs: number): number | null {
  return atMs - nowMs <= farthestMs ? atMs : null;
}

/** The one form of HTTP dates that is sent today; `Date.parse` alone finds dates in nearly any text. */
function parseHttpDate(text: string | undefined): number | null {
  const time = text !== undefined && httpDatePattern.test(text.trim()) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
