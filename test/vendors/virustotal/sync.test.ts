import { describe, expect, it } from 'vitest';
import type { StreamOptionValues } from '#main/vendors/inquiry.ts';
import type { WalkResult } from '#main/vendors/vendor.ts';
import {
  iocStream,
  type VirustotalCursor,
  virustotalCursorSchema,
  virustotalOptionsSchema,
} from '#main/vendors/virustotal/sync.ts';
import { jsonAnswer } from '../kit/answers.ts';
import { context, readRecordedBody, streamItem } from './fixtures.ts';

const nowMs = Date.UTC(2026, 10, 20, 12);
const vendorNowMs = nowMs + 3_000;
const headers = { 'content-type': 'application/json', date: new Date(vendorNowMs).toUTCString() };

function begin(sinceMs?: number | null, full = false): VirustotalCursor {
  const checkpoint = sinceMs === undefined ? undefined : { sinceMs };
  return virustotalCursorSchema.parse(iocStream.begin({ checkpoint, full, nowMs, options: {} }));
}

interface PageParts {
  readonly meta?: unknown;
  readonly links?: unknown;
  readonly data?: readonly unknown[];
}

function read(cursor: VirustotalCursor, { meta, links, data = [] }: PageParts, sent: Record<string, string> = headers) {
  const body = { data, ...(meta === undefined ? {} : { meta }), ...(links === undefined ? {} : { links }) };
  return iocStream.read(jsonAnswer(body, { headers: sent }), cursor, {});
}

function items(...numbers: readonly number[]) {
  return numbers.map((n) =>
    streamItem({ context_attributes: context({ notification_id: String(n), notification_date: 1_763_000_000 + n }) }),
  );
}

const onward = { self: 'https://www.virustotal.com/a', next: 'https://www.virustotal.com/b' };

function conclude(change: Partial<VirustotalCursor>, rest: Omit<WalkResult<unknown>, 'cursor'>) {
  return iocStream.conclude({ cursor: { ...begin(), startedMs: vendorNowMs, ...change }, ...rest });
}

describe('the request', () => {
  it('of a first walk asks for all there is, oldest first', () => {
    expect(iocStream.request(begin(), {})).toEqual({
      method: 'GET',
      path: '/api/v3/ioc_stream',
      query: [
        ['order', 'date+'],
        ['limit', '40'],
        ['descriptors_only', 'false'],
      ],
    });
  });

  it('of an incremental walk starts a minute below the checkpoint, beside the user’s filter, on every page', () => {
    const options: StreamOptionValues = {
      filter: 'origin:hunting entity_type:file',
      descriptors_only: true,
      limit: 10,
    };
    const cursor: VirustotalCursor = { ...begin(Date.UTC(2026, 10, 19, 8, 0, 0, 900)), cursor: 'eJw+/=' };
    expect(iocStream.request(cursor, options).query).toEqual([
      ['filter', 'origin:hunting entity_type:file date:2026-11-19T07:59:00+'],
      ['order', 'date+'],
      ['limit', '10'],
      ['descriptors_only', 'true'],
      ['cursor', 'eJw+/='],
    ]);
  });

  it('of a full walk has no lower bound', () => {
    expect(iocStream.request(begin(nowMs, true), {}).query[0]).toEqual(['order', 'date+']);
    expect(iocStream.request(begin(null), {}).query[0]).toEqual(['order', 'date+']);
  });
});

describe('the options', () => {
  it.each([
    [{}, true],
    [{ filter: 'origin:hunting', descriptors_only: true, limit: 40 }, true],
    [{ limit: 41 }, false],
    [{ limit: 0 }, false],
    [{ filter: ' ' }, false],
    [{ filter: 'hunting' }, false],
    [{ filter: 'origin:hunting" date:2026-11-01+' }, false],
    [{ order: 'date-' }, false],
    [{ cursor: 'x' }, false],
  ])('%j fit: %s', (options, fits) => {
    expect(virustotalOptionsSchema.safeParse(options).success).toBe(fits);
  });
});

describe('a page', () => {
  it('leads on with the vendor’s cursor', () => {
    const page = read(begin(), { data: items(1, 2), meta: { cursor: 'C1', count: 5 }, links: onward });
    expect(page.total).toBe(5);
    expect(page.drafts.map(({ vendorKey }) => vendorKey)).toEqual(['1', '2']);
    expect(page.next).toEqual({
      cursor: 'C1',
      fromMs: null,
      keptMs: null,
      startedMs: vendorNowMs,
      least: 5,
      newestMs: 1_763_000_002_000,
      beganMs: nowMs,
    });
  });

  it.each([
    ['no cursor', { count: 2 }, onward],
    ['an empty cursor', { count: 2, cursor: '' }, onward],
    ['no link to go on', { count: 2, cursor: 'C1' }, { self: 'https://www.virustotal.com/a' }],
    ['neither meta nor links', undefined, undefined],
  ])('with %s is the last one', (_, meta, links) => {
    const page = read(begin(), { data: items(1, 2), meta, links });
    expect(page.next).toBeNull();
    expect(page.last).toMatchObject({ startedMs: vendorNowMs, newestMs: 1_763_000_002_000 });
  });

  it.each([{ meta: { count: 0 } }, { data: null }, { data: {} }, { data: [], meta: 'x' }])(
    'is refused where it is none: %j',
    (body) => {
      expect(() => iocStream.read(jsonAnswer(body, { headers }), begin(), {})).toThrow('not a page');
    },
  );

  it('without links goes by the cursor', () => {
    expect(read(begin(), { meta: { cursor: 'C1', count: 9 } }).next).toMatchObject({ cursor: 'C1' });
  });

  it('keeps the moment of the first page and the smallest count', () => {
    const cursor: VirustotalCursor = { ...begin(), cursor: 'C1', startedMs: vendorNowMs - 9_000, least: 5 };
    expect(read(cursor, { meta: { count: 8 } }).last).toMatchObject({ startedMs: vendorNowMs - 9_000, least: 5 });
    expect(read(cursor, { meta: { count: 4 } }).last).toMatchObject({ least: 4 });
    expect(read(cursor, {}).last).toMatchObject({ least: 5 });
  });

  it('hands a repeated cursor on, for the page loop to see', () => {
    const first = read(begin(), { data: items(1), meta: { cursor: 'C1', count: 5 }, links: onward });
    const cursor = virustotalCursorSchema.parse(first.next);
    expect(read(cursor, { data: items(1), meta: { cursor: 'C1', count: 5 }, links: onward }).next).toEqual(cursor);
  });

  it('does not tell a total of exactly 1,000', () => {
    const page = read(begin(), { meta: { count: 1_000 } });
    expect(page.total).toBeNull();
    expect(page.last).toMatchObject({ least: 1_000 });
  });

  it('puts a bad item aside', () => {
    const { drafts, rejected } = read(begin(), { data: [{ type: 'file' }, ...items(1)], meta: { count: 2 } });
    expect(drafts).toHaveLength(1);
    expect(rejected).toEqual([{ reason: 'id is missing.', raw: '{"type":"file"}' }]);
  });

  it.each([
    ['no data', { meta: { count: 0 } }],
    ['data that is no list', { data: {} }],
    ['a list', []],
    ['an overlong cursor', { data: [], meta: { cursor: 'x'.repeat(8_193), count: 1 } }],
  ])('with %s is refused as a whole', (_, body) => {
    expect(() => iocStream.read(jsonAnswer(body, { headers }), begin(), {})).toThrow(
      expect.objectContaining({ code: 'vendor.badResponse' }),
    );
  });

  it.each([
    ['01_ioc_stream_docs_sample.json', 1, 0, null, true],
    ['02_ioc_stream_descriptors_url_page.json', 5, 0, 114, true],
    ['03_ioc_stream_full_files_subscriptions.json', 2, 0, null, false],
    ['04_ioc_stream_default_page_envelope.json', 0, 1, 2_545, true],
    ['07_ioc_stream_full_domain_hunting.json', 1, 0, 341, true],
    ['08_ioc_stream_descriptors_file_snippets.json', 2, 0, 100_640, true],
  ])('as recorded in %s is understood', (name, good, bad, total, hasNext) => {
    const page = iocStream.read(jsonAnswer(readRecordedBody(name)), begin(), {});
    expect([page.drafts.length, page.rejected.length, page.total, page.next !== null]).toEqual([
      good,
      bad,
      total,
      hasNext,
    ]);
  });
});

describe('the end', () => {
  it('leaves the moment the walk began, by the vendor’s clock', () => {
    expect(conclude({ least: 5 }, { received: 5, total: 5 })).toEqual({
      kind: 'done',
      checkpoint: { sinceMs: vendorNowMs },
      expected: 5,
      complete: true,
      exhaustive: false,
    });
  });

  it('is short below every count', () => {
    expect(conclude({ least: 5, keptMs: 1_000 }, { received: 4, total: 6 })).toMatchObject({
      checkpoint: { sinceMs: 1_000 },
      expected: 5,
      complete: false,
    });
  });

  it('is no false alarm when the count moves either way', () => {
    expect(conclude({ least: 5 }, { received: 8, total: 8 })).toMatchObject({ complete: true, expected: 8 });
    expect(conclude({ least: 5 }, { received: 7, total: 5 })).toMatchObject({ complete: true, expected: 5 });
  });

  it('starts over next time when something was put in behind it', () => {
    expect(conclude({ least: 5, keptMs: 1_000 }, { received: 5, total: 6 })).toMatchObject({
      complete: true,
      expected: 5,
      checkpoint: { sinceMs: 1_000 },
    });
  });

  it('does not expect a capped count', () => {
    expect(conclude({ least: 1_000 }, { received: 2_345, total: null })).toMatchObject({
      complete: true,
      expected: null,
    });
    expect(conclude({ least: 1_000 }, { received: 1_000, total: null })).toMatchObject({
      complete: true,
      expected: 1_000,
    });
    expect(conclude({ least: 1_000 }, { received: 999, total: null })).toMatchObject({
      complete: false,
      expected: 1_000,
    });
  });

  it('without any count trusts the vendor’s end', () => {
    expect(conclude({ least: null }, { received: 7, total: null })).toMatchObject({ complete: true, expected: null });
  });

  it('never moves a checkpoint backwards, but heals one that lies in the future', () => {
    const done = (keptMs: number) => conclude({ least: 0, keptMs }, { received: 0, total: 0 });
    expect(done(vendorNowMs + 60_000)).toMatchObject({ checkpoint: { sinceMs: vendorNowMs + 60_000 } });
    expect(done(vendorNowMs + 86_400_000)).toMatchObject({ checkpoint: { sinceMs: vendorNowMs } });
  });

  it('without the vendor’s clock goes by its dates, never beyond ours', () => {
    const done = (change: Partial<VirustotalCursor>) =>
      conclude({ startedMs: null, least: 1, ...change }, { received: 1, total: 1 });
    expect(done({ newestMs: nowMs - 5_000, keptMs: 1_000 })).toMatchObject({ checkpoint: { sinceMs: nowMs - 5_000 } });
    expect(done({ newestMs: nowMs + 5_000 })).toMatchObject({ checkpoint: { sinceMs: nowMs } });
    expect(done({ newestMs: null, keptMs: 1_000 })).toMatchObject({ checkpoint: { sinceMs: 1_000 } });
    const { 'content-type': type } = headers;
    expect(read(begin(), { meta: { count: 0 } }, { 'content-type': type }).last).toMatchObject({ startedMs: null });
  });
});
