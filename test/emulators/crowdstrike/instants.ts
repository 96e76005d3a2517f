/**
 * Instants as the custom IOC service writes and reads them: RFC 3339 in UTC with up to nine fractional digits, trailing
 * zeros trimmed. A JavaScript Date keeps only three of them, so the emulator holds nanoseconds since 1970 as a bigint.
 */

/** Nanoseconds in one millisecond. */
export const NS_PER_MS = 1_000_000n;

/** A span of time that a (possibly partial) date literal stands for: `start` is inside, `end` is the first instant after. */
export interface InstantSpan {
  readonly start: bigint;
  readonly end: bigint;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const DATE_FORM =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(?:Z|\+00:00)?)?)?)?$/;

/**
 * Writes an instant as the service does: `2025-02-03T10:04:18.39565409Z`, no fraction when it is zero.
 */
export function formatInstant(ns: bigint): string {
  const seconds = ns / 1_000_000_000n;
  const fraction = (ns % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return fraction === '' ? `${whole}Z` : `${whole}.${fraction}Z`;
}

/**
 * Reads a complete RFC 3339 instant in UTC.
 * @returns undefined for anything else, also for impossible dates such as 31 February.
 */
export function parseInstant(text: string): bigint | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|\+00:00)$/.test(text)) return undefined;
  return parseAbsolute(text)?.start;
}

/**
 * Reads a date literal of the filter language: a year, month, day, hour, minute, second or fraction (UTC), or a time
 * relative to now such as `now`, `now-7d`, `now-24h`.
 * @returns the span it covers, or undefined when it is no date.
 */
export function parseDateLiteral(text: string, now: bigint): InstantSpan | undefined {
  const relative = /^now(?:([+-])(\d{1,6})([smhdw]))?$/.exec(text);
  if (relative === null) return parseAbsolute(text);
  const [, sign, amount, unit] = relative;
  const distance = BigInt(Number(amount ?? 0) * (UNIT_MS[unit ?? 's'] ?? 0)) * NS_PER_MS;
  const start = sign === '-' ? now - distance : now + distance;
  return { start, end: start + 1n };
}

function parseAbsolute(text: string): InstantSpan | undefined {
  const match = DATE_FORM.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction] = match;
  const startMs = utc(year, month, day, hour, minute, second);
  if (startMs === undefined) return undefined;
  const start = BigInt(startMs) * NS_PER_MS + BigInt((fraction ?? '').padEnd(9, '0'));
  if (fraction !== undefined) return { start, end: start + 10n ** BigInt(9 - fraction.length) };
  return { start, end: BigInt(endOfPart(startMs, { month, day, hour, minute, second })) * NS_PER_MS };
}

type Part = string | undefined;

function utc(...parts: readonly Part[]): number | undefined {
  const [year, month, day, hour, minute, second] = parts.map((part) => (part === undefined ? undefined : Number(part)));
  const ms = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0);
  const back = new Date(ms);
  const isSame =
    back.getUTCMonth() === (month ?? 1) - 1 && back.getUTCDate() === (day ?? 1) && back.getUTCHours() === (hour ?? 0);
  return isSame && (minute ?? 0) < 60 && (second ?? 0) < 60 ? ms : undefined;
}

function endOfPart(startMs: number, parts: Readonly<Record<'month' | 'day' | 'hour' | 'minute' | 'second', Part>>) {
  const date = new Date(startMs);
  if (parts.month === undefined) return Date.UTC(date.getUTCFullYear() + 1, 0, 1);
  if (parts.day === undefined) return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  if (parts.hour === undefined) return startMs + 86_400_000;
  if (parts.minute === undefined) return startMs + 3_600_000;
  if (parts.second === undefined) return startMs + 60_000;
  return startMs + 1_000;
}
