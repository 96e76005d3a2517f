import type { Clock } from '#main/ports/ports.ts';
import { callsInFlightLimit, callsPerSecondLimit } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Bounds what a window can ask for at a time. */
export interface CallLimits {
  /**
   * Counts a call in; the returned function counts it out.
   * @throws AppError `input.tooLarge` (retryable) beyond 64 calls in flight or 200 in the last second.
   */
  enter(): () => void;
}

/** Limits over the monotonic clock: a jump of the wall clock neither opens nor closes the gate. */
export function createCallLimits(clock: Pick<Clock, 'monotonicMs'>): CallLimits {
  // Start times of the last calls, oldest overwritten first: one ring says whether the 200th last call is a second old.
  const starts = new Float64Array(callsPerSecondLimit).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  let inFlight = 0;
  return {
    enter() {
      const nowMs = clock.monotonicMs();
      const oldestMs = starts[next] ?? Number.NEGATIVE_INFINITY;
      if (inFlight >= callsInFlightLimit || nowMs - oldestMs < 1_000) {
        throw new AppError('input.tooLarge', 'Too many calls at once.', {
          retryable: true,
          retryAfterMs: 1_000,
          suggestion: 'Wait a moment.',
        });
      }
      starts[next] = nowMs;
      next = (next + 1) % callsPerSecondLimit;
      inFlight += 1;
      return () => {
        inFlight -= 1;
      };
    },
  };
}
