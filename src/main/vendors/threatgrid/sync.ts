import type * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StreamOptionValues } from '../inquiry.ts';
import { defineStream } from '../kit/define-stream.ts';
import { readVendorClock } from '../kit/hints.ts';
import { type JsonRecord, readJsonPage } from '../kit/json-answer.ts';
import { numberOption, optionsToQuery, textOption } from '../kit/query.ts';
import { type ReadRecords, readRecords } from '../kit/read-records.ts';
import { formatSeconds } from '../kit/times.ts';
import type { VendorRequest } from '../operation.ts';
import type { AnyVendorStream, ObservationDraft, VendorPage } from '../vendor.ts';
import { threatgridMappings } from './mapping.ts';
import { parseAfter, passedOptions, threatgridOptionsSchema } from './options.ts';
import { type ThreatgridFeed, threatgridFeedSchema, threatgridRecordSchemas, threatgridRecordsPath } from './schema.ts';
import {
  askedWindow,
  beginWindows,
  checkpointOf,
  fixEnd,
  nextWindow,
  type ThreatgridCheckpoint,
  type ThreatgridCursor,
  threatgridCheckpointSchema,
  threatgridCursorSchema,
} from './windows.ts';

/** Page size of a feed when neither it nor the user says one; 1,000 is what was seen. */
const usualLimit = 1_000;

const schemas = threatgridRecordSchemas;
const mappings = threatgridMappings;

/** The seven feeds. */
export const threatgridStreams: readonly AnyVendorStream[] = [
  defineFeed('ips', 'IP addresses', reader(schemas.ips, mappings.ips)),
  defineFeed('domains', 'Domains', reader(schemas.domains, mappings.domains)),
  defineFeed('urls', 'URLs', reader(schemas.urls, mappings.urls)),
  defineFeed('artifacts', 'Artifacts', reader(schemas.artifacts, mappings.artifacts)),
  defineFeed('paths', 'Paths', reader(schemas.paths, mappings.paths)),
  defineFeed('network_streams', 'Network streams', reader(schemas.network_streams, mappings.network_streams)),
  defineFeed('registry_keys', 'Registry keys', reader(schemas.registry_keys, mappings.registry_keys)),
];

type ReadFeed = (records: readonly JsonRecord[]) => ReadRecords;

function reader<Item>(schema: z.ZodType<Item>, map: (item: Item, raw: string) => ObservationDraft): ReadFeed {
  return (records) => readRecords(records, schema, map);
}

function defineFeed(feed: ThreatgridFeed, displayName: string, readFeed: ReadFeed): AnyVendorStream {
  return defineStream<ThreatgridCursor, ThreatgridCheckpoint>({
    id: feed,
    displayName,
    optionsSchema: threatgridOptionsSchema,
    cursorSchema: threatgridCursorSchema,
    checkpointSchema: threatgridCheckpointSchema,
    // Nothing is known of a limit.
    memoryMs: null,
    begin: ({ checkpoint, full, nowMs, options }) =>
      beginWindows({
        checkpointMs: checkpoint?.untilMs ?? null,
        afterMs: parseAfter(textOption(options, 'after') ?? ''),
        full,
        nowMs,
      }),
    request: (cursor, options) => buildRequest(feed, cursor, options),
    read: (answer, cursor, options) => readPage(answer, { cursor, options, readFeed }),
    // The feeds announce no total, and a walk sees a stretch of time only.
    conclude: ({ cursor }) => ({
      kind: 'done',
      checkpoint: { untilMs: checkpointOf(cursor) },
      expected: null,
      complete: true,
      exhaustive: false,
    }),
  });
}

function buildRequest(feed: ThreatgridFeed, cursor: ThreatgridCursor, options: StreamOptionValues): VendorRequest {
  const { afterMs, beforeMs } = askedWindow(cursor);
  return {
    method: 'GET',
    path: `/api/v2/iocs/feeds/${feed}`,
    query: [
      ['after', formatSeconds(afterMs)],
      ['before', formatSeconds(beforeMs)],
      ...optionsToQuery(options, passedOptions),
      ...(cursor.offset === 0 ? [] : [['offset', String(cursor.offset)] as const]),
    ],
  };
}

interface Asked {
  readonly cursor: ThreatgridCursor;
  readonly options: StreamOptionValues;
  readonly readFeed: ReadFeed;
}

function readPage(answer: HttpAnswer, { cursor, options, readFeed }: Asked): VendorPage<ThreatgridCursor> {
  const { envelope, records } = readJsonPage(answer, threatgridRecordsPath);
  const parsed = threatgridFeedSchema.safeParse(envelope);
  if (!parsed.success || records === undefined) {
    throw new AppError('vendor.badResponse', 'The answer is not a page of a feed.');
  }
  const { index, items_per_page: granted } = parsed.data.data;
  const fixed = fixEnd(cursor, readVendorClock(answer));
  const next = nextWindow(cursor, fixed, {
    count: records.length,
    index: index ?? cursor.offset,
    pageSize: granted ?? numberOption(options, 'limit') ?? usualLimit,
  });
  return { ...readFeed(records), total: null, next, last: fixed };
}
