import type { Database } from 'better-sqlite3';
import { StoreFault } from '../fault.ts';
import { isRaised, type StopFlag } from '../gateway/stop-flag.ts';

/** Name of the SQL function that searches call every few hundred rows; always true, or it throws. */
export const tickFunction = 'within_limits';

/** What ends a question before it is answered. */
export interface Limits {
  /** Longest time it may take; null is none. */
  readonly limitMs: number | null;
  /** Raised when nobody waits for the answer any more. */
  readonly stop?: StopFlag | undefined;
}

/**
 * Ends statements that take too long, or that nobody waits for. SQLite's own interrupt cannot be reached while a statement
 * runs, so long scans ask us in passing.
 */
export class Deadline {
  #endsAtMs = Number.POSITIVE_INFINITY;
  #stop: StopFlag | undefined;

  /** Makes the function known to a database handle. */
  install(database: Database): void {
    database.function(tickFunction, { directOnly: true, deterministic: false }, () => {
      this.check();
      return 1;
    });
  }

  /** @throws StoreFault `storage.busy` when the time is over, `internal.cancelled` when nobody waits. */
  check(): void {
    if (isRaised(this.#stop)) throw new StoreFault('internal.cancelled', 'The question was taken back.');
    if (performance.now() <= this.#endsAtMs) return;
    throw new StoreFault('storage.busy', 'The search took too long and was stopped.', {
      suggestion: 'Narrow it: name a type, a vendor or a time, or search for an exact value or its beginning.',
    });
  }

  /** Runs something under limits. */
  guard<Result>({ limitMs, stop }: Limits, body: () => Result): Result {
    this.#endsAtMs = limitMs === null ? Number.POSITIVE_INFINITY : performance.now() + limitMs;
    this.#stop = stop;
    try {
      this.check();
      return body();
    } finally {
      this.#endsAtMs = Number.POSITIVE_INFINITY;
      this.#stop = undefined;
    }
  }
}
