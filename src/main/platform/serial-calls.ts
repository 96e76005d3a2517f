import type { Clock } from '#main/app/ports.ts';

/** A call did not end in time, or an earlier one still has not. */
export class CallHangsError extends Error {
  override readonly name = 'CallHangsError';
  /** Since when the call that blocks the others has been running. */
  readonly hangingMs: number;

  constructor(hangingMs: number) {
    super(`A call has not ended for ${Math.round(hangingMs)} ms`);
    this.hangingMs = hangingMs;
  }
}

/** Runs asynchronous calls one after the other, and gives up waiting after a limit. */
export interface SerialCalls {
  /** The limit counts from here, waiting for earlier calls included. @throws CallHangsError beyond it; whatever the call throws. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** Whether a call that was given up is still running. */
  isHanging(): boolean;
}

/**
 * For calls that occupy a thread and cannot be cancelled: four that hang would stall all file and name look-ups of the process.
 * After one was given up, no other starts until it has ended; those asked for meanwhile fail at once.
 */
export function createSerialCalls({
  clock,
  limitMs,
}: {
  readonly clock: Clock;
  readonly limitMs: number;
}): SerialCalls {
  let previous: Promise<unknown> = Promise.resolve();
  let running: { readonly startedMs: number; isGivenUp: boolean } | undefined;

  const start = async <T>(call: () => Promise<T>): Promise<T> => {
    running = { startedMs: clock.monotonicMs(), isGivenUp: false };
    try {
      return await call();
    } finally {
      running = undefined;
    }
  };
  const giveUp = (): CallHangsError => {
    if (running !== undefined) running.isGivenUp = true;
    return new CallHangsError(running === undefined ? limitMs : clock.monotonicMs() - running.startedMs);
  };

  return {
    isHanging: () => running?.isGivenUp === true,
    run: (call) => {
      if (running?.isGivenUp === true) return Promise.reject(giveUp());
      const state = { isAbandoned: false };
      const turn = previous.then(() => (state.isAbandoned ? Promise.reject(giveUp()) : start(call)));
      previous = turn.catch(() => undefined);
      return withLimit(turn, limitMs, () => {
        state.isAbandoned = true;
        return giveUp();
      });
    },
  };
}

function withLimit<T>(work: Promise<T>, limitMs: number, giveUp: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(giveUp()), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
