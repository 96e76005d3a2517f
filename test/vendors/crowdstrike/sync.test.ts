import { describe, expect, it } from 'vitest';
import {
  type FalconCursor,
  falconCheckpointSchema,
  falconCursorSchema,
  noMarks,
} from '#main/vendors/crowdstrike/cursor.ts';
import { falconOptionsSchema, indicatorsStream } from '#main/vendors/crowdstrike/sync.ts';
import type { StreamOptionValues } from '#main/vendors/inquiry.ts';
import type { WalkResult } from '#main/vendors/vendor.ts';
import { jsonAnswer } from '../kit/answers.ts';
import { iocRecord, readRecordedAnswer } from './fixtures.ts';

const nowMs = Date.UTC(2026, 10, 20, 12);
const date = new Date(nowMs).toUTCString();
const options: StreamOptionValues = { limit: 2 };

function begin(checkpoint?: unknown, rest: { full?: boolean; options?: StreamOptionValues } = {}): FalconCursor {
  const start = { checkpoint, full: rest.full ?? false, nowMs, options: rest.options ?? options };
  return falconCursorSchema.parse(indicatorsStream.begin(start));
}

interface PageParts {
  readonly total: number;
  readonly after?: string | undefined;
  readonly resources?: readonly unknown[] | null | undefined;
  readonly limit?: number;
  readonly errors?: unknown;
}

function page({ total, after, resources = [], limit = 2, errors = null }: PageParts) {
  const pagination = { limit, total, offset: 0, ...(after === undefined ? {} : { after }) };
  const body = { meta: { query_time: 0.01, pagination, powered_by: 'ioc-manager' }, errors, resources };
  return jsonAnswer(body, { headers: { 'content-type': 'application/json', date } });
}

function read(cursor: FalconCursor, parts: PageParts) {
  return indicatorsStream.read(page(parts), cursor, options);
}

function numbered(...numbers: readonly number[]) {
  return numbers.map((n) =>
    iocRecord({ id: `id-${n}`, value: `host-${n}.example`, modified_on: `2026-11-0${n}T00:00:00.5Z` }),
  );
}

function cursorOf(value: unknown): FalconCursor {
  return falconCursorSchema.parse(value);
}

function conclude(cursor: unknown, rest: Omit<WalkResult<unknown>, 'cursor'>) {
  return indicatorsStream.conclude({ cursor, ...rest });
}

describe('the request', () => {
  it('of a first walk asks for everything, page by page', () => {
    const request = indicatorsStream.request(begin(undefined, { options: {} }), {});
    expect(request).toEqual({
      method: 'GET',
      path: '/iocs/combined/indicator/v1',
      query: [
        ['filter', 'deleted:false'],
        ['sort', 'modified_on.asc'],
        ['limit', '500'],
      ],
    });
  });

  it('of a later page carries the same filter and the mark', () => {
    const cursor: FalconCursor = { ...begin(), after: 'WzEsImEiXQ==' };
    expect(indicatorsStream.request(cursor, options).query).toEqual([
      ['filter', 'deleted:false'],
      ['sort', 'modified_on.asc'],
      ['limit', '2'],
      ['after', 'WzEsImEiXQ=='],
    ]);
  });

  it('of an incremental walk starts five minutes below each pass’s own mark', () => {
    const marks = { live: '2026-11-20T10:00:00.999999999Z', deleted: '2026-11-19T00:00:01Z' };
    const cursor = begin(marks);
    expect(indicatorsStream.request(cursor, options).query[0]).toEqual([
      'filter',
      "deleted:false+modified_on:>='2026-11-20T09:55:00Z'",
    ]);
    expect(indicatorsStream.request({ ...cursor, pass: 'deleted' }, options).query[0]).toEqual([
      'filter',
      "deleted:true+modified_on:>='2026-11-18T23:55:01Z'",
    ]);
    expect(indicatorsStream.request(begin(marks, { full: true }), options).query[0]).toEqual([
      'filter',
      'deleted:false',
    ]);
  });

  it('keeps the user’s filter within brackets', () => {
    const given = { filter: "type:'domain',type:'ipv4'", from_parent: false };
    expect(indicatorsStream.request(begin(undefined, { options: given }), given).query).toEqual([
      ['filter', "deleted:false+(type:'domain',type:'ipv4')"],
      ['sort', 'modified_on.asc'],
      ['limit', '500'],
      ['from_parent', 'false'],
    ]);
  });
});

describe('the options', () => {
  it.each([[{}], [{ filter: "value:'it\\'s)'", from_parent: true, limit: 2_000 }], [{ filter: '(a:"(" , b:1)' }]])(
    'take %j',
    (given) => {
      expect(falconOptionsSchema.safeParse(given).success).toBe(true);
    },
  );

  it.each([
    [{ filter: 'a:1),(b:2' }],
    [{ filter: "a:'1" }],
    [{ filter: '(a:1' }],
    [{ filter: '' }],
    [{ limit: 0 }],
    [{ limit: 2_001 }],
    [{ limit: 1.5 }],
    [{ from_parent: 'yes' }],
    [{ offset: 1 }],
  ])('refuse %j', (given) => {
    expect(falconOptionsSchema.safeParse(given).success).toBe(false);
  });
});

describe('a page', () => {
  it('in the middle goes on behind its last record', () => {
    const { next, total, drafts, rejected } = read(begin(), { total: 5, after: 'A', resources: numbered(1, 2) });
    expect(total).toBe(5);
    expect(drafts.map(({ vendorKey }) => vendorKey)).toEqual(['id-1', 'id-2']);
    expect(rejected).toEqual([]);
    expect(next).toEqual({
      ...begin(),
      after: 'A',
      rows: 2,
      newest: { live: '2026-11-02T00:00:00.5Z', deleted: null },
    });
  });

  it('is the last one when it is not full and the rows reach the total, although `after` is repeated', () => {
    const cursor: FalconCursor = { ...begin(), after: 'A', rows: 2 };
    const last = read(cursor, { total: 3, after: 'B', resources: numbered(3) });
    expect(last.next).toBeNull();
    expect(last.last).toMatchObject({ rows: 3, newest: { live: '2026-11-03T00:00:00.5Z' } });
  });

  it('is the last one when it is empty, whatever the total', () => {
    expect(read({ ...begin(), after: 'A', rows: 2 }, { total: 9, after: 'A' }).next).toBeNull();
    expect(read(begin(), { total: 0, resources: null }).next).toBeNull();
  });

  it('that is full is not the last one: the total may have fallen behind us', () => {
    // Four were met, of which two have been deleted since; two more are to come.
    const cursor: FalconCursor = { ...begin(), after: 'A', rows: 2 };
    expect(read(cursor, { total: 4, after: 'B', resources: numbered(3, 4) }).next).toMatchObject({
      after: 'B',
      rows: 4,
    });
  });

  it('is measured by the smaller limit where the vendor allows less', () => {
    const first = indicatorsStream.read(page({ total: 3, after: 'A', limit: 1, resources: numbered(1) }), begin(), {});
    expect(first.next).toMatchObject({ after: 'A', rows: 1 });
  });

  it('ends the pass when it leads nowhere or back to itself', () => {
    const cursor: FalconCursor = { ...begin(), after: 'A', rows: 2 };
    expect(read(cursor, { total: 9, after: 'A', resources: numbered(3, 4) }).next).toBeNull();
    expect(read(cursor, { total: 9, resources: numbered(3, 4) }).next).toBeNull();
    expect(read(cursor, { total: 9, after: '', resources: numbered(3, 4) }).next).toBeNull();
  });

  it('puts a bad record aside and goes on', () => {
    const { drafts, rejected, next } = read(begin(), {
      total: 4,
      after: 'A',
      resources: [{ unexpected: true }, ...numbered(2)],
    });
    expect(drafts).toHaveLength(1);
    expect(rejected).toEqual([{ reason: 'id is missing.', raw: '{"unexpected":true}' }]);
    expect(next).toMatchObject({ rows: 2 });
  });

  it('keeps each record’s text exactly as it came', () => {
    const record = '{"value" : "evil.example", "type":"domain","id":"1", "note":"\\u0041" }';
    const body = `{"resources":[ ${record} ],"meta":{"pagination":{"limit":2,"total":1}}}`;
    const answer = { ...page({ total: 1 }), body: new TextEncoder().encode(body) };
    expect(indicatorsStream.read(answer, begin(), options).drafts[0]?.raw).toBe(record);
  });

  it('tells progress over both passes', () => {
    const live = { total: 7, received: 7, isComplete: true };
    const cursor: FalconCursor = { ...begin(), pass: 'deleted', live };
    expect(read(cursor, { total: 2, after: 'A', resources: numbered(1, 2) }).total).toBe(9);
  });

  it('does not let records of the vendor’s future move the mark', () => {
    const resources = [iocRecord({ id: '1' }), iocRecord({ id: '2', modified_on: '2126-01-01T00:00:00Z' })];
    expect(read(begin(), { total: 2, resources }).last).toMatchObject({
      newest: { live: '2026-11-02T09:30:00.123456789Z' },
    });
  });

  it('compares marks as instants, not as text', () => {
    const times = ['2026-11-02T09:30:00.39565409Z', '2026-11-02T09:30:00.4Z', '2026-11-02T09:30:00.395654089Z'];
    const resources = times.map((modified_on, n) => iocRecord({ id: String(n), modified_on }));
    expect(read(begin(), { total: 3, resources }).last).toMatchObject({ newest: { live: times[1] } });
  });

  it.each([
    ['without paging', { resources: [] }],
    ['without a total', { meta: { pagination: { limit: 2 } }, resources: [] }],
    ['of another kind', ['x']],
  ])('%s is refused as a whole', (_, body) => {
    expect(() => indicatorsStream.read(jsonAnswer(body), begin(), options)).toThrow(
      expect.objectContaining({ code: 'vendor.badResponse' }),
    );
  });

  it('with errors is refused although it has records', () => {
    const errors = [{ code: 500, message: 'shard failed' }];
    expect(() => read(begin(), { total: 2, resources: numbered(1, 2), errors })).toThrow(
      expect.objectContaining({ code: 'vendor.unavailable', message: expect.stringContaining('shard failed') }),
    );
  });

  it.each(['search_no_hit.json', 'search_one_hit.json'])('as recorded in %s is understood', (name) => {
    const { body } = readRecordedAnswer(name);
    const { total, rejected } = indicatorsStream.read(jsonAnswer(body), begin(), {});
    const { resources } = body as { resources: readonly unknown[] };
    expect(total).toBe(resources.length);
    // That search answers with ids, not with records.
    expect(rejected).toHaveLength(resources.length);
  });
});

describe('the end of the live pass', () => {
  it('leads to the deleted ones', () => {
    const cursor = { ...begin({ live: '2026-11-01T00:00:00Z', deleted: null }), rows: 4, after: 'B' };
    const end = conclude(cursor, { received: 3, total: 3 });
    expect(end).toEqual({
      kind: 'again',
      cursor: { ...cursor, pass: 'deleted', after: null, rows: 0, live: { total: 3, received: 3, isComplete: true } },
    });
  });

  it('is short when fewer came than announced, repeated ones not counted', () => {
    const short = conclude({ ...begin(), rows: 4 }, { received: 3, total: 4 });
    expect(short).toMatchObject({ cursor: { live: { isComplete: false } } });
  });
});

describe('the end of the walk', () => {
  const kept = { live: '2026-11-01T00:00:00Z', deleted: '2026-10-01T00:00:00Z' };
  const newest = { live: '2026-11-09T00:00:00Z', deleted: '2026-11-08T00:00:00Z' };
  const live = { total: 10, received: 10, isComplete: true };
  const ended = cursorOf({ ...begin(kept), pass: 'deleted', newest, rows: 3, live });

  it('leaves the newest marks and both totals', () => {
    expect(conclude(ended, { received: 13, total: 13 })).toEqual({
      kind: 'done',
      checkpoint: newest,
      expected: 13,
      complete: true,
      exhaustive: false,
    });
  });

  it('is no false alarm when records moved between the passes', () => {
    expect(conclude(ended, { received: 12, total: 13 })).toMatchObject({ complete: true, expected: 12 });
  });

  it('is no false alarm when the live total fell', () => {
    const fallen = { ...ended, live: { total: 10, received: 14, isComplete: true } };
    expect(conclude(fallen, { received: 17, total: 13 })).toMatchObject({ complete: true, expected: 13 });
  });

  it.each([
    ['the live pass was short', { ...ended, live: { ...live, isComplete: false } }],
    ['the deleted pass was short', { ...ended, rows: 2 }],
  ])('keeps the old marks when %s', (_, cursor) => {
    expect(conclude(cursor, { received: 12, total: 13 })).toEqual({
      kind: 'done',
      checkpoint: kept,
      expected: 13,
      complete: false,
      exhaustive: false,
    });
  });

  it('has seen everything only after a full walk without a filter', () => {
    const walked = (cursor: FalconCursor) =>
      conclude({ ...cursor, pass: 'deleted', rows: 3, live }, { received: 13, total: 13 });
    expect(walked(begin(kept, { full: true }))).toMatchObject({ exhaustive: true });
    expect(walked(begin())).toMatchObject({ exhaustive: true });
    expect(walked(begin(kept))).toMatchObject({ exhaustive: false });
    expect(walked(begin(kept, { full: true, options: { filter: 'a:1' } }))).toMatchObject({ exhaustive: false });
    expect(walked(begin(kept, { full: true, options: { from_parent: false } }))).toMatchObject({ exhaustive: false });
  });

  it('does not take an account that is suddenly empty at its word', () => {
    const empty = {
      ...begin(kept, { full: true }),
      pass: 'deleted',
      live: { total: 0, received: 0, isComplete: true },
    };
    expect(conclude(empty, { received: 0, total: 0 })).toMatchObject({ complete: true, exhaustive: false });
  });
});

describe('what is stored', () => {
  it('survives JSON', () => {
    const cursor = begin({ live: '2026-11-01T00:00:00Z', deleted: null });
    expect(falconCursorSchema.parse(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
    expect(falconCheckpointSchema.parse(JSON.parse(JSON.stringify(noMarks)))).toEqual(noMarks);
  });
});
