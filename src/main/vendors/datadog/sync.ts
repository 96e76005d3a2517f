/**
 * How the explorer is walked. Its list is sorted by `last_seen`, newest first, and paged by offset, so records that are
 * seen again while we walk move to the front and shift the others: the front is read once more at the end. When records
 * left the list meanwhile, the walk is repeated. Between full walks only the front is read, down to where the last walk
 * began.
 */
import * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StreamOptionValues } from '../inquiry.ts';
import { nextOffset } from '../kit/cursors.ts';
import { defineStream } from '../kit/define-stream.ts';
import { readVendorClock } from '../kit/hints.ts';
import { readJsonPage } from '../kit/json-answer.ts';
import { pageSizeSchema } from '../kit/page-size.ts';
import { numberOption, optionsToQuery } from '../kit/query.ts';
import { readRecords, recordReader } from '../kit/read-records.ts';
import type { VendorRequest } from '../operation.ts';
import type { AnyVendorStream, ObservationDraft, VendorPage, WalkEnd, WalkResult, WalkStart } from '../vendor.ts';
import { mapRecord } from './mapping.ts';
import { type DatadogRecord, datadogListSchema, datadogRecordSchema, datadogRecordsPath } from './schema.ts';
import { countPage, emptyTally, isWhole, tallySchema } from './tally.ts';

/** The explorer covers 30 days. */
const memoryMs = 30 * 24 * 60 * 60 * 1000;
/** Old records may appear late, so now and then everything is read again. */
const fullWalkEveryMs = 24 * 60 * 60 * 1000;
/** How far below the last mark the front is read: matches are processed with a delay. */
const overlapMs = 60 * 60 * 1000;
/** A record from further in the vendor's future than this does not move the mark. */
const futureLimitMs = 5 * 60 * 1000;
/** Neither default nor maximum is documented. */
const defaultLimit = 500;

/** The vendor's own parameters of the list, as far as all streams have them. */
const listOptions = {
  query: z.string().max(4_096).describe('Search text of the explorer, e.g. score:>50').optional(),
  worked_by: z.string().max(256).describe('Who triaged it last: handle or UUID').optional(),
  triage_state: z.enum(['not_reviewed', 'reviewed']).describe('Triage state at Datadog').optional(),
  limit: pageSizeSchema.describe(`Records per page; ${defaultLimit} when empty`).optional(),
};

/** The vendor's own parameters of the list. */
export const datadogOptionsSchema = z.strictObject({
  ...listOptions,
  ocsf: z.boolean().describe('true: matches in OCSF fields only; false: matches in text only').optional(),
});

/** `synced` is ours: whether this view is synced beside the explorer. */
const viewOptionsSchema = z.strictObject({
  synced: z.boolean().describe('Whether this view is synced too').optional(),
  ...listOptions,
});

/** Options that leave records out: what a walk then does not see is not gone. */
const narrowing = ['query', 'ocsf', 'worked_by', 'triage_state'] as const;

/** What a complete walk leaves. Times in epoch ms. */
export const datadogCheckpointSchema = z.strictObject({
  /** Newest `last_seen` met, by the vendor's clock; null when no record had one. */
  highMs: z.number().nullable(),
  /** Start of the last complete full walk, by our clock; 0 when the next walk has to be a full one. */
  fullAtMs: z.number(),
  total: z.number().nullable(),
});
export type DatadogCheckpoint = z.infer<typeof datadogCheckpointSchema>;

/** Position inside a walk. */
export const datadogCursorSchema = z.strictObject({
  /** `walk`: everything; `head`: the front once more; `news`: the front only. */
  phase: z.enum(['walk', 'head', 'news']),
  offset: z.number().int(),
  /** A full walk that came out short is repeated once. */
  round: z.number().int(),
  startedAtMs: z.number(),
  isNarrowed: z.boolean(),
  /** `head` and `news` end with the first record seen before this. */
  stopMs: z.number().nullable(),
  highMs: z.number().nullable(),
  /** Newest `last_seen` of the first page of the full walk. */
  topMs: z.number().nullable(),
  /** `news`: records that may be new, since they were first seen after the mark. */
  mayBeNew: z.number().int(),
  /** What the pages of this round say of its completeness. */
  tally: tallySchema,
  base: datadogCheckpointSchema.nullable(),
});
export type DatadogCursor = z.infer<typeof datadogCursorSchema>;

const walkRules = {
  cursorSchema: datadogCursorSchema,
  checkpointSchema: datadogCheckpointSchema,
  memoryMs,
  begin,
  conclude,
} as const;

/** The records of the IoC explorer. */
export const indicatorsStream = defineStream<DatadogCursor, DatadogCheckpoint>({
  ...walkRules,
  id: 'indicators',
  displayName: 'IoC explorer',
  optionsSchema: datadogOptionsSchema,
  request: buildRequest,
  read: (answer, cursor) => readPage(answer, cursor, mapRecord),
  readRecord: recordReader(datadogRecordSchema, mapRecord),
});

/**
 * The two views of the explorer, each a stream of its own, so that a record says in which of them it stood and its counts are not
 * mixed: matches in mapped OCSF fields, and matches in the text of messages.
 */
export const viewStreams: readonly AnyVendorStream[] = [
  defineView({ id: 'indicators_ocsf', displayName: 'OCSF matches', ocsf: true }),
  defineView({ id: 'indicators_message', displayName: 'Message matches', ocsf: false }),
];

interface View {
  readonly id: string;
  readonly displayName: string;
  readonly ocsf: boolean;
}

function defineView({ id, displayName, ocsf }: View): AnyVendorStream {
  return defineStream<DatadogCursor, DatadogCheckpoint>({
    ...walkRules,
    id,
    displayName,
    optionsSchema: viewOptionsSchema,
    isWanted: ({ synced }) => synced === true,
    request: (cursor, options) => buildRequest(cursor, { ...options, ocsf }),
    read: (answer, cursor) => readPage(answer, cursor, mapViewRecord),
    readRecord: recordReader(datadogRecordSchema, mapViewRecord),
  });
}

/** The triage of an indicator is one and the same in both views: the explorer's stream tells it. */
function mapViewRecord(record: DatadogRecord, raw: string): ObservationDraft {
  return { ...mapRecord(record, raw), triage: null };
}

function begin({ checkpoint, full, nowMs, options }: WalkStart<DatadogCheckpoint>): DatadogCursor {
  const isNarrowed = narrowing.some((name) => Object.hasOwn(options, name));
  const walk = startWalk({ startedAtMs: nowMs, isNarrowed, round: 1 });
  if (full || checkpoint === undefined || checkpoint.highMs === null) return walk;
  const sinceFullMs = nowMs - checkpoint.fullAtMs;
  // A clock that was set back is no reason to wait with the next full walk.
  if (sinceFullMs < 0 || sinceFullMs >= fullWalkEveryMs) return walk;
  return { ...walk, phase: 'news', stopMs: checkpoint.highMs - overlapMs, highMs: checkpoint.highMs, base: checkpoint };
}

function startWalk(
  start: Pick<DatadogCursor, 'startedAtMs' | 'isNarrowed' | 'round'>,
  highMs: number | null = null,
): DatadogCursor {
  const place = { phase: 'walk', offset: 0, stopMs: null, topMs: null, mayBeNew: 0, tally: emptyTally } as const;
  return { ...start, ...place, highMs, base: null };
}

function buildRequest(cursor: DatadogCursor, options: StreamOptionValues): VendorRequest {
  return {
    method: 'GET',
    path: '/api/v2/security/siem/ioc-explorer',
    query: [
      ['limit', String(numberOption(options, 'limit') ?? defaultLimit)],
      ['offset', String(cursor.offset)],
      ['sort[column]', 'last_seen_ts_epoch'],
      ['sort[order]', 'desc'],
      ...optionsToQuery(options, narrowing),
    ],
  };
}

function readPage(answer: HttpAnswer, cursor: DatadogCursor, map: typeof mapRecord): VendorPage<DatadogCursor> {
  const { envelope, records = [] } = readJsonPage(answer, datadogRecordsPath);
  const parsed = datadogListSchema.safeParse(envelope);
  if (!parsed.success) throw new AppError('vendor.badResponse', 'The answer is not a list of the IoC explorer.');
  const { metadata, paging } = parsed.data.data.attributes;
  const total = metadata?.count ?? null;
  const { drafts, rejected } = readRecords(records, datadogRecordSchema, map);
  const latestMs = (readVendorClock(answer) ?? cursor.startedAtMs) + futureLimitMs;
  const seen = drafts.flatMap(({ lastSeenMs }) => lastSeenMs ?? []);
  const newestMs = maximum(seen.filter((atMs) => atMs <= latestMs));
  const stopMs = cursor.stopMs ?? Number.NEGATIVE_INFINITY;
  const isNew = ({ firstSeenMs }: { readonly firstSeenMs: number | null }) => (firstSeenMs ?? stopMs) >= stopMs;
  const read: DatadogCursor = {
    ...cursor,
    highMs: maximum([cursor.highMs, newestMs]),
    topMs: cursor.phase === 'walk' && cursor.offset === 0 ? newestMs : cursor.topMs,
    tally: countPage(cursor.tally, { count: records.length, total, isFront: cursor.phase !== 'walk' }),
    mayBeNew: cursor.mayBeNew + drafts.filter((draft) => (draft.lastSeenMs ?? stopMs) >= stopMs && isNew(draft)).length,
  };
  const offset = nextOffset({ offset: cursor.offset, count: records.length, stated: paging?.offset ?? null, total });
  const isPast = cursor.phase !== 'walk' && seen.some((atMs) => atMs < stopMs);
  return { drafts, rejected, total, next: nextCursor(read, { offset, isPast }), last: read };
}

/** @param place `isPast`: the page reached records from before the mark. */
function nextCursor(
  read: DatadogCursor,
  { offset, isPast }: { readonly offset: number | null; readonly isPast: boolean },
): DatadogCursor | null {
  if (read.phase !== 'walk') {
    // Without a mark the front is the first page.
    return offset === null || isPast || read.stopMs === null ? null : { ...read, offset };
  }
  if (offset !== null) return { ...read, offset };
  // Nothing can have moved between the pages of a walk that had but one.
  return read.offset === 0 ? null : { ...read, phase: 'head', offset: 0, stopMs: read.topMs };
}

function conclude({ cursor, received, total }: WalkResult<DatadogCursor>): WalkEnd<DatadogCursor, DatadogCheckpoint> {
  const { base, highMs, startedAtMs, isNarrowed } = cursor;
  if (cursor.phase === 'news' && base !== null) {
    const isOdd = base.total !== null && total !== null && total > base.total + cursor.mayBeNew;
    // Records have appeared that are not at the front: look at everything.
    if (isOdd) return { kind: 'again', cursor: startWalk({ startedAtMs, isNarrowed, round: 1 }, highMs) };
    return { kind: 'done', checkpoint: { ...base, highMs, total }, expected: null, complete: true, exhaustive: false };
  }
  const isComplete = isWhole(cursor.tally, received);
  if (!isComplete && cursor.round === 1) {
    return { kind: 'again', cursor: startWalk({ startedAtMs, isNarrowed, round: 2 }, highMs) };
  }
  return {
    kind: 'done',
    checkpoint: { highMs, fullAtMs: isComplete ? startedAtMs : 0, total },
    expected: cursor.tally.largest,
    complete: isComplete,
    // A list that is suddenly empty is rather a slip of the vendor than the end of all it knew.
    exhaustive: isComplete && total !== null && total > 0 && !isNarrowed,
  };
}

function maximum(values: readonly (number | null)[]): number | null {
  let highest: number | null = null;
  for (const value of values) if (value !== null && (highest === null || value > highest)) highest = value;
  return highest;
}
