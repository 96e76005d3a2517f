/** ISO 8601 in UTC with milliseconds; null for what nobody said and for what no calendar date stands for. */
export function publicMoment(atMs: number | null): string | null {
  if (atMs === null) return null;
  const moment = new Date(atMs);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
