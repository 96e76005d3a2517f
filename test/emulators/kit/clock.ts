/** The vendor's idea of the present. It stands still, so that answers are repeatable, until a test moves it; or it runs. */
export interface EmulatorClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Moves the present forward by so many milliseconds: tokens age, windows slide. */
  advance(milliseconds: number): void;
}

/** 2026-11-20T12:00:00Z, the present of every emulator that is given no other one. */
export const defaultNow = Date.UTC(2026, 10, 20, 12);

/**
 * @param startMs epoch milliseconds.
 * @param elapsedMs milliseconds that have passed since the start; without it the clock stands.
 */
export function createClock(startMs: number, elapsedMs: () => number = () => 0): EmulatorClock {
  let advancedMs = 0;
  return {
    now: () => startMs + advancedMs + Math.floor(elapsedMs()),
    advance: (milliseconds) => {
      advancedMs += milliseconds;
    },
  };
}

/** Real time from now on, for emulators that people use: their vendors' present goes on. */
export function countRealTime(): () => number {
  const startedMs = performance.now();
  return () => performance.now() - startedMs;
}
