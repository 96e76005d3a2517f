const timestampPattern =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/** Outside of these a time is a placeholder (0001-01-01, 1970-01-01T00:00:00Z, 9999-12-31), not a moment. */
const earliestMs = 1;
const latestMs = Date.UTC(2200, 0, 1);

/**
 * Reads an RFC 3339 time with up to nine fraction digits; without a zone it is UTC. Digits below milliseconds are cut off.
 *
 * @returns epoch ms; null for anything that is not a real moment (31 February, year 0001 or 9999, other text, no text).
 */
export function parseTimestamp(text: unknown): number | null {
  const match = typeof text === 'string' ? timestampPattern.exec(text) : null;
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute));
  // Date.UTC rolls over what does not exist. A leap second is let through, as the next minute's first.
  const isRealDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isRealDay || hour > 23 || minute > 59 || second > 60) return null;
  const offset = zoneOffsetMs(match[9], Number(match[10] ?? 0), Number(match[11] ?? 0));
  if (offset === null) return null;
  return bounded(date.getTime() + second * 1000 + Number((match[7] ?? '').padEnd(3, '0').slice(0, 3)) - offset);
}

/**
 * Reads an epoch time; seconds and milliseconds are told apart by size (the limit lies at the year 5138 or 1973).
 *
 * @returns epoch ms; null for anything that is not a moment between 1970 and 2200.
 */
export function parseEpoch(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  return bounded(Math.trunc(Math.abs(number) < 1e11 ? number * 1000 : number));
}

/** RFC 3339 in UTC with whole seconds, `2026-11-20T12:00:00Z`: what the strictest vendor accepts. */
export function formatSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** Down to the whole second. */
export function floorToSecond(epochMs: number): number {
  return Math.floor(epochMs / 1000) * 1000;
}

function zoneOffsetMs(sign: string | undefined, hours: number, minutes: number): number | null {
  if (hours > 23 || minutes > 59) return null;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function bounded(epochMs: number): number | null {
  return epochMs >= earliestMs && epochMs < latestMs ? epochMs : null;
}
