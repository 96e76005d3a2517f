import { createSystemClock } from '#main/platform/system-clock.ts';
import type { Clock } from '#main/ports/ports.ts';

/** A clock that really runs, and whose time of day is set while it does; the monotonic time goes on as it must. */
export interface JumpingClock extends Clock {
  /** Sets it forward, or back, by so many milliseconds; 0 sets it right. */
  setWrongBy(offsetMs: number): void;
}

export function createJumpingClock(): JumpingClock {
  const system = createSystemClock();
  let wrongMs = 0;
  return {
    nowMs: () => system.nowMs() + wrongMs,
    monotonicMs: system.monotonicMs,
    sleep: system.sleep,
    setWrongBy(offsetMs) {
      wrongMs = offsetMs;
    },
  };
}
