/** Days and minutes as people write them, ISO 8601 for every language: the form in which they are shown as well. */

const writtenMoment =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?: ?(Z|[+-]\d\d:\d\d))?)?$/i;
const lastMs = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * `2026-11-28`, `2026-11-28 14:05`, `2026-11-28T14:05:30+02:00`.
 * @param zone whose clock is meant where the text names none.
 * @returns epoch ms; null for other text, for what no calendar has (31 February) and for years before 1970.
 */
export function readWrittenMoment(text: string, zone: 'utc' | 'local'): number | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset] =
    writtenMoment.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  // Date rolls over what does not exist, and does so with days only.
  const isRealDay = new Date(`${year}-${month}-${day}T00:00:00Z`).toJSON()?.startsWith(`${year}-${month}-${day}`);
  if (isRealDay !== true || hour === '24') return null;
  const clock = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}`;
  const atMs = Date.parse(`${clock}${offset?.toUpperCase() ?? (zone === 'utc' ? 'Z' : '')}`);
  return atMs >= 0 && atMs <= lastMs ? atMs : null;
}

/** The beginning of a day in UTC, `2026-11-28`. @returns epoch ms, or null as {@link readWrittenMoment}. */
export function readWrittenDay(text: string): number | null {
  return text.trim().length === 'YYYY-MM-DD'.length ? readWrittenMoment(text, 'utc') : null;
}
