import { createSystemClock } from '#main/platform/system-clock.ts';
import type { Clock } from '#main/ports/ports.ts';

/** A clock that really runs, from a chosen moment on: the emulators live at a fixed time, whatever the day of the test is. */
export function createOffsetClock(startMs: number): Clock {
  const system = createSystemClock();
  const begunMs = system.monotonicMs();
  return {
    nowMs: () => Math.round(startMs + system.monotonicMs() - begunMs),
    monotonicMs: system.monotonicMs,
    sleep: system.sleep,
  };
}
