import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { RateReading } from '../vendor.ts';

/** Longest wait for a vendor; one that wants more is told to the user instead of waited for. */
export const longestWaitMs = 15 * 60 * 1000;

/** Added to every stated wait: vendors round their seconds, and a request too early costs more than this. */
const safetyMs = 250;

/** Pauses where a vendor tells how many requests are left but not until when (sliding windows), as gofalcon keeps them. */
const pacing: readonly { readonly remaining: number; readonly pauseMs: number }[] = [
  { remaining: 0, pauseMs: 1_000 },
  { remaining: 5, pauseMs: 500 },
  { remaining: 10, pauseMs: 200 },
];

/** Called with the end of a wait (epoch ms) when it begins, with null when it is over. */
export type WaitListener = (untilMs: number | null) => void;

/** What the requests of one connection share: how many may be in flight, how many are left, until when to keep still. */
export interface RateBudget {
  /**
   * Resolves when a request may be sent.
   * @returns a function that gives the place back.
   * @throws AppError `internal.cancelled`; `vendor.rateLimited` when the vendor wants a wait of more than 15 minutes.
   */
  acquire(signal: AbortSignal, onWait: WaitListener): Promise<() => void>;
  /** Takes in what an answer's headers say. */
  note(reading: RateReading): void;
  /** Sleeps with the listener told. @throws AppError as {@link RateBudget.acquire}. */
  wait(durationMs: number, signal: AbortSignal, onWait: WaitListener): Promise<void>;
}

/** @param concurrency how many requests may be in flight. */
export function createRateBudget(clock: Clock, concurrency: number): RateBudget {
  const queue: (() => void)[] = [];
  let inFlight = 0;
  /** Monotonic; nothing is sent before. */
  let stillUntilMs = Number.NEGATIVE_INFINITY;
  let remaining = Number.POSITIVE_INFINITY;
  /** Monotonic; when `remaining` starts anew. Infinite: the vendor does not tell. */
  let resetMs = Number.POSITIVE_INFINITY;

  /** How long the next request has to wait. */
  function pauseMs(): number {
    const now = clock.monotonicMs();
    if (resetMs <= now) {
      remaining = Number.POSITIVE_INFINITY;
      resetMs = Number.POSITIVE_INFINITY;
    }
    const still = Math.max(0, stillUntilMs - now);
    if (resetMs < Number.POSITIVE_INFINITY) return Math.max(still, remaining > 0 ? 0 : resetMs - now);
    return Math.max(still, pacing.find((step) => remaining <= step.remaining)?.pauseMs ?? 0);
  }

  async function wait(durationMs: number, signal: AbortSignal, onWait: WaitListener): Promise<void> {
    if (durationMs > longestWaitMs) throw tooLong(durationMs);
    onWait(clock.nowMs() + durationMs);
    try {
      await clock.sleep(durationMs, signal);
    } finally {
      onWait(null);
    }
  }

  function release(): void {
    inFlight -= 1;
    queue.shift()?.();
  }

  return {
    wait,
    async acquire(signal, onWait) {
      throwIfAborted(signal);
      while (inFlight >= concurrency) await turn(queue, signal);
      inFlight += 1;
      try {
        for (let pause = pauseMs(); pause > 0; pause = pauseMs()) {
          await wait(pause, signal, onWait);
          // A pause without a known end is kept once, not for ever.
          if (resetMs === Number.POSITIVE_INFINITY) remaining = Number.POSITIVE_INFINITY;
        }
        throwIfAborted(signal);
      } catch (error) {
        release();
        throw error;
      }
      remaining -= 1;
      let isReleased = false;
      return () => {
        if (!isReleased) release();
        isReleased = true;
      };
    },
    note(reading) {
      const toMonotonic = clock.monotonicMs() - clock.nowMs();
      if (reading.retryAtMs !== null) {
        stillUntilMs = Math.max(stillUntilMs, reading.retryAtMs + safetyMs + toMonotonic);
      }
      if (reading.remaining === null) return;
      const others = Math.max(0, inFlight - 1);
      const reset = reading.resetAtMs === null ? Number.POSITIVE_INFINITY : reading.resetAtMs + safetyMs + toMonotonic;
      const isSamePeriod = reset === resetMs || Math.abs(reset - resetMs) < 2_000;
      const left = reading.remaining - others;
      // Answers may overtake each other: within one period what is left only falls.
      remaining = isSamePeriod && reset !== Number.POSITIVE_INFINITY ? Math.min(remaining, left) : left;
      resetMs = reset;
    },
  };
}

/** Waits for a place; a cancelled one leaves the queue. */
function turn(queue: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      signal.removeEventListener('abort', cancel);
      resolve();
    };
    const cancel = (): void => {
      queue.splice(queue.indexOf(finish), 1);
      reject(cancelled());
    };
    queue.push(finish);
    signal.addEventListener('abort', cancel, { once: true });
  });
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

function cancelled(): AppError {
  return new AppError('internal.cancelled', 'Cancelled.');
}

function tooLong(durationMs: number): AppError {
  const minutes = Math.ceil(durationMs / 60_000);
  return new AppError('vendor.rateLimited', `The vendor's limit is used up for the next ${minutes} minutes.`, {
    retryable: true,
    retryAfterMs: Math.ceil(durationMs),
  });
}
