import type { Database } from 'better-sqlite3';

/**
 * Of so many pages that are not copied into the file yet, the copying begins: 4 MiB. The less there is for the disk at a time, the less a
 * decision waits for it (99th percentiles at a million: 54 to 59 ms with 600, 57 to 62 with 1,500, 61 to 67 with 3,000).
 */
const longLogPages = 500;
/** At this length, 64 MiB, all of the log is to be copied, so that it begins anew; vendors' pages wait for that, and decisions do not. */
const limitPages = 8_000;
/** Where the writer copies it itself at a commit, should nobody else do it: 192 MiB. */
const emergencyPages = 24_000;
/** As little as this the writer copies itself: some milliseconds. */
const restPages = 250;

/** What a keeper needs. */
export interface LogKeeperParts {
  readonly database: Database;
  /** Has the log copied into the file as far as it goes, by somebody who then calls `copied`; absent where there is nobody. */
  readonly askForCopy: (() => void) | undefined;
  /** Does it at once. */
  readonly copy: () => void;
  readonly holdPages: () => void;
  readonly releasePages: () => void;
}

/** As SQLite names the columns: pages in the log, and those of them that were copied into the file. */
interface LogState {
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * Keeps the write-ahead log short with the help of a thread that copies it into the file (a checkpoint) beside the writer. A
 * checkpoint of a full log takes 70 to 170 ms at a million indicators; done by the writer, every decision in that time waits for it.
 *
 * The log begins anew only when all of it was copied, and a sync goes on writing meanwhile: at the limit it pauses for the rest.
 */
export class LogKeeper {
  readonly #parts: LogKeeperParts;
  #limit = limitPages;
  /** Copying is under way, of a log that was copied so far when it was asked for. */
  #asked: LogState | undefined;
  #isHeld = false;
  #isStopped = false;

  constructor(parts: LogKeeperParts) {
    this.#parts = parts;
  }

  /** To be called when a transaction was committed. */
  committed(): void {
    if (this.#isStopped) return;
    const state = this.#look();
    if (state.log < limitPages) this.#limit = limitPages;
    const rest = state.log - state.checkpointed;
    const isFull = state.log >= this.#limit && rest > 0;
    if (this.#parts.askForCopy === undefined) {
      if (isFull) this.#copyAlone();
      return;
    }
    if (rest >= emergencyPages) this.#parts.copy();
    if (isFull && !this.#isHeld) {
      this.#isHeld = true;
      this.#parts.holdPages();
    }
    if ((isFull || rest >= longLogPages) && this.#asked === undefined) this.#ask(state);
  }

  /** Whether pages wait for what is being copied. */
  get holdsPages(): boolean {
    return this.#isHeld;
  }

  /** Somebody has copied what could be copied, or failed. No transaction may be open while pages are held. */
  copied(): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (!this.#isHeld) return;
    const state = this.#look();
    const rest = state.log - state.checkpointed;
    const hasBegunAnew = state.log < this.#limit;
    if (rest > restPages && !hasBegunAnew) {
      if (asked?.checkpointed !== state.checkpointed) {
        this.#ask(state);
        return;
      }
      // A reader that holds on is in the way: the log grows until it is gone.
      this.#limit = state.log + limitPages;
    } else if (rest > 0 && !hasBegunAnew) {
      this.#parts.copy();
    }
    this.#release();
  }

  /** From now on nobody copies, and nothing waits for it. */
  stop(): void {
    this.#isStopped = true;
    this.#release();
  }

  #ask(state: LogState): void {
    this.#asked = state;
    this.#parts.askForCopy?.();
  }

  #copyAlone(): void {
    this.#parts.copy();
    const state = this.#look();
    // A reader is in the way; it may soon be gone.
    if (state.checkpointed < state.log) this.#limit = state.log + longLogPages;
  }

  #release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#parts.releasePages();
  }

  #look(): LogState {
    // This mode copies nothing.
    const [state] = this.#parts.database.pragma('wal_checkpoint(NOOP)') as readonly LogState[];
    return state ?? { log: 0, checkpointed: 0 };
  }
}
