import type { Clock } from '#main/ports/ports.ts';

/** A call did not end in time, or an earlier one still has not. */
export class CallHangsError extends Error {
  override readonly name = 'CallHangsError';
  /** How long the call that blocks the others has been running. */
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
}

/** How patient {@link createSerialCalls} is. */
export interface SerialCallsOptions {
  readonly clock: Clock;
  /** After this a caller is told that the call hangs; the call itself goes on. */
  readonly limitMs: number;
  /** After this `onStuck` is called, which may end the call. */
  readonly stuckMs: number;
  readonly onStuck: () => void;
}

/**
 * For calls that occupy a thread and cannot be cancelled: four that hang would stall all file and name look-ups of a process.
 * After one was given up, no other starts until it has ended; those asked for meanwhile fail at once.
 */
export function createSerialCalls({ clock, limitMs, stuckMs, onStuck }: SerialCallsOptions): SerialCalls {
  let previous: Promise<unknown> = Promise.resolve();
  let running: { readonly startedMs: number; isGivenUp: boolean } | undefined;

  const start = async <T>(call: () => Promise<T>): Promise<T> => {
    running = { startedMs: clock.monotonicMs(), isGivenUp: false };
    const stuck = setTimeout(onStuck, stuckMs).unref();
    try {
      return await call();
    } finally {
      clearTimeout(stuck);
      running = undefined;
    }
  };
  const giveUp = (): CallHangsError => {
    if (running !== undefined) running.isGivenUp = true;
    return new CallHangsError(running === undefined ? limitMs : clock.monotonicMs() - running.startedMs);
  };

  return {
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
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(giveUp()), limitMs);
  work.then(resolve, reject);
  return promise.finally(() => clearTimeout(timer));
}
