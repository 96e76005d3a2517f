import type { CallGate } from '#shared/contract/client.ts';
import { callsInFlightLimit, callsPerSecondLimit } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Half of what main bears: what a reloaded window had asked before counts too. */
const mostUnanswered = callsInFlightLimit / 2;
/** Some room as well: main counts when calls arrive, which may be closer together than they were sent. */
const mostPerSecond = 0.75 * callsPerSecondLimit;

/**
 * Calls wait here instead of being refused when main has enough to do: a decision that is made by key while the disk hesitates is
 * late, not lost.
 */
export function createCallGate(): CallGate {
  const waiting: (() => void)[] = [];
  // When the last calls began, ms, the oldest overwritten first.
  const begins = new Float64Array(mostPerSecond).fill(Number.NEGATIVE_INFINITY);
  let [next, unanswered] = [0, 0];
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Until another call may begin by the clock, ms; 0 for now. */
  const msToWait = (): number => Math.max(0, (begins[next] ?? 0) + 1_000 - performance.now());

  function letThrough(): void {
    while (waiting.length > 0 && unanswered < mostUnanswered) {
      const ms = msToWait();
      if (ms > 0) {
        if (timer !== undefined) return;
        timer = setTimeout(() => {
          timer = undefined;
          letThrough();
        }, ms);
        return;
      }
      waiting.shift()?.();
    }
  }

  function count(): void {
    begins[next] = performance.now();
    next = (next + 1) % mostPerSecond;
    unanswered += 1;
  }

  return {
    run: (begin, isWanted) =>
      new Promise((resolve, reject) => {
        waiting.push(() => {
          if (!isWanted()) {
            reject(new AppError('internal.cancelled', 'Nobody waits for this any more.'));
            return;
          }
          count();
          begin()
            .finally(() => {
              unanswered -= 1;
              letThrough();
            })
            .then(resolve, reject);
        });
        letThrough();
      }),
  };
}
