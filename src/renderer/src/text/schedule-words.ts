import type { FoundSearch, ScheduleStatus } from '#shared/model/schedule.ts';
import { formatRelative } from './time.ts';
import { formatCount } from './words.ts';

/** `every 30 minutes`, `every 2 hours`, `only when asked`. */
export function everyWords(minutes: number | null): string {
  if (minutes === null) return 'only when asked';
  if (minutes % 60 !== 0) return `every ${minutes} minutes`;
  return minutes === 60 ? 'every hour' : `every ${minutes / 60} hours`;
}

/** What becomes of a schedule next, in a few words. */
export function scheduleWords({ state, nextAtMs }: ScheduleStatus, nowMs: number): string {
  switch (state) {
    case 'off':
      return 'off';
    case 'waiting':
      return `next ${nextAtMs === null ? 'later' : formatRelative(Math.max(nextAtMs, nowMs), nowMs)}`;
    case 'due':
      return 'next in a moment';
    case 'running':
      return 'running now';
    case 'held':
      return `held by the vendor’s limit, next ${nextAtMs === null ? 'later' : formatRelative(nextAtMs, nowMs)}`;
    case 'offline':
      return 'waiting for a network';
    case 'denied':
      return 'paused: the vendor refused the key or a right; mend it, then test the connection or sync';
    default:
      return 'paused: there are no credentials';
  }
}

/** The soonest of several schedules, for a line that is always in sight. */
export function nextWords(schedule: readonly ScheduleStatus[], nowMs: number): string {
  if (schedule.some(({ state }) => state === 'running')) return 'Background sync';
  if (schedule.some(({ state }) => state === 'due')) return 'Next sync in a moment';
  const moments = schedule.flatMap(({ nextAtMs }) => nextAtMs ?? []);
  if (moments.length === 0) return 'Next sync once there is a network';
  const atMs = Math.max(Math.min(...moments), nowMs);
  return atMs - nowMs < 60_000 ? 'Next sync in a moment' : `Next sync ${formatRelative(atMs, nowMs)}`;
}

/** `New: 3 in “Fresh C2”, 1 in “Invoices”`. */
export function describeFound(found: readonly FoundSearch[]): string {
  return `New: ${found.map(({ name, newCount }) => `${formatCount(newCount)} in “${name}”`).join(', ')}`;
}
