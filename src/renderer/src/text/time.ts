import type { Settings } from '#shared/contract/schemas.ts';

/** Which clock the analyst reads. */
export type TimeZoneChoice = Settings['timeZone'];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/**
 * `2026-11-21 06:55`, in UTC or in the computer's zone; the zone is said once in the status bar, not in each cell.
 * @param atMs epoch ms; outside what a date can hold the number itself is shown.
 */
export function formatMoment(atMs: number, zone: TimeZoneChoice): string {
  const date = new Date(atMs);
  if (Number.isNaN(date.getTime())) return String(atMs);
  return zone === 'utc'
    ? `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`
    : `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** A point in time in two parts, to be written one after the other; a narrow column can do without the second. */
export interface ShortTime {
  readonly start: string;
  readonly rest: string;
}

/** `11-21` and ` 06:55` in the year of `nowMs`, `2024-11` and `-21` in another: the parts that tell rows apart. */
export function formatShort(atMs: number, nowMs: number, zone: TimeZoneChoice): ShortTime {
  const full = formatMoment(atMs, zone);
  const yearNow = formatMoment(nowMs, zone).slice(0, 5);
  return full.startsWith(yearNow)
    ? { start: full.slice(yearNow.length, 10), rest: full.slice(10) }
    : { start: full.slice(0, 7), rest: full.slice(7, 10) };
}

/** ISO 8601 with seconds, for tooltips: never ambiguous. */
export function formatExact(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? String(atMs) : date.toISOString();
}

/** `just now`, `4 min`, `3 h`, `12 d`, `2 y`; without `ago`, since it stands in tight places. */
export function formatAge(ageMs: number): string {
  if (ageMs < minuteMs) return 'just now';
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min`;
  if (ageMs < 2 * dayMs) return `${Math.floor(ageMs / hourMs)} h`;
  if (ageMs < 730 * dayMs) return `${Math.floor(ageMs / dayMs)} d`;
  return `${Math.floor(ageMs / (365 * dayMs))} y`;
}

/** `4 min ago`, `in 3 h`, `just now`. */
export function formatRelative(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  if (Math.abs(ageMs) < minuteMs) return 'just now';
  return ageMs >= 0 ? `${formatAge(ageMs)} ago` : `in ${formatAge(-ageMs)}`;
}

/** A moment as a `datetime-local` field holds it, to the minute, in the analyst's zone. */
export function toMinuteField(atMs: number, zone: TimeZoneChoice): string {
  const offsetMs = zone === 'utc' ? 0 : new Date(atMs).getTimezoneOffset() * minuteMs;
  return new Date(atMs - offsetMs).toISOString().slice(0, 16);
}

/** The moment that a `datetime-local` field means; null for one that is empty or before 1970. */
export function fromMinuteField(text: string, zone: TimeZoneChoice): number | null {
  const atMs = Date.parse(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(atMs) || atMs < 0 ? null : atMs;
}
