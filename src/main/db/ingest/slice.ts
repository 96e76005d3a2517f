import type { ChangeSet } from '../changes.ts';
import type { WriteConnection } from '../connection.ts';
import type { ApplyContext } from './apply-draft.ts';
import { IndicatorWriter } from './indicator-writer.ts';
import { RawBlockWriter } from './raw-blocks.ts';
import type { TermWriter } from './term-writer.ts';

/** A slice is committed when it has this many records ... */
const rowLimit = 10_000;
/** ... or is this old: whoever waits for the write lock waits no longer. */
export const sliceLimitMs = 50;

/** An open transaction of the ingest: pages of one or several streams, with the cursors behind them, and at most a part of one. */
export class Slice implements ApplyContext {
  readonly db: WriteConnection;
  readonly changes: ChangeSet;
  readonly indicators: IndicatorWriter;
  readonly raws: RawBlockWriter;
  readonly terms: TermWriter;
  readonly nowMs: number;
  /** Ids of the runs whose pages are in it. */
  readonly runs = new Set<number>();
  /** Some of a page is in it whose rest is still to come: it is committed now only for somebody who waits to write. */
  isInPage = false;
  readonly #startedMs = performance.now();
  #rows = 0;

  constructor(parts: { db: WriteConnection; changes: ChangeSet; terms: TermWriter; nowMs: number }) {
    this.db = parts.db;
    this.changes = parts.changes;
    this.terms = parts.terms;
    this.nowMs = parts.nowMs;
    this.indicators = new IndicatorWriter(parts.db, parts.changes, parts.nowMs);
    this.raws = new RawBlockWriter(parts.db);
  }

  /** Whether no other run has stored anything in it. */
  isOnlyOf(runId: number): boolean {
    return this.runs.size === 0 || (this.runs.size === 1 && this.runs.has(runId));
  }

  /** Counts work done. */
  add(rows: number): void {
    this.#rows += rows;
  }

  /** Whether it has had enough. */
  get isFull(): boolean {
    return this.#rows >= rowLimit || performance.now() - this.#startedMs >= sliceLimitMs;
  }

  /** Writes what was put off to the end of the transaction. */
  finish(): void {
    this.indicators.flush();
    this.raws.flush();
  }
}
