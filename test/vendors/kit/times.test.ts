import { describe, expect, it } from 'vitest';
import { readCount, readDelay, readRetryAfter, readVendorClock, readVendorEpoch } from '#main/vendors/kit/hints.ts';
import { floorToSecond, formatSeconds, parseEpoch, parseTimestamp } from '#main/vendors/kit/times.ts';
import { jsonAnswer } from './answers.ts';

const noon = Date.UTC(2026, 10, 20, 12);

describe('RFC 3339 times', () => {
  it.each([
    ['2026-11-20T12:00:00Z', noon],
    ['2026-11-20t12:00:00z', noon],
    ['2026-11-20 12:00:00Z', noon],
    ['2026-11-20T12:00:00', noon],
    ['2026-11-20T12:00:00.5Z', noon + 500],
    ['2026-11-20T12:00:00.123456789Z', noon + 123],
    ['2026-11-20T12:00:00.39565409Z', noon + 395],
    ['2026-11-20T14:30:00+02:30', noon],
    ['2026-11-20T07:00:00-0500', noon],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
  ])('%s', (text, expected) => expect(parseTimestamp(text)).toBe(expected));

  it.each([
    '2026-02-31T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T12:60:00Z',
    '2026-11-20T12:00:61Z',
    '2026-11-20T12:00:00+25:00',
    '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-11-20',
    '20 November 2026',
    '1763640000',
    '',
    null,
    undefined,
    1_763_640_000,
  ])('%j is no moment', (text) => expect(parseTimestamp(text)).toBeNull());
});

describe('epoch times', () => {
  it.each([
    [noon, noon],
    [noon / 1000, noon],
    [String(noon / 1000), noon],
    [noon / 1000 + 0.25, noon + 250],
    [867_715_200, 867_715_200_000],
  ])('%j', (value, expected) => expect(parseEpoch(value)).toBe(expected));

  it.each([0, -1, -noon, Number.NaN, Number.POSITIVE_INFINITY, 1e20, 'abc', '', null, undefined, true, {}])(
    '%j is no moment',
    (value) => expect(parseEpoch(value)).toBeNull(),
  );
});

it('writes whole seconds', () => {
  expect(formatSeconds(noon + 999)).toBe('2026-11-20T12:00:00Z');
  expect(floorToSecond(noon + 999)).toBe(noon);
});

describe('hints in headers', () => {
  const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
  const withHeaders = (headers: Record<string, string>) => jsonAnswer({}, { headers });

  it.each([
    ['7', noon + 7_000],
    ['0', noon],
    ['1.5', noon + 1_500],
    ['Fri, 20 Nov 2026 12:01:00 GMT', noon + 60_000],
    ['Thu, 19 Nov 2026 12:00:00 GMT', noon],
  ])('Retry-After %s', (text, expected) => {
    expect(readRetryAfter(withHeaders({ date, 'retry-after': text }), noon)).toBe(expected);
  });

  it.each(['-1', 'abc', '1000000000000', '1e9', 'Infinity', '', '90000', 'Fri, 20 Nov 2099 12:00:00 GMT', 'March 7'])(
    'Retry-After %j says nothing',
    (text) => expect(readRetryAfter(withHeaders({ date, 'retry-after': text }), noon)).toBeNull(),
  );

  it('moments by the vendor’s clock do not lengthen a wait when the clocks differ', () => {
    const ours = noon - 3 * 3_600_000;
    const epoch = String(noon / 1000 + 30);
    expect(readVendorEpoch(epoch, withHeaders({ date }), ours)).toBe(ours + 30_000);
    expect(readRetryAfter(withHeaders({ date, 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }), ours)).toBe(
      ours + 30_000,
    );
    expect(readVendorEpoch(String(noon / 1000 - 5), withHeaders({ date }), noon)).toBe(noon);
    expect(readVendorEpoch('garbage', withHeaders({ date }), noon)).toBeNull();
  });

  it('counts, durations and the vendor’s clock', () => {
    expect([readCount('12'), readCount('-1'), readCount('x'), readCount(undefined)]).toEqual([12, null, null, null]);
    expect(readDelay('30', noon)).toBe(noon + 30_000);
    expect(readVendorClock({ headers: { date } })).toBe(noon);
    expect(readVendorClock({ headers: { date: 'yesterday 5' } })).toBeNull();
    expect(readVendorClock({ headers: { date: 'Thu, 01 Jan 1970 00:00:00 GMT' } })).toBeNull();
  });
});
