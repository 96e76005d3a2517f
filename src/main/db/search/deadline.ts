import type { Database } from 'better-sqlite3';
import { StoreFault } from '../fault.ts';

/** Name of the SQL function that searches call every few hundred rows; always true, or it throws. */
export const tickFunction = 'within_limits';

/**
 * Ends statements that take too long or that nobody waits for any more. SQLite's own interrupt cannot be reached from
 * another thread, so long scans ask us in passing: a shared cell says which call was given up, the clock says the rest.
 */
export class Deadline {
  readonly #cancelCell: Int32Array;
  #callId = 0;
  #endsAtMs = Number.POSITIVE_INFINITY;

  constructor(cancelCell: Int32Array) {
    this.#cancelCell = cancelCell;
  }

  /** Makes the function known to a database handle. */
  install(database: Database): void {
    database.function(tickFunction, { directOnly: true, deterministic: false }, () => {
      this.check();
      return 1;
    });
  }

  /** @throws StoreFault `storage.busy` when the time is over, `internal.cancelled` when nobody waits any more. */
  check(): void {
    if (Atomics.load(this.#cancelCell, 0) === this.#callId && this.#callId !== 0) {
      throw new StoreFault('internal.cancelled', 'The search was cancelled.');
    }
    if (performance.now() > this.#endsAtMs) {
      throw new StoreFault('storage.busy', 'The search took too long and was stopped.', {
        suggestion: 'Narrow it: name a type, a vendor or a time, or search for an exact value or its beginning.',
      });
    }
  }

  /** Runs something under a limit; null is none. */
  guard<Result>(callId: number, limitMs: number | null, body: () => Result): Result {
    this.#callId = callId;
    this.#endsAtMs = limitMs === null ? Number.POSITIVE_INFINITY : performance.now() + limitMs;
    try {
      return body();
    } finally {
      this.#callId = 0;
      this.#endsAtMs = Number.POSITIVE_INFINITY;
    }
  }
}
