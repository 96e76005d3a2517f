import { queryError, quoteInMessage } from './query-error.ts';

/** From included, to excluded, epoch ms; null is open. */
export interface TimeRange {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** A value and where it stands in the query text. */
export interface Located {
  readonly text: string;
  readonly offset: number;
}

/** A point or stretch of time as written: a day, or a moment. */
interface Moment {
  readonly startMs: number;
  /** Excluded: the next day, or the next millisecond. */
  readonly endMs: number;
  /** Excluded: what `:` covers: the day, minute, second or millisecond as written; null where equality makes no sense. */
  readonly wholeEndMs: number | null;
}

const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs };
/** The last moment that a JavaScript date can hold, either way. */
const lastMs = 8.64e15;
const examples = 'Examples: >2026-11-01, 2026-11-01..2026-11-07, >now-7d.';

/** Reads `2026-11-01`, `>now-7d`, `2026-11-01..2026-11-07`, `*` (any time known). @throws AppError `input.invalid`. */
export function parseTimeRange({ text, offset }: Located, nowMs: number): TimeRange {
  if (text === '*') return { fromMs: null, toMs: null };
  const dots = text.indexOf('..');
  if (dots >= 0) return parseBetween({ text, offset }, dots, nowMs);
  const operator = /^(?:[<>]=?|=)/.exec(text)?.[0] ?? '';
  const moment = parseMoment({ text: text.slice(operator.length), offset: offset + operator.length }, nowMs);
  switch (operator) {
    case '>':
      return { fromMs: moment.endMs, toMs: null };
    case '>=':
      return { fromMs: moment.startMs, toMs: null };
    case '<':
      return { fromMs: null, toMs: moment.startMs };
    case '<=':
      return { fromMs: null, toMs: moment.endMs };
    default:
      if (moment.wholeEndMs !== null) return { fromMs: moment.startMs, toMs: moment.wholeEndMs };
      throw queryError(offset, `Nothing happens at exactly ${text}.`, `Write >${text} for everything since.`);
  }
}

function parseBetween({ text, offset }: Located, dots: number, nowMs: number): TimeRange {
  const [from, to] = [text.slice(0, dots), text.slice(dots + 2)];
  if (from === '' && to === '') throw notATime({ text, offset });
  const fromMs = from === '' ? null : parseMoment({ text: from, offset }, nowMs).startMs;
  const toMs = to === '' ? null : parseMoment({ text: to, offset: offset + dots + 2 }, nowMs).endMs;
  if (fromMs !== null && toMs !== null && fromMs >= toMs) {
    throw queryError(offset, 'The range ends before it begins.', `Write ${to}..${from}.`);
  }
  return { fromMs, toMs };
}

function parseMoment(located: Located, nowMs: number): Moment {
  const { text } = located;
  const relative = /^now(?:([+-])(\d{1,9})([smhdw]))?$/i.exec(text);
  if (relative !== null) return parseRelative(relative, nowMs);
  const short = /^-?(\d{1,9}[smhdw])$/i.exec(text)?.[1];
  if (short !== undefined) throw queryError(located.offset, `${text} is not a time.`, `Did you mean now-${short}?`);
  return parseDate(located);
}

function parseRelative([, sign, count, unit]: readonly (string | undefined)[], nowMs: number): Moment {
  const shift = Number(count ?? 0) * (unitMs[unit?.toLowerCase() ?? 's'] ?? 0);
  const startMs = clamp(sign === '-' ? nowMs - shift : nowMs + shift);
  return { startMs, endMs: clamp(startMs + 1), wholeEndMs: null };
}

function clamp(ms: number): number {
  return Math.max(-lastMs, Math.min(lastMs, ms));
}

const dateLook = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

function parseDate(located: Located): Moment {
  const match = dateLook.exec(located.text);
  if (match === null) throw notATime(located);
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const dayStartMs = checkedDay(located, [Number(year), Number(month), Number(day)]);
  if (hour === undefined) return { startMs: dayStartMs, endMs: dayStartMs + dayMs, wholeEndMs: dayStartMs + dayMs };
  const clock = [Number(hour), Number(minute), Number(second ?? 0)] as const;
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) throw notATime(located);
  const ms = Number((fraction ?? '').padEnd(3, '0'));
  const startMs = dayStartMs + ((clock[0] * 60 + clock[1]) * 60 + clock[2]) * 1_000 + ms - zoneMs(zone);
  const precisionMs = fraction === undefined ? (second === undefined ? 60_000 : 1_000) : 1;
  return { startMs, endMs: startMs + 1, wholeEndMs: startMs + precisionMs };
}

function checkedDay(located: Located, [year, month, day]: readonly [number, number, number]): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw queryError(located.offset, `There is no day ${located.text.slice(0, 10)}.`, examples);
  }
  return date.getTime();
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || /^z$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function notATime({ text, offset }: Located): Error {
  return queryError(offset, text === '' ? 'A time is missing.' : `${quoteInMessage(text)} is not a time.`, examples);
}
