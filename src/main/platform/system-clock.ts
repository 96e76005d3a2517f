import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Longest delay a timer takes (2^31 − 1 ms, 24.8 days); beyond it Node fires at once. */
const longestTimerMs = 2_147_483_647;

/** The machine's clock. Sleeping counts on the monotonic clock, so a jump of the wall clock neither shortens nor lengthens it. */
export function createSystemClock(): Clock {
  const monotonicMs = () => performance.now();
  return {
    nowMs: () => Date.now(),
    monotonicMs,
    sleep: async (durationMs, signal) => {
      const endMs = monotonicMs() + durationMs;
      throwIfAborted(signal);
      for (let leftMs = durationMs; leftMs > 0; leftMs = endMs - monotonicMs()) {
        await waitOnce(Math.min(leftMs, longestTimerMs), signal);
        throwIfAborted(signal);
      }
    },
  };
}

/** Resolves after the time, or as soon as the signal aborts. */
function waitOnce(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, durationMs);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('internal.cancelled', 'Cancelled.', { cause: signal.reason });
}
