import type { Database } from 'better-sqlite3';
import { StoreFault } from '../fault.ts';

/** Name of the SQL function that searches call every few hundred rows; always true, or it throws. */
export const tickFunction = 'within_limits';

/**
 * Ends statements that take too long. SQLite's own interrupt cannot be reached while a statement runs, so long scans ask us
 * in passing.
 */
export class Deadline {
  #endsAtMs = Number.POSITIVE_INFINITY;

  /** Makes the function known to a database handle. */
  install(database: Database): void {
    database.function(tickFunction, { directOnly: true, deterministic: false }, () => {
      this.#check();
      return 1;
    });
  }

  /** @throws StoreFault `storage.busy` when the time is over. */
  #check(): void {
    if (performance.now() <= this.#endsAtMs) return;
    throw new StoreFault('storage.busy', 'The search took too long and was stopped.', {
      suggestion: 'Narrow it: name a type, a vendor or a time, or search for an exact value or its beginning.',
    });
  }

  /** Runs something under a limit; null is none. */
  guard<Result>(limitMs: number | null, body: () => Result): Result {
    this.#endsAtMs = limitMs === null ? Number.POSITIVE_INFINITY : performance.now() + limitMs;
    try {
      return body();
    } finally {
      this.#endsAtMs = Number.POSITIVE_INFINITY;
    }
  }
}
