/** Any window of any of the seven feeds, and the curated feeds. */
import * as z from 'zod';
import { defineOperation, encodeSegment } from '../../kit/define-operation.ts';
import { curatedFeeds } from '../curated/feeds.ts';
import { threatgridOptionsSchema } from '../options.ts';
import { type ThreatgridFeed, threatgridRecordSchemas } from '../schema.ts';

/** Every key reads feeds. */
const scope = 'API access';

/** The service is strict: whole seconds, a zone of `Z`, of `+hhmm`, or none. */
const momentSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:[Zz]|[+-]\d{4})?$/, 'a moment such as 2026-11-01T00:00:00Z');

const restriction = z.string().min(1).max(4_096);

/** Which restrictions a feed takes beside those that all have. */
const restrictions: Readonly<Record<ThreatgridFeed, readonly string[]>> = {
  ips: ['ip'],
  domains: ['domain'],
  urls: ['url'],
  artifacts: ['sha256', 'sha1', 'md5', 'path'],
  paths: ['path'],
  network_streams: ['ip', 'port'],
  registry_keys: ['registry_key'],
};

const feedNames = Object.keys(threatgridRecordSchemas);
const restrictionNames: ReadonlySet<string> = new Set(Object.values(restrictions).flat());
const { after: _after, limit: _limit, ...passed } = threatgridOptionsSchema.shape;

/** A page of a feed. */
export const feedOperation = defineOperation({
  name: 'ioc_feed_get',
  kind: 'read',
  method: 'GET',
  path: '/api/v2/iocs/feeds/{feedname}',
  summary: 'Any window of a feed',
  scope,
  verified: 'recording',
  parameters: {
    path: { feedname: z.enum(feedNames).describe('Name of the feed') },
    query: {
      after: momentSchema.describe('Begin of the window, e.g. 2026-11-01T00:00:00Z').optional(),
      before: momentSchema.describe('End of the window').optional(),
      ...passed,
      limit: z.number().int().min(1).max(100_000).describe("Records per page; the feed's own when empty").optional(),
      offset: z.number().int().min(0).describe('Records to skip').optional(),
      ip: restriction.describe('ips, network_streams: address or network').optional(),
      port: z.number().int().min(0).max(65_535).describe('network_streams: port').optional(),
      domain: restriction.describe('domains: domain or host name').optional(),
      url: restriction.describe('urls: URL or a part of one').optional(),
      sha256: restriction.describe('artifacts: SHA-256').optional(),
      sha1: restriction.describe('artifacts: SHA-1').optional(),
      md5: restriction.describe('artifacts: MD5').optional(),
      path: restriction.describe('artifacts, paths: path or a part of one').optional(),
      registry_key: restriction.describe('registry_keys: registry key').optional(),
    },
  },
  check: (input) => {
    const [, taken = []] = Object.entries(restrictions).find(([feed]) => feed === input['feedname']) ?? [];
    const wrong = Object.keys(input).find(
      (name) => input[name] !== undefined && restrictionNames.has(name) && !taken.includes(name),
    );
    return wrong === undefined ? undefined : `the feed ${String(input['feedname'])} takes no ${wrong}`;
  },
  output: z.looseObject({
    data: z.looseObject({
      index: z.number().nullish(),
      current_item_count: z.number().nullish(),
      items_per_page: z.number().nullish(),
      items: z.array(z.looseObject({})),
    }),
  }),
});

/** A file of a curated feed: the current one, or that of a day. */
export const curatedOperation = defineOperation({
  name: 'curated_feed_get',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/feeds/{name}_{date}.{format}',
  summary: 'A curated feed: the current file, or that of a day',
  scope,
  verified: 'recording',
  parameters: {
    path: {
      name: z.enum(curatedFeeds).describe('Name of the feed'),
      date: z.iso.date().describe('UTC day, e.g. 2026-11-01; the current file when empty').optional(),
      format: z
        .enum(['json', 'csv', 'snort', 'stix', 'txt'])
        .describe('Format of the file; json when empty')
        .optional(),
    },
    query: {
      after: momentSchema.describe('Begin of the window').optional(),
      before: momentSchema.describe('End of the window').optional(),
    },
  },
  place: {
    path: ({ name, date, format = 'json' }) => {
      const day = date === undefined ? '' : `_${String(date)}`;
      return `/api/v3/feeds/${encodeSegment(`${String(name)}${day}.${String(format)}`)}`;
    },
  },
  isText: ({ format = 'json' }) => format !== 'json',
  // A bare list; two of the feeds may have other members than the domain ones.
  output: z.array(z.looseObject({})),
});
