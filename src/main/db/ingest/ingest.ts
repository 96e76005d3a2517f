import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { AnyVendorStream, VendorPage, WalkEnd } from '#main/vendors/vendor.ts';
import { evaluateAdded } from '../lists/evaluate.ts';
import type { MatcherCache } from '../lists/load-matcher.ts';
import type { Transactions } from '../writer/transactions.ts';
import { applyDraft } from './apply-draft.ts';
import { storeRejected } from './rejected.ts';
import { RunState } from './run-state.ts';
import { Slice, sliceLimitMs } from './slice.ts';
import { type FinishedWalk, type Sweep, sweepBatch } from './sweep.ts';
import { TermWriter } from './term-writer.ts';
import { packIds } from './walk-pages.ts';

/** Finds a stream by vendor and stream id. @throws when there is none. */
export type FindStream = (vendor: string, stream: string) => AnyVendorStream;

/** How long a page is stored before whoever waits for the thread gets it: a page of hundreds of records takes longer. */
const partLimitMs = 8;
/** Records between two looks at the clock. */
const recordsPerLook = 8;

/** So many records are rather stored in a transaction of their own run, where they need no savepoint, than together with others. */
const manyRecords = 100;

/** A page that is read, and of which some records are stored. */
export interface OpenPage {
  readonly input: PageInput;
  readonly stream: AnyVendorStream;
  readonly cursor: unknown;
  readonly page: VendorPage<unknown>;
  /** Records stored so far. */
  count: number;
  /** Those of them that this walk had not seen. */
  readonly fresh: number[];
}

/**
 * A page is stored; or some of it, and the rest has still to be; or its walk is over and the records that it did not see have still to
 * be marked, batch by batch.
 */
export type PageStep =
  | { readonly kind: 'stored'; readonly outcome: PageOutcome }
  | { readonly kind: 'storing'; readonly open: OpenPage }
  | { readonly kind: 'sweeping'; readonly sweep: Sweep };

/**
 * Stores pages in slices: transactions of pages, each with the cursor behind it; between the records of a long page only for somebody
 * who waits to write. What a page is answered with is applied, not yet committed. A page that cannot be stored ends its own run and
 * undoes nothing of other runs; of its own, at most what is not committed yet. A slice that cannot be committed takes its pages with
 * it, and every run in it ends with that error.
 */
export class Ingest {
  readonly #transactions: Transactions;
  readonly #findStream: FindStream;
  readonly #matchers: MatcherCache;
  readonly #terms: TermWriter;
  readonly #runs = new Map<number, RunState>();
  readonly #faults = new Map<number, unknown>();
  #slice: Slice | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(transactions: Transactions, findStream: FindStream, matchers: MatcherCache) {
    this.#transactions = transactions;
    this.#findStream = findStream;
    this.#matchers = matchers;
    this.#terms = new TermWriter(transactions.db);
  }

  /**
   * Reads, maps and stores one page.
   *
   * @throws `vendor.badResponse` from the stream (nothing stored), the error that ended the run's slice, `state.*`.
   */
  page(input: PageInput, nowMs: number): PageStep {
    const fault = this.#faults.get(input.runId);
    if (fault !== undefined) throw fault;
    const startedMs = performance.now();
    const stream = this.#findStream(input.vendor, input.stream);
    const cursor = stream.cursorSchema.parse(JSON.parse(input.cursor));
    const page = stream.read(input.answer, cursor, input.options);
    return this.#storePart({ input, stream, cursor, page, count: 0, fresh: [] }, nowMs, startedMs);
  }

  /** Goes on storing a page. @throws as {@link page}. */
  continuePage(open: OpenPage, nowMs: number): PageStep {
    const fault = this.#faults.get(open.input.runId);
    if (fault !== undefined) throw fault;
    return this.#storePart(open, nowMs, performance.now());
  }

  /** Goes on marking. @returns the page's outcome when that is done. */
  continueSweep(sweep: Sweep, nowMs: number): PageOutcome | undefined {
    return this.#inSlice(sweep.runId, nowMs, (slice, run) => {
      run.checkPlace(slice.db, run.expectedCursor);
      slice.add(sweepBatch(slice, run, sweep));
      if (!sweep.isDone) return undefined;
      finishWalk(slice, run, sweep.end, sweep.atMs);
      return sweep.outcome;
    });
  }

  /** Commits the open slice. A failure is kept for the runs that were in it. */
  commit(): void {
    const slice = this.#slice;
    if (slice === undefined) return;
    this.#closeSlice();
    try {
      slice.finish();
      evaluateAdded(slice, this.#matchers, slice.nowMs);
      this.#transactions.commit();
    } catch (error) {
      this.#fail(slice, error);
    }
  }

  /** The error that ended a run's slice, if one did; asked for when the run finishes. */
  takeFault(runId: number): unknown {
    const fault = this.#faults.get(runId);
    this.#faults.delete(runId);
    this.#runs.delete(runId);
    return fault;
  }

  /** Another process wrote: ids of words and the places of walks are read anew. Lists of what was seen stay, nobody else walks. */
  forget(): void {
    this.#terms.forget();
  }

  #storePart(open: OpenPage, nowMs: number, startedMs: number): PageStep {
    const { input, stream, cursor, page } = open;
    if (page.drafts.length - open.count >= manyRecords) this.#leaveOthers(input.runId);
    return this.#inSlice(input.runId, nowMs, (slice, run): PageStep => {
      run.checkPlace(slice.db, input.cursor);
      storeDrafts(slice, run, { open, untilMs: startedMs + partLimitMs });
      slice.isInPage = open.count < page.drafts.length;
      if (slice.isInPage) return { kind: 'storing', open };
      finishPage(slice, run, open);
      const walked = { cursor: page.last ?? cursor, received: run.seen.received, total: run.total };
      const end: WalkEnd<unknown, unknown> =
        page.next === null ? stream.conclude(walked) : { kind: 'again', cursor: page.next };
      return endPage(slice, run, { input, page, end });
    });
  }

  #inSlice<Result>(runId: number, nowMs: number, body: (slice: Slice, run: RunState) => Result): Result {
    const slice = this.#openSlice(nowMs);
    // With nothing of another run in the transaction, undoing all of it undoes what a savepoint would: to hold one open, SQLite
    // copies each page of the file before it is changed.
    const isAlone = slice.isOnlyOf(runId);
    const rewindRaws = slice.raws.mark();
    const store = (): Result => {
      const run = this.#runs.get(runId) ?? RunState.load(slice.db, runId);
      this.#runs.set(runId, run);
      slice.runs.add(runId);
      const made = body(slice, run);
      slice.indicators.flush();
      run.save(slice.db);
      return made;
    };
    let result: Result;
    try {
      result = isAlone ? store() : this.#transactions.part(store);
    } catch (error) {
      slice.isInPage = false;
      if (!isAlone && this.#transactions.isOpen) {
        // Roll-ups that the page still wanted are done with the next one: they read what is there then.
        rewindRaws();
        this.#endRun(runId, error);
        // Its time may have come while it was in the page.
        if (slice.isFull) this.commit();
      } else {
        this.#closeSlice();
        this.#fail(slice, error);
      }
      throw error;
    }
    if (slice.isFull && !slice.isInPage) this.commit();
    return result;
  }

  /** Commits what other runs have in the open transaction. */
  #leaveOthers(runId: number): void {
    if (this.#slice?.isOnlyOf(runId) === false) this.commit();
  }

  #openSlice(nowMs: number): Slice {
    if (this.#slice !== undefined) return this.#slice;
    const changes = this.#transactions.begin(false);
    try {
      this.#slice = new Slice({ db: this.#transactions.db, changes, terms: this.#terms, nowMs });
    } catch (error) {
      this.#transactions.rollback();
      throw error;
    }
    const slice = this.#slice;
    this.#timer = setTimeout(() => {
      if (!slice.isInPage) this.commit();
    }, sliceLimitMs);
    return slice;
  }

  #closeSlice(): void {
    clearTimeout(this.#timer);
    this.#slice = undefined;
  }

  #fail(slice: Slice, error: unknown): void {
    this.#transactions.rollback();
    for (const runId of slice.runs) this.#endRun(runId, error);
  }

  /** Some of what a run wrote was undone: what was remembered of it is wrong now. A run that ended before keeps its reason. */
  #endRun(runId: number, error: unknown): void {
    this.#terms.forget();
    const isRunning = this.#runs.delete(runId);
    if (isRunning) this.#faults.set(runId, error);
  }
}

interface ReadPage {
  readonly input: PageInput;
  readonly page: VendorPage<unknown>;
}

/** Stores records until it is late, one at least. */
function storeDrafts(slice: Slice, run: RunState, { open, untilMs }: { open: OpenPage; untilMs: number }): void {
  const { input, page, fresh } = open;
  const origin = { streamId: run.streamId, vendor: input.vendor, fetchedAtMs: input.fetchedAtMs };
  const before = open.count;
  for (let at = before; at < page.drafts.length; at += 1) {
    const draft = page.drafts[at];
    if (draft === undefined) break;
    const applied = applyDraft(slice, draft, origin);
    open.count += 1;
    // A page read again, or an overlap, is the same record once more: counted once, as `received` counts it.
    if (run.seen.addObservation(applied.observationId)) {
      fresh.push(applied.observationId);
      if (applied.outcome === 'stored') run.stored += 1;
      else run.unchanged += 1;
    }
    if (open.count % recordsPerLook === 0 && performance.now() >= untilMs) break;
  }
  slice.add(open.count - before);
}

function finishPage(slice: Slice, run: RunState, { input, page, fresh }: OpenPage): void {
  const rejected = storeRejected(slice.db, page.rejected, {
    runId: run.runId,
    atMs: input.fetchedAtMs,
    seen: run.seen,
  });
  run.pages += 1;
  run.total = page.total ?? run.total;
  if (fresh.length + rejected.length > 0) {
    slice.db.run(
      'INSERT INTO walk_page(stream_id, observation_ids, rejected_hashes) VALUES (?, ?, ?)',
      run.streamId,
      packIds(fresh),
      Buffer.concat(rejected),
    );
  }
  slice.add(page.rejected.length);
}

/** Saves where the walk stands now. */
function endPage(
  slice: Slice,
  run: RunState,
  { input, page, end }: ReadPage & { end: WalkEnd<unknown, unknown> },
): PageStep {
  const inPage = page.drafts.length + page.rejected.length;
  if (end.kind === 'again') {
    const next = JSON.stringify(end.cursor);
    saveCursor(slice, run, next);
    return { kind: 'stored', outcome: describePage(run, { next, end: null, inPage }) };
  }
  // A record that could not be read has no name: what is missing may be that one, so nothing is called gone. Nor does the
  // next walk begin behind it: it may have been spoilt on its way only.
  const isReadable = run.seen.rejected === 0;
  const complete = end.complete && isReadable;
  const finished = { checkpoint: isReadable ? JSON.stringify(end.checkpoint) : null, complete };
  const outcome = describePage(run, { next: null, end: { expected: end.expected, complete }, inPage });
  if (!end.exhaustive || !complete) {
    finishWalk(slice, run, finished, input.fetchedAtMs);
    return { kind: 'stored', outcome };
  }
  // Killed while marking, the next run repeats this last page and marks again.
  saveCursor(slice, run, input.cursor);
  return {
    kind: 'sweeping',
    sweep: {
      runId: run.runId,
      end: finished,
      outcome,
      atMs: input.fetchedAtMs,
      afterId: 0,
      isDone: false,
    },
  };
}

function describePage(run: RunState, rest: Pick<PageOutcome, 'next' | 'end' | 'inPage'>): PageOutcome {
  return {
    ...rest,
    total: run.total,
    received: run.seen.received,
    stored: run.stored,
    unchanged: run.unchanged,
    rejected: run.seen.rejected,
    pages: run.pages,
  };
}

function saveCursor(slice: Slice, run: RunState, cursor: string): void {
  slice.db.run('UPDATE stream_position SET cursor = ?, total = ? WHERE id = ?', cursor, run.total, run.streamId);
  run.expectedCursor = cursor;
}

function finishWalk(slice: Slice, run: RunState, end: FinishedWalk, atMs: number): void {
  slice.db.run(
    `UPDATE stream_position SET checkpoint = coalesce(?, checkpoint), cursor = NULL, total = NULL,
       last_complete_at_ms = CASE WHEN ? THEN ? ELSE last_complete_at_ms END WHERE id = ?`,
    end.checkpoint,
    end.complete ? 1 : 0,
    atMs,
    run.streamId,
  );
  slice.db.run('DELETE FROM walk_page WHERE stream_id = ?', run.streamId);
  slice.changes.touch('connections');
  run.expectedCursor = null;
}
