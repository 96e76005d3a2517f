import { Thread } from './thread.ts';

/** Whose write-ahead log it is. */
export interface CheckpointerParts {
  /** The writer's entry: the thread opens no store. */
  readonly entry: URL;
  readonly databaseFile: string;
  readonly dataFolder: string;
  readonly onFailure: (error: unknown) => void;
  /** What could be copied is, or it failed. */
  readonly onEnd: () => void;
}

/**
 * Copies the write-ahead log into the database file, and that to the disk, in a thread of its own, beside the writer: a log of 64 MiB takes 70 to 170 ms, which
 * a decision would wait for.
 */
export class Checkpointer {
  readonly #parts: CheckpointerParts;
  #thread: Thread | undefined;
  #isStopped = false;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: CheckpointerParts) {
    this.#parts = parts;
  }

  /** Begins; to be called again after `onEnd` only. */
  begin(): void {
    if (this.#isStopped) {
      this.#parts.onEnd();
      return;
    }
    this.#work = this.#startedThread()
      .call('checkpoint', [])
      .then(() => undefined, this.#parts.onFailure)
      .finally(this.#parts.onEnd);
  }

  /** A checkpoint under way is finished first: a thread that is torn down at work can take the process along. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work;
    await this.#thread?.stop();
  }

  #startedThread(): Thread {
    if (this.#thread === undefined || this.#thread.hasEnded) {
      const { entry, databaseFile, dataFolder } = this.#parts;
      this.#thread = new Thread({
        entry,
        name: 'store-checkpoints',
        data: { databaseFile, dataFolder },
        youngHeapMb: 4,
        isExpendable: true,
      });
    }
    return this.#thread;
  }
}
