import * as z from 'zod';
import type { Clock, Logger } from '#main/ports/ports.ts';
import type { StreamOptionValues } from '#main/vendors/inquiry.ts';
import type { AnyVendorStream } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { referenceOfRun } from '#shared/model/run-reference.ts';
import type { StoredConnection, StreamPosition } from '../ports/store/connections.ts';
import type { PageOutcome } from '../ports/store/ingest.ts';
import type { RunOutcome } from '../ports/store/runs.ts';
import type { Store } from '../ports/store.ts';
import type { VendorSession } from '../ports/vendor-session.ts';
import { createPagingGuard } from './paging-guard.ts';
import type { ProgressMeter } from './progress.ts';
import { asAppError, findPossibleLoss, judgeError, judgeGuard, judgeWalk, type RunVerdict } from './run-outcome.ts';

/** One stream to be synced now. */
export interface StreamJob {
  readonly connection: StoredConnection;
  readonly stream: AnyVendorStream;
  readonly full: boolean;
  readonly meter: ProgressMeter;
  readonly signal: AbortSignal;
  /** Calls within the account's budget; not asked for before the run is open. */
  readonly session: () => VendorSession;
  /** What an abort of the signal means: undefined when the user asked for it. */
  readonly connectionFailure: () => AppError | undefined;
}

export interface StreamParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a run came to, for the connection to act on. */
export interface StreamResult {
  readonly run: SyncRun;
  readonly error: AppError | undefined;
}

const optionValuesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/**
 * Walks one stream page by page, from where the last run stopped. Each page is stored together with the cursor behind
 * it, so whatever ends the walk, the next one goes on from the last page that was committed. Never throws.
 *
 * A vendor may forget its own cursor: a walk whose stored place is refused begins anew, once.
 */
export async function syncStream(parts: StreamParts, job: StreamJob): Promise<StreamResult> {
  const first = await runWalk(parts, job, false);
  return first.isPlaceRefused ? runWalk(parts, job, true) : first;
}

interface WalkedRun extends StreamResult {
  /** The vendor does not accept the cursor that an earlier run had stored. */
  readonly isPlaceRefused: boolean;
}

async function runWalk(parts: StreamParts, job: StreamJob, giveUpPlace: boolean): Promise<WalkedRun> {
  const startedAtMs = parts.clock.nowMs();
  let runId: number | undefined;
  let walk: WalkEnding;
  let lastCompleteAtMs: number | null = null;
  let isNewWalk = true;
  try {
    const options = readOptions(job);
    const position = await readPosition(parts.store, job);
    isNewWalk = job.full || giveUpPlace || position.cursor === undefined;
    const { connection, stream } = job;
    const restart = job.full || giveUpPlace || position.isUnreadable;
    const opened = { connectionId: connection.id, stream: stream.id, atMs: startedAtMs, restart };
    runId = (await parts.store.write('runs.start', opened)).runId;
    // Should it be the last of this process, its run is found by this.
    parts.logger.write('info', 'sync.started', { ...placeOfJob(job), run: referenceOfRun(runId) });
    lastCompleteAtMs = position.lastCompleteAtMs;
    const { full } = job;
    const begin = { checkpoint: position.checkpoint, full, nowMs: startedAtMs, options };
    const cursor = isNewWalk ? stream.begin(begin) : position.cursor;
    walk = await walkPages(parts, job, { runId, options, cursor: JSON.stringify(cursor) });
  } catch (error) {
    walk = endWithError(job, error);
  }
  const loss = findPossibleLoss({ lastCompleteAtMs, startedAtMs, memoryMs: job.stream.memoryMs });
  const verdict = walk.verdict.status === 'complete' ? { ...walk.verdict, error: loss } : walk.verdict;
  const run = await closeRun(parts, job, { runId, startedAtMs, walk: { ...walk, verdict } });
  const reference = logEnd(parts.logger, job, run, walk.error);
  const isPlaceRefused = !isNewWalk && walk.lastPage === undefined && isRefusal(walk.error);
  return { run: referTo(run, reference), error: walk.error, isPlaceRefused };
}

/** The request itself was found wrong, as against one that failed on its way. */
function isRefusal(error: AppError | undefined): boolean {
  return error?.vendorStatus !== undefined && [400, 404, 410, 422].includes(error.vendorStatus);
}

/** How a walk ended, seen from outside. */
interface WalkEnding {
  readonly verdict: RunVerdict;
  readonly lastPage: PageOutcome | undefined;
  readonly error: AppError | undefined;
}

interface Walk {
  readonly runId: number;
  readonly options: StreamOptionValues;
  readonly cursor: string;
}

async function walkPages(parts: StreamParts, job: StreamJob, walk: Walk): Promise<WalkEnding> {
  const guard = createPagingGuard(walk.cursor);
  let cursor: string | null = walk.cursor;
  let lastPage: PageOutcome | undefined;
  try {
    while (cursor !== null) {
      lastPage = await fetchPage(parts, job, { ...walk, cursor });
      const { pages, received } = lastPage;
      job.meter.update({ pages, received, expected: expectedBy(lastPage) });
      const wrong = guard.inspect(lastPage);
      if (wrong !== null) return { verdict: judgeGuard(wrong), lastPage, error: undefined };
      cursor = lastPage.next;
    }
  } catch (error) {
    return { ...endWithError(job, error), lastPage };
  }
  if (lastPage === undefined) throw new Error('A walk has at least one page.');
  return { verdict: judgeWalk(lastPage), lastPage, error: undefined };
}

/** One page: asked for, then read, mapped and stored by the store; one that the store finds broken is asked for again. */
async function fetchPage(parts: StreamParts, job: StreamJob, walk: Walk): Promise<PageOutcome> {
  job.signal.throwIfAborted();
  const { stream, connection, signal } = job;
  const cursor = stream.cursorSchema.parse(JSON.parse(walk.cursor));
  const request = stream.request(cursor, walk.options);
  return job.session().call(request, { signal, observer: job.meter.observer, retry: true }, (answer) =>
    parts.store.ingest({
      runId: walk.runId,
      connectionId: connection.id,
      vendor: connection.vendor,
      stream: stream.id,
      options: walk.options,
      cursor: walk.cursor,
      answer,
      fetchedAtMs: parts.clock.nowMs(),
    }),
  );
}

function endWithError(job: StreamJob, thrown: unknown): WalkEnding {
  const failure = job.signal.aborted ? job.connectionFailure() : undefined;
  const error = failure ?? (job.signal.aborted ? cancelled() : asAppError(thrown));
  return { verdict: judgeError(error), lastPage: undefined, error };
}

function cancelled(): AppError {
  return new AppError('internal.cancelled', 'Cancelled.');
}

/** The stream's options with its defaults. @throws AppError `input.invalid` when they do not fit this version any more. */
function readOptions({ connection, stream }: StreamJob): StreamOptionValues {
  const parsed = stream.optionsSchema.safeParse(connection.options[stream.id] ?? {});
  const values = parsed.success ? optionValuesSchema.safeParse(withoutUndefined(parsed.data)) : undefined;
  if (values?.success === true) return values.data;
  throw new AppError('input.invalid', `The options of ${stream.id} do not fit; set them again.`);
}

function withoutUndefined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Where the stream stands, as far as this version understands it; an undefined cursor means a new walk. */
interface Position {
  readonly checkpoint: unknown;
  readonly cursor: unknown;
  /** A cursor is stored, but this version cannot read it: its walk is given up. */
  readonly isUnreadable: boolean;
  readonly lastCompleteAtMs: number | null;
}

async function readPosition(store: Store, { connection, stream }: StreamJob): Promise<Position> {
  const stored: StreamPosition = await store.read('streams.position', {
    connectionId: connection.id,
    stream: stream.id,
  });
  const cursor = parseStored(stored.cursor, stream.cursorSchema);
  return {
    checkpoint: parseStored(stored.checkpoint, stream.checkpointSchema),
    cursor,
    isUnreadable: stored.cursor !== null && cursor === undefined,
    lastCompleteAtMs: stored.lastCompleteAtMs,
  };
}

function parseStored(text: string | null, schema: z.ZodType): unknown {
  if (text === null) return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

/** What the vendor announced; a finished walk says so itself, also that nothing was announced for what was asked. */
function expectedBy(page: PageOutcome | undefined): number | null {
  if (page === undefined) return null;
  return page.end === null ? page.total : page.end.expected;
}

interface Closing {
  readonly runId: number | undefined;
  readonly startedAtMs: number;
  readonly walk: WalkEnding;
}

/** Commits what is still open and writes the outcome down; where even that fails, the outcome is at least told. */
async function closeRun(parts: StreamParts, job: StreamJob, { runId, startedAtMs, walk }: Closing): Promise<SyncRun> {
  const { verdict, lastPage } = walk;
  const outcome: RunOutcome = {
    ...verdict,
    finishedAtMs: parts.clock.nowMs(),
    expected: expectedBy(lastPage),
    ...job.meter.cost,
  };
  if (runId === undefined) return unwrittenRun(job, startedAtMs, outcome);
  try {
    return await parts.store.write('runs.finish', { runId, run: outcome });
  } catch (thrown) {
    const error = asAppError(thrown);
    const reference = parts.logger.fail('sync.notClosed', error, { ...placeOfJob(job), run: referenceOfRun(runId) });
    const { status, error: shown } = judgeError(error);
    return referTo(unwrittenRun(job, startedAtMs, { ...outcome, status, error: shown }), reference);
  }
}

/** A run that the store knows nothing of (id 0), so that every stream asked for has an outcome. */
export function unwrittenRun(
  job: Pick<StreamJob, 'connection' | 'stream'>,
  startedAtMs: number,
  outcome: RunOutcome,
): SyncRun {
  return {
    id: 0,
    connection: job.connection.name,
    stream: job.stream.id,
    startedAtMs,
    received: 0,
    stored: 0,
    unchanged: 0,
    rejected: 0,
    pages: 0,
    ...outcome,
  };
}

/** A run that is not stored cannot be found by its id: the reason itself says where the log has it, unless it does already. */
export function referTo(run: SyncRun, reference: string | null): SyncRun {
  if (run.id > 0 || run.error === null || run.error.reference !== undefined || reference === null) return run;
  return { ...run, error: { ...run.error, reference } };
}

function placeOfJob({ connection, stream }: StreamJob) {
  return { connection: connection.id, vendor: connection.vendor, stream: stream.id };
}

/** @returns the reference of the error that it ended with; null for none. */
function logEnd(logger: Logger, job: StreamJob, run: SyncRun, error: AppError | undefined): string | null {
  const { status, expected, received, stored, unchanged, rejected, pages, requests, waitedMs } = run;
  const named = run.id > 0 ? { run: referenceOfRun(run.id) } : {};
  const place = { ...placeOfJob(job), ...named };
  const reason = run.error === null ? {} : { code: run.error.code };
  const counts = { status, expected, received, stored, unchanged, rejected, pages, requests, waitedMs };
  logger.write('info', 'sync.finished', { ...place, ...counts, ...reason });
  if (error === undefined || error.code === 'internal.cancelled') return null;
  return logger.fail('sync.failed', error, place);
}
