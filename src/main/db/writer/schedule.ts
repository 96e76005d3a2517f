import { setImmediate as nextTurn } from 'node:timers/promises';

/** A piece of work; it never rejects. */
export type Task = () => void | Promise<void>;

/**
 * The order of the writer's work: what a user asked for first, then pages of syncs, and between those one step each of
 * whatever runs in the background. One piece at a time, and between two of them the thread takes new messages in.
 */
export class Schedule {
  readonly #urgent: Task[] = [];
  readonly #pages: Task[] = [];
  readonly #background: (() => boolean)[] = [];
  #running: Promise<void> | undefined;
  #arePagesHeld = false;

  addUrgent(task: Task): void {
    this.#urgent.push(task);
    this.#wake();
  }

  addPage(task: Task): void {
    this.#pages.push(task);
    this.#wake();
  }

  /** The rest of a page: before other pages, as it holds what it has read. */
  addPart(task: Task): void {
    this.#pages.unshift(task);
    this.#wake();
  }

  /** @param step does a bounded piece of work and says whether it wants to be called again. */
  addBackground(step: () => boolean): void {
    this.#background.push(step);
    this.#wake();
  }

  /** Pages wait from now on, and nothing else does. */
  holdPages(): void {
    this.#arePagesHeld = true;
  }

  releasePages(): void {
    this.#arePagesHeld = false;
    this.#wake();
  }

  /** Whether a page is waiting already. */
  get hasPages(): boolean {
    return this.#pages.length > 0;
  }

  /** Waits until nothing urgent and no page is left; background work may be, and pages must not be held. */
  async drain(): Promise<void> {
    while (this.#urgent.length + this.#pages.length > 0) await this.#running;
  }

  /** Drops background work; what it has not done it finds again after the next start. */
  stopBackground(): void {
    this.#background.length = 0;
  }

  #wake(): void {
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      await nextTurn();
      for (;;) {
        const task = this.#urgent.shift() ?? (this.#arePagesHeld ? undefined : this.#pages.shift());
        if (task !== undefined) await task();
        if (this.#urgent.length === 0) this.#stepBackground();
        const pages = this.#arePagesHeld ? 0 : this.#pages.length;
        if (this.#urgent.length + pages + this.#background.length === 0) return;
        await nextTurn();
      }
    } finally {
      // In the same step as the last look: what comes next must not take this run for one that will see it.
      this.#running = undefined;
    }
  }

  #stepBackground(): void {
    const step = this.#background.shift();
    if (step?.()) this.#background.push(step);
  }
}
