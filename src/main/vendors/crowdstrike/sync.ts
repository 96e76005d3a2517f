/**
 * How custom IOCs are walked: by `modified_on` ascending, page after page through `after`, never by `offset`, which ends at
 * 10,000. A record that changes meanwhile moves to the end and is met again; nothing moves behind us.
 */
import * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StreamOptionValues } from '../inquiry.ts';
import { readNextCursor } from '../kit/cursors.ts';
import { defineStream } from '../kit/define-stream.ts';
import { readVendorClock } from '../kit/hints.ts';
import { readJsonPage } from '../kit/json-answer.ts';
import { numberOption, optionsToQuery, textOption } from '../kit/query.ts';
import { readRecords, recordReader } from '../kit/read-records.ts';
import { floorToSecond, formatSeconds, parseTimestamp } from '../kit/times.ts';
import type { VendorRequest } from '../operation.ts';
import type { VendorPage, WalkEnd, WalkResult, WalkStart } from '../vendor.ts';
import {
  type FalconCheckpoint,
  type FalconCursor,
  falconCheckpointSchema,
  falconCursorSchema,
  noMarks,
} from './cursor.ts';
import { codeOf, describeFailure, readErrors } from './errors.ts';
import { joinFql, quoteFql } from './fql.ts';
import { describeFqlProblem } from './fql-check.ts';
import { laterInstant, readInstant } from './instants.ts';
import { mapRecord } from './mapping.ts';
import { combinedPageSchema, iocRecordSchema, recordsPath } from './schema.ts';

/** How far below the last mark a walk starts: the search index lags behind the records. */
const overlapMs = 5 * 60 * 1000;
/** A record from further in the vendor's future than this does not move the mark. */
const futureLimitMs = 5 * 60 * 1000;
/** falconpy documents 1 to 500, psfalcon and a recorded answer 2,000. */
const defaultLimit = 500;

/** The vendor's own parameters of the search. */
export const falconOptionsSchema = z.strictObject({
  filter: z
    .string()
    .trim()
    .min(1)
    .max(8_192)
    .superRefine((text, context) => {
      const message = describeFqlProblem(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .describe("FQL, e.g. type:'domain'+severity:['high','critical']")
    .optional(),
  from_parent: z.boolean().describe("true: only the parent's indicators; false: only the account's own").optional(),
  limit: z.number().int().min(1).max(2_000).describe(`Records per page; ${defaultLimit} when empty`).optional(),
});

/** All custom IOCs of the account, deleted ones included. */
export const indicatorsStream = defineStream<FalconCursor, FalconCheckpoint>({
  id: 'indicators',
  displayName: 'Custom IOCs',
  optionsSchema: falconOptionsSchema,
  cursorSchema: falconCursorSchema,
  checkpointSchema: falconCheckpointSchema,
  // Nothing is forgotten: deleted and expired records stay searchable.
  memoryMs: null,
  begin,
  request: buildRequest,
  read: readPage,
  conclude,
  readRecord: recordReader(iocRecordSchema, mapRecord),
});

function begin({ checkpoint = noMarks, full, nowMs, options }: WalkStart<FalconCheckpoint>): FalconCursor {
  const from = full ? noMarks : checkpoint;
  const isNarrowed = textOption(options, 'filter') !== undefined || Object.hasOwn(options, 'from_parent');
  const marks = { from, kept: checkpoint, newest: from };
  return { pass: 'live', after: null, rows: 0, ...marks, beganMs: nowMs, isNarrowed, live: null };
}

function buildRequest(cursor: FalconCursor, options: StreamOptionValues): VendorRequest {
  return {
    method: 'GET',
    path: '/iocs/combined/indicator/v1',
    query: [
      ['filter', buildFilter(cursor, textOption(options, 'filter'))],
      ['sort', 'modified_on.asc'],
      ['limit', String(pageLimit(options))],
      ...optionsToQuery(options, ['from_parent']),
      ...(cursor.after === null ? [] : [['after', cursor.after] as const]),
    ],
  };
}

function buildFilter({ pass, from }: FalconCursor, filter: string | undefined): string {
  const markMs = parseTimestamp(from[pass]);
  const since = markMs === null ? [] : [`modified_on:>=${quoteFql(formatSeconds(floorToSecond(markMs - overlapMs)))}`];
  return joinFql([`deleted:${pass === 'deleted'}`, ...since], filter);
}

function pageLimit(options: StreamOptionValues): number {
  return numberOption(options, 'limit') ?? defaultLimit;
}

function readPage(answer: HttpAnswer, cursor: FalconCursor, options: StreamOptionValues): VendorPage<FalconCursor> {
  const { envelope, records = [] } = readJsonPage(answer, recordsPath);
  const [failure] = readErrors(envelope);
  // Pages too long to be looked at as errors before are looked at here.
  if (failure !== undefined) throw describeFailure(codeOf(failure), failure);
  const parsed = combinedPageSchema.safeParse(envelope);
  if (!parsed.success) throw new AppError('vendor.badResponse', 'The answer is not a page of custom IOCs.');
  const { total, after, limit } = parsed.data.meta.pagination;
  const latestMs = (readVendorClock(answer) ?? cursor.beganMs) + futureLimitMs;
  let mark = readInstant(cursor.newest[cursor.pass]);
  const { drafts, rejected } = readRecords(records, iocRecordSchema, (record, raw) => {
    const draft = mapRecord(record, raw);
    const { lastSeenMs: atMs } = draft;
    if (atMs !== null && atMs <= latestMs) mark = laterInstant(mark, { text: record.modified_on ?? '', atMs });
    return draft;
  });
  const read: FalconCursor = {
    ...cursor,
    rows: cursor.rows + records.length,
    newest: { ...cursor.newest, [cursor.pass]: mark?.text ?? null },
  };
  const next = findNext(read, {
    count: records.length,
    // The smaller one: some clouds allow less than they are asked for.
    limit: Math.min(pageLimit(options), limit ?? Number.POSITIVE_INFINITY),
    total,
    after: readNextCursor(after, null),
  });
  // Progress and completeness are told over both passes.
  return { drafts, rejected, total: total + (cursor.live?.total ?? 0), next, last: read };
}

interface PageEnd {
  readonly count: number;
  readonly limit: number;
  readonly total: number;
  readonly after: string | null;
}

/**
 * The end of a pass: an empty page, or as many rows as announced. `after` is no sign, it is repeated on the last page. A
 * full page is never taken for the last one: the total falls when records that we have already met are deleted, and then
 * the rows reach it too early.
 */
function findNext(read: FalconCursor, { count, limit, total, after }: PageEnd): FalconCursor | null {
  const isLast = count === 0 || (read.rows >= total && count < limit);
  // Without progress there is no way on; what is missing then shows in the counts.
  return isLast || after === null || after === read.after ? null : { ...read, after };
}

function conclude({ cursor, received, total }: WalkResult<FalconCursor>): WalkEnd<FalconCursor, FalconCheckpoint> {
  const { live, rows, from, kept, newest, isNarrowed } = cursor;
  const announced = total ?? 0;
  if (live === null) {
    const isComplete = rows >= announced && received >= announced;
    const ended = { total: announced, received, isComplete };
    return { kind: 'again', cursor: { ...cursor, pass: 'deleted', after: null, rows: 0, live: ended } };
  }
  const complete = live.isComplete && rows >= announced - live.total;
  const isUnbounded = from.live === null && from.deleted === null;
  return {
    kind: 'done',
    checkpoint: complete ? newest : kept,
    // A record that was deleted between the passes is in both totals and yet one record.
    expected: complete ? Math.min(announced, received) : announced,
    complete,
    // An account that is suddenly empty is rather a slip of the vendor than the end of all it held.
    exhaustive: complete && isUnbounded && !isNarrowed && announced > 0,
  };
}
