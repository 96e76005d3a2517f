/**
 * The curated feeds as one stream: a file per feed and UTC day, oldest day first, and at the end the current file of each feed,
 * which is made anew every hour. A record is on the file of the day it was seen, so what a day's file brings is all of that day;
 * the last day is read again in the next walk, since it may not have been over.
 */
import * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StreamOptionValues } from '../../inquiry.ts';
import { defineStream } from '../../kit/define-stream.ts';
import { readVendorClock } from '../../kit/hints.ts';
import { readJsonPage } from '../../kit/json-answer.ts';
import { textOption } from '../../kit/query.ts';
import { readRecords } from '../../kit/read-records.ts';
import type { VendorRequest } from '../../operation.ts';
import type { VendorPage, WalkStart } from '../../vendor.ts';
import { parseAfter } from '../options.ts';
import { type CuratedFeed, curatedFeeds } from './feeds.ts';
import { mapCurated } from './mapping.ts';
import { curatedRecordSchema } from './schema.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How far back the first run reaches, like the IOC feeds. */
const firstReachDays = 7;

/** All of them. */
const everyFeed = 'all';

/** `feeds` is ours: which files are read. `after` concerns the first run only. */
export const curatedOptionsSchema = z.strictObject({
  feeds: z
    .string()
    .max(1_024)
    .refine((text) => splitNames(text).length > 0 && unknownName(text) === undefined, {
      error: ({ input }) => `must be "all" or names of curated feeds, separated by commas: ${describeNames(input)}`,
    })
    .describe('all, or names of curated feeds, separated by commas; not synced when empty')
    .optional(),
  after: z
    .string()
    .refine((text) => parseAfter(text) !== null, 'must be a moment such as 2026-11-01T00:00:00Z or 2026-11-01')
    .describe('Day at which the first run begins, e.g. 2026-11-01; 7 days ago when empty')
    .optional(),
});

/** Position inside a walk; days as epoch ms of their begin, by the vendor's clock once it is known. */
export const curatedCursorSchema = z.strictObject({
  /** The day whose files are read; null: the current files. */
  dayMs: z.number().nullable(),
  /** Which of the chosen feeds. */
  place: z.number().int().min(0),
  /** The vendor's present when the walk began; null until its first answer. */
  todayMs: z.number().nullable(),
  startedAtMs: z.number(),
  /** First run without `after`: the begin is counted back from the vendor's present. */
  isRelative: z.boolean(),
});
export type CuratedCursor = z.infer<typeof curatedCursorSchema>;

/** The last day that was read whole or in part. */
export const curatedCheckpointSchema = z.strictObject({ dayMs: z.number() });
export type CuratedCheckpoint = z.infer<typeof curatedCheckpointSchema>;

/** The curated feeds. */
export const curatedStream = defineStream<CuratedCursor, CuratedCheckpoint>({
  id: 'curated',
  displayName: 'Curated feeds',
  optionsSchema: curatedOptionsSchema,
  cursorSchema: curatedCursorSchema,
  checkpointSchema: curatedCheckpointSchema,
  // How long dated files are kept is not documented.
  memoryMs: null,
  isWanted: (options) => textOption(options, 'feeds') !== undefined,
  begin,
  request: buildRequest,
  read: readFile,
  // The files announce no total, and a walk sees some days only.
  conclude: ({ cursor }) => ({
    kind: 'done',
    checkpoint: { dayMs: cursor.todayMs ?? startOfDay(cursor.startedAtMs) },
    expected: null,
    complete: true,
    exhaustive: false,
  }),
});

function begin({ checkpoint, full, nowMs, options }: WalkStart<CuratedCheckpoint>): CuratedCursor {
  const afterMs = parseAfter(textOption(options, 'after') ?? '');
  const isNew = full || checkpoint === undefined;
  const fromMs = startOfDay(isNew ? (afterMs ?? nowMs - firstReachDays * dayMs) : checkpoint.dayMs);
  return {
    // Of a day that is not over there is no dated file.
    dayMs: fromMs >= startOfDay(nowMs) ? null : fromMs,
    place: 0,
    todayMs: null,
    startedAtMs: nowMs,
    isRelative: isNew && afterMs === null,
  };
}

function buildRequest(cursor: CuratedCursor, options: StreamOptionValues): VendorRequest {
  const feed = chosenFeeds(options)[cursor.place] ?? curatedFeeds[0];
  const day = cursor.dayMs === null ? '' : `_${new Date(cursor.dayMs).toISOString().slice(0, 10)}`;
  return { method: 'GET', path: `/api/v3/feeds/${feed}${day}.json`, query: [], mayBeMissing: cursor.dayMs !== null };
}

function readFile(answer: HttpAnswer, cursor: CuratedCursor, options: StreamOptionValues): VendorPage<CuratedCursor> {
  const feeds = chosenFeeds(options);
  const feed = feeds[cursor.place] ?? curatedFeeds[0];
  const { drafts, rejected } = readRecords(recordsOf(answer), curatedRecordSchema, (record, raw) =>
    mapCurated(feed, record, raw),
  );
  const fixed = fixToday(cursor, readVendorClock(answer));
  return { drafts, rejected, total: null, next: nextFile(fixed, feeds.length), last: fixed };
}

/** A day without a file is a day without records: feeds are young or quiet. */
function recordsOf(answer: HttpAnswer) {
  if (answer.status === 404) return [];
  const { records } = readJsonPage(answer, []);
  if (records === undefined) throw new AppError('vendor.badResponse', 'The answer is not a file of a curated feed.');
  return records;
}

/** The vendor's own day, told by its first answer. A first run that was counted back from a wrong clock is moved there. */
function fixToday(cursor: CuratedCursor, vendorNowMs: number | null): CuratedCursor {
  if (cursor.todayMs !== null) return cursor;
  const todayMs = startOfDay(vendorNowMs ?? cursor.startedAtMs);
  const isFarOff = cursor.isRelative && Math.abs(todayMs - startOfDay(cursor.startedAtMs)) > dayMs;
  // As if the last file of the day before had just been read: the walk goes on where it should have begun.
  return isFarOff
    ? { ...cursor, todayMs, dayMs: todayMs - (firstReachDays + 1) * dayMs, place: Number.MAX_SAFE_INTEGER }
    : { ...cursor, todayMs };
}

function nextFile(cursor: CuratedCursor, feedCount: number): CuratedCursor | null {
  if (cursor.place + 1 < feedCount) return { ...cursor, place: cursor.place + 1 };
  if (cursor.dayMs === null) return null;
  const nextMs = cursor.dayMs + dayMs;
  // Today's records are in the current files, which are made every hour; the dated ones once the day is over.
  return { ...cursor, place: 0, dayMs: nextMs >= (cursor.todayMs ?? nextMs) ? null : nextMs };
}

function chosenFeeds(options: StreamOptionValues): readonly CuratedFeed[] {
  const wanted = splitNames(textOption(options, 'feeds') ?? '');
  if (wanted.length === 0 || wanted.includes(everyFeed)) return curatedFeeds;
  return curatedFeeds.filter((feed) => wanted.includes(feed));
}

function splitNames(text: string): readonly string[] {
  return text.split(',').flatMap((name) => name.trim() || []);
}

function unknownName(text: string): string | undefined {
  const known: readonly string[] = curatedFeeds;
  return splitNames(text).find((name) => name !== everyFeed && !known.includes(name));
}

function describeNames(input: unknown): string {
  const unknown = typeof input === 'string' ? unknownName(input) : undefined;
  return unknown === undefined
    ? curatedFeeds.join(', ')
    : `"${unknown.slice(0, 64)}" is none of ${curatedFeeds.join(', ')}`;
}

function startOfDay(atMs: number): number {
  return Math.floor(atMs / dayMs) * dayMs;
}
