/** Range of times that are printed with a year of four digits; vendors send 0001 and 9999, and worse. */
const firstPrintableMs = Date.parse('0000-01-01T00:00:00.000Z');
const lastPrintableMs = Date.parse('9999-12-31T23:59:59.999Z');

/** `YYYY-MM-DDTHH:MM:SS.sssZ`; undefined for what nobody said and for times outside the calendar of four-digit years. */
export function formatMoment(atMs: number | null): string | undefined {
  if (atMs === null || !(atMs >= firstPrintableMs && atMs <= lastPrintableMs)) return undefined;
  return new Date(atMs).toISOString();
}
