import type { ScheduleState } from '#shared/model/schedule.ts';

/** What decides whether a connection is synced by itself now. */
export interface ScheduleFacts {
  /** Null: it is not. */
  readonly everyMs: number | null;
  readonly hasSecret: boolean;
  /** Its last run was refused for its key or its rights, and nothing was done about it since. */
  readonly isDenied: boolean;
  readonly isRunning: boolean;
  /** When its last run began, by whoever started it; epoch ms, null before the first. */
  readonly lastStartedAtMs: number | null;
  /** How long ago this process tried, by a clock that never jumps; null when it did not. */
  readonly sinceTryMs: number | null;
  /** Until when the vendor's limit holds calls back; null: it does not. */
  readonly heldUntilMs: number | null;
  readonly isReachable: boolean;
}

/** Where a schedule stands, and when it goes on. */
export interface ScheduleVerdict {
  readonly state: ScheduleState;
  /** When it was or will be due; null while nobody can say. */
  readonly atMs: number | null;
}

/** Between two tries of this process, whatever the clock on the wall does. */
const restMs = 300_000;

/**
 * Whether it is time; pure. The wall clock decides, since it goes on while the computer sleeps; what was missed meanwhile is made up
 * for once. A last run in the future tells that the clock was set back: then it is time too, and the new run sets things right. So
 * each jump costs one run at most, and the rest between two tries holds even while the clock jumps about.
 */
export function judgeSchedule(facts: ScheduleFacts, nowMs: number): ScheduleVerdict {
  const { everyMs, lastStartedAtMs, sinceTryMs, heldUntilMs } = facts;
  if (everyMs === null) return { state: 'off', atMs: null };
  if (facts.isRunning) return { state: 'running', atMs: null };
  if (!facts.hasSecret) return { state: 'noSecret', atMs: null };
  if (facts.isDenied) return { state: 'denied', atMs: null };
  const byClock = lastStartedAtMs === null || lastStartedAtMs > nowMs ? nowMs : lastStartedAtMs + everyMs;
  const rested = sinceTryMs === null ? byClock : nowMs + Math.min(everyMs, restMs) - sinceTryMs;
  const atMs = Math.max(byClock, rested);
  if (heldUntilMs !== null && heldUntilMs > Math.max(atMs, nowMs)) return { state: 'held', atMs: heldUntilMs };
  if (atMs > nowMs) return { state: 'waiting', atMs };
  return facts.isReachable ? { state: 'due', atMs } : { state: 'offline', atMs: null };
}
