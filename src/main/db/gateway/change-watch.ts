import type { StoreChange } from '#main/services/ports/store.ts';
import { changeKinds, compareRevisions, type Revisions } from '../changes.ts';

/** Changes within this time are told as one. */
const coalesceMs = 100;
/** How often other processes' commits are looked for, while somebody listens. */
const pollMs = 1_000;

/** Tells listeners what changed: own commits at once, those of other processes within a second. */
export class ChangeWatch {
  readonly #readRevisions: () => Promise<Revisions>;
  readonly #listeners = new Set<(change: StoreChange) => void>();
  #known: Revisions | undefined;
  #pending: StoreChange | undefined;
  #flushTimer: NodeJS.Timeout | undefined;
  #pollTimer: NodeJS.Timeout | undefined;

  constructor(readRevisions: () => Promise<Revisions>) {
    this.#readRevisions = readRevisions;
  }

  add(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener);
    if (this.#pollTimer === undefined) void this.#poll();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  /** A reading of the counters; after a commit of our own with what that changed. */
  notice(revisions: Revisions, own?: StoreChange): void {
    const known = this.#known;
    this.#known = revisions;
    const change = known === undefined ? own : compareRevisions(known, revisions);
    if (change === undefined || this.#listeners.size === 0) return;
    this.#pending = merge(this.#pending, change);
    this.#flushTimer ??= setTimeout(() => this.#flush(), coalesceMs).unref();
  }

  stop(): void {
    clearTimeout(this.#pollTimer);
    clearTimeout(this.#flushTimer);
    this.#pollTimer = undefined;
    this.#flushTimer = undefined;
    this.#pending = undefined;
    this.#known = undefined;
  }

  #flush(): void {
    const change = this.#pending;
    this.#flushTimer = undefined;
    this.#pending = undefined;
    if (change !== undefined) for (const listener of [...this.#listeners]) listener(change);
  }

  async #poll(): Promise<void> {
    this.#pollTimer = setTimeout(() => void this.#poll(), pollMs).unref();
    try {
      const revisions = await this.#readRevisions();
      // A reading that left before our own last commit must not turn the counters back.
      if (this.#pollTimer !== undefined && !isOlder(revisions, this.#known)) this.notice(revisions);
    } catch {
      // Whoever reads next is told why; listening is no reason to complain every second.
    }
  }
}

function isOlder(revisions: Revisions, known: Revisions | undefined): boolean {
  return known !== undefined && changeKinds.some((kind) => revisions[kind] < known[kind]);
}

function merge(before: StoreChange | undefined, change: StoreChange): StoreChange {
  if (before === undefined) return change;
  return {
    indicators: before.indicators || change.indicators,
    cases: before.cases || change.cases,
    connections: before.connections || change.connections,
    settings: before.settings || change.settings,
    outbox: before.outbox || change.outbox,
  };
}
