import { describe, expect, it } from 'vitest';
import { judgeSchedule, type ScheduleFacts } from '#main/domain/schedule.ts';

const minuteMs = 60_000;
const nowMs = Date.UTC(2026, 10, 21);

const facts: ScheduleFacts = {
  everyMs: 60 * minuteMs,
  hasSecret: true,
  isDenied: false,
  isRunning: false,
  lastStartedAtMs: nowMs - 10 * minuteMs,
  sinceTryMs: null,
  heldUntilMs: null,
  isReachable: true,
};
const judge = (change: Partial<ScheduleFacts>) => judgeSchedule({ ...facts, ...change }, nowMs);

describe('judgeSchedule', () => {
  it.each<[string, Partial<ScheduleFacts>, string, number | null]>([
    ['nothing is set', { everyMs: null }, 'off', null],
    ['it runs', { isRunning: true }, 'running', null],
    ['there is no secret', { hasSecret: false }, 'noSecret', null],
    ['the key was refused', { isDenied: true, lastStartedAtMs: null }, 'denied', null],
    ['the last run is young', {}, 'waiting', nowMs + 50 * minuteMs],
    ['the last run is old enough', { lastStartedAtMs: nowMs - 60 * minuteMs }, 'due', nowMs],
    ['the computer slept for days', { lastStartedAtMs: nowMs - 9_000 * minuteMs }, 'due', nowMs - 8_940 * minuteMs],
    ['there was no run yet', { lastStartedAtMs: null }, 'due', nowMs],
    ['the clock was set back behind the last run', { lastStartedAtMs: nowMs + 9_000 * minuteMs }, 'due', nowMs],
    ['it is due and there is no network', { lastStartedAtMs: null, isReachable: false }, 'offline', null],
    ['it is not due and there is no network', { isReachable: false }, 'waiting', nowMs + 50 * minuteMs],
    ['the limit is used up', { lastStartedAtMs: null, heldUntilMs: nowMs + 7 }, 'held', nowMs + 7],
    ['the limit is whole again before it is due', { heldUntilMs: nowMs + 7 }, 'waiting', nowMs + 50 * minuteMs],
  ])('when %s', (_, change, state, atMs) => {
    expect(judge(change)).toEqual({ state, atMs });
  });

  it('rests between two tries of this process, whatever the clock says', () => {
    for (const lastStartedAtMs of [null, nowMs - 9_000 * minuteMs, nowMs + 9_000 * minuteMs]) {
      expect(judge({ lastStartedAtMs, sinceTryMs: minuteMs })).toEqual({
        state: 'waiting',
        atMs: nowMs + 4 * minuteMs,
      });
      expect(judge({ lastStartedAtMs, sinceTryMs: 5 * minuteMs }).state).toBe('due');
    }
  });
});
