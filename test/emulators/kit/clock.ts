/** The vendor's idea of the present: it stands still, so answers are repeatable, until a test moves it. */
export interface EmulatorClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Moves the present forward by so many milliseconds: tokens age, windows slide. */
  advance(milliseconds: number): void;
}

/** 2026-11-20T12:00:00Z, the present of every emulator that is given no other one. */
export const defaultNow = Date.UTC(2026, 10, 20, 12);

/** Makes a clock that stands at `startMs` (epoch ms). */
export function createClock(startMs: number): EmulatorClock {
  let current = startMs;
  return {
    now: () => current,
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}
