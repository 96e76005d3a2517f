/** A time for people, in UTC and to the minute: `2026-11-20 12:00`. Empty for what nobody said. */
export function formatMinute(atMs: number | null): string {
  if (atMs === null || Number.isNaN(new Date(atMs).getTime())) return '';
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}
