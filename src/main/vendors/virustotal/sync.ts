/**
 * How the IoC stream is walked: oldest notification first, from the last checkpoint on, page by page with the vendor's
 * cursor. New notifications join at the end, so nothing shifts. The next checkpoint is the moment this walk began.
 */
import * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StreamOptionValues } from '../inquiry.ts';
import { readNextCursor } from '../kit/cursors.ts';
import { defineStream } from '../kit/define-stream.ts';
import { readVendorClock } from '../kit/hints.ts';
import { readJsonPage } from '../kit/json-answer.ts';
import { numberOption, textOption } from '../kit/query.ts';
import { readRecords, recordReader } from '../kit/read-records.ts';
import type { VendorRequest } from '../operation.ts';
import type { VendorPage, WalkEnd, WalkResult, WalkStart } from '../vendor.ts';
import { describeFilterProblem } from './filter-check.ts';
import { mapItem } from './mapping.ts';
import { itemsPath, streamItemSchema, streamPageSchema } from './schema.ts';

/** The vendor's own poller looks back so far at most; notifications vanish after some weeks. */
const memoryMs = 7 * 24 * 60 * 60 * 1000;
/** How far before the checkpoint a walk starts: notifications may appear a little later than they are dated. */
const overlapMs = 60_000;
/** A checkpoint so far ahead of the vendor's clock was taken from a wrong one. */
const futureLimitMs = 5 * 60 * 1000;
/** Largest page. */
const maximumLimit = 40;
/** A count of exactly so many may mean "at least". */
const cappedCount = 1_000;

/** The vendor's own parameters of the stream. */
export const virustotalOptionsSchema = z.strictObject({
  filter: z
    .string()
    .trim()
    .min(1)
    .max(4_096)
    .superRefine((text, context) => {
      const message = describeFilterProblem(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .describe('Filter of the stream, e.g. origin:hunting entity_type:file')
    .optional(),
  descriptors_only: z.boolean().describe('true: without the attributes of the objects, so without scores').optional(),
  limit: z.number().int().min(1).max(maximumLimit).describe(`Items per page; ${maximumLimit} when empty`).optional(),
});

/** What a complete walk leaves: when it began, epoch ms by the vendor's clock; null when that could not be told. */
const virustotalCheckpointSchema = z.strictObject({ sinceMs: z.number().nullable() });
type VirustotalCheckpoint = z.infer<typeof virustotalCheckpointSchema>;

/** Position inside a walk. */
export const virustotalCursorSchema = z.strictObject({
  /** Opaque; null for the first page. */
  cursor: z.string().nullable(),
  /** Lower bound of the walk, epoch ms; the same on every page, since a cursor belongs to its query. */
  fromMs: z.number().nullable(),
  /** Checkpoint before this walk; it stays when the walk comes out short. */
  keptMs: z.number().nullable(),
  /** The vendor's clock at the first page; null before it, or when the vendor does not say. */
  startedMs: z.number().nullable(),
  /** Smallest count that a page has named. */
  least: z.number().int().nullable(),
  /** Newest date of a notification met, epoch ms; stands in for the vendor's clock. */
  newestMs: z.number().nullable(),
  /** Our clock when the walk began; bounds what stands in. */
  beganMs: z.number(),
});
export type VirustotalCursor = z.infer<typeof virustotalCursorSchema>;

/** The notifications of the account and the objects they are about. */
export const iocStream = defineStream<VirustotalCursor, VirustotalCheckpoint>({
  id: 'ioc_stream',
  displayName: 'IoC stream',
  optionsSchema: virustotalOptionsSchema,
  cursorSchema: virustotalCursorSchema,
  checkpointSchema: virustotalCheckpointSchema,
  memoryMs,
  begin,
  request: buildRequest,
  read: readPage,
  conclude,
  readRecord: recordReader(streamItemSchema, mapItem),
});

function begin({ checkpoint, full, nowMs }: WalkStart<VirustotalCheckpoint>): VirustotalCursor {
  const keptMs = checkpoint?.sinceMs ?? null;
  const fromMs = full || keptMs === null ? null : keptMs - overlapMs;
  return { cursor: null, fromMs, keptMs, startedMs: null, least: null, newestMs: null, beganMs: nowMs };
}

function buildRequest({ cursor, fromMs }: VirustotalCursor, options: StreamOptionValues): VendorRequest {
  const since = fromMs === null ? [] : [`date:${formatDate(fromMs)}+`];
  const filter = [textOption(options, 'filter'), ...since].filter((term) => term !== undefined).join(' ');
  return {
    method: 'GET',
    path: '/api/v3/ioc_stream',
    query: [
      ...(filter === '' ? [] : [['filter', filter] as const]),
      ['order', 'date+'],
      ['limit', String(numberOption(options, 'limit') ?? maximumLimit)],
      ['descriptors_only', String(options['descriptors_only'] === true)],
      ...(cursor === null ? [] : [['cursor', cursor] as const]),
    ],
  };
}

/** `2026-11-20T12:00:00`, UTC: filters take no zone. */
function formatDate(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19);
}

function readPage(answer: HttpAnswer, cursor: VirustotalCursor): VendorPage<VirustotalCursor> {
  const { envelope, records } = readJsonPage(answer, itemsPath);
  const parsed = streamPageSchema.safeParse(envelope);
  if (!parsed.success || records === undefined) {
    throw new AppError('vendor.badResponse', 'The answer is not a page of the IoC stream.');
  }
  const { meta, links } = parsed.data;
  const { drafts, rejected } = readRecords(records, streamItemSchema, mapItem);
  const total = meta?.count ?? null;
  const read: VirustotalCursor = {
    ...cursor,
    startedMs: cursor.startedMs ?? readVendorClock(answer),
    least: total === null ? cursor.least : Math.min(total, cursor.least ?? total),
    newestMs: drafts.reduce<number | null>((newest, { lastSeenMs }) => later(newest, lastSeenMs), cursor.newestMs),
  };
  // The three signs of an end that clients have met: no cursor, an empty one, no link to go on.
  const isLinkMissing = links !== null && links !== undefined && !links.next;
  const next = isLinkMissing ? null : readNextCursor(meta?.cursor, null);
  return {
    drafts,
    rejected,
    total: total === cappedCount ? null : total,
    next: next === null ? null : nextCursor(cursor, read, next),
    last: read,
  };
}

/** A cursor that leads back to itself is handed on as it was: the page loop knows it then. */
function nextCursor(asked: VirustotalCursor, read: VirustotalCursor, next: string): VirustotalCursor {
  return next === asked.cursor ? asked : { ...read, cursor: next };
}

/**
 * The count moves while we walk. What arrives meanwhile joins at the end and is met; so is short only what falls below
 * every count that was named. Something that was put in behind us (the last count is higher than what arrived) is no
 * shortage, but the next walk then starts where this one did and meets it.
 */
function conclude(result: WalkResult<VirustotalCursor>): WalkEnd<VirustotalCursor, VirustotalCheckpoint> {
  const { cursor, received, total } = result;
  const { least, keptMs } = cursor;
  const complete = least === null || received >= least;
  const isSeamless = complete && (total === null || received >= total);
  return {
    kind: 'done',
    checkpoint: { sinceMs: isSeamless ? nextCheckpoint(cursor) : keptMs },
    expected: complete ? reachedCount(result) : least,
    complete,
    // The vendor forgets notifications; that says nothing about what they were about.
    exhaustive: false,
  };
}

/** The last count as far as it arrived; null when none was named, or only one that may mean "at least". */
function reachedCount({ cursor: { least }, received, total }: WalkResult<VirustotalCursor>): number | null {
  if (least === null || (least === cappedCount && received !== cappedCount)) return null;
  return Math.min(total ?? least, received);
}

/** By the vendor's clock, else by its dates; never backwards, unless the checkpoint lies in the vendor's future. */
function nextCheckpoint({ startedMs, newestMs, keptMs, beganMs }: VirustotalCursor): number | null {
  if (startedMs === null) return newestMs === null ? keptMs : later(keptMs, Math.min(newestMs, beganMs));
  return keptMs !== null && keptMs > startedMs + futureLimitMs ? startedMs : later(keptMs, startedMs);
}

function later(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.max(left, right);
}
