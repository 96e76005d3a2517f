import type { Settings } from '#shared/contract/schemas.ts';
import { readWrittenDay, readWrittenMoment } from '#shared/text/written-moments.ts';

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

/** What short moments are written by. */
export interface ShortClock {
  /** Of now, with the line behind it: `2026-`. */
  readonly year: string;
  readonly zone: TimeZoneChoice;
}

/** @param nowMs epoch ms. */
export function shortClock(nowMs: number, zone: TimeZoneChoice): ShortClock {
  return { year: formatMoment(nowMs, zone).slice(0, 5), zone };
}

/** `11-21` and ` 06:55` in the clock's year, `2024-11` and `-21` in another: the parts that tell rows apart. */
export function formatShort(atMs: number, { year, zone }: ShortClock): ShortTime {
  const full = formatMoment(atMs, zone);
  return full.startsWith(year)
    ? { start: full.slice(year.length, 10), rest: full.slice(10) }
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

/** Where the parts of `2026-11-21 06:55` end, and how to change each. */
const parts = [
  { end: 4, move: (date: Date, by: number) => date.setUTCFullYear(date.getUTCFullYear() + by) },
  { end: 7, move: (date: Date, by: number) => date.setUTCMonth(date.getUTCMonth() + by) },
  { end: 10, move: (date: Date, by: number) => date.setUTCDate(date.getUTCDate() + by) },
  { end: 13, move: (date: Date, by: number) => date.setUTCHours(date.getUTCHours() + by) },
  { end: 16, move: (date: Date, by: number) => date.setUTCMinutes(date.getUTCMinutes() + by) },
] as const;

/** A text with a part that is to be marked. */
interface Stepped {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Moves the part of a written moment that a caret stands in, as the arrow keys do in fields of dates.
 * @returns the moment in the form of {@link formatMoment} with the part to be marked; null for what is no moment.
 */
export function stepWritten(text: string, caret: number, by: number): Stepped | null {
  // A clock on the wall, whatever the zone: no hour is skipped.
  const atMs = readWrittenMoment(text, 'utc');
  const at = parts.findIndex(({ end }) => caret <= end);
  const part = parts[at] ?? parts[parts.length - 1];
  if (atMs === null || part === undefined) return null;
  const date = new Date(atMs);
  part.move(date, by);
  const moved = formatMoment(date.getTime(), 'utc');
  if (readWrittenMoment(moved, 'utc') === null) return null;
  return { text: moved, start: part.end === 4 ? 0 : part.end - 2, end: part.end };
}

/** The same for a day, `2026-11-28`. */
export function stepDay(text: string, caret: number, by: number): Stepped | null {
  const moved = readWrittenDay(text) === null ? null : stepWritten(text, caret, by);
  return moved === null ? null : { ...moved, text: moved.text.slice(0, 'YYYY-MM-DD'.length) };
}

/** Whether a day that need not be said is one, where anything is. */
export function isOptionalDay(text: string): boolean {
  return text === '' || readWrittenDay(text) !== null;
}
