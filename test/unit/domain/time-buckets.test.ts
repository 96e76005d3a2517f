import { describe, expect, it } from 'vitest';
import { chooseBuckets } from '#main/domain/time-buckets.ts';
import { bucketLimit } from '#shared/model/histogram-units.ts';

const nowMs = Date.UTC(2026, 10, 21, 10, 30);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const describeBuckets = (minMs: number, maxMs: number) => {
  const { unit, edges } = chooseBuckets({ minMs, maxMs }, nowMs);
  const nameOf = (at: number) => new Date(edges.at(at) ?? Number.NaN).toISOString().slice(0, 13);
  return { unit, count: edges.length - 1, first: nameOf(0), end: nameOf(-1) };
};

describe('buckets of time', () => {
  it('are as narrow as their limit lets them be', () => {
    expect(describeBuckets(nowMs - hourMs, nowMs)).toEqual({
      unit: 'hour',
      count: 2,
      first: '2026-11-21T09',
      end: '2026-11-21T11',
    });
    expect(describeBuckets(nowMs - (bucketLimit - 1) * hourMs, nowMs)).toMatchObject({ unit: 'hour', count: 120 });
    expect(describeBuckets(nowMs - bucketLimit * hourMs, nowMs)).toMatchObject({ unit: 'day', count: 6 });
    expect(describeBuckets(nowMs - 130 * dayMs, nowMs)).toMatchObject({ unit: 'week', count: 19 });
    expect(describeBuckets(nowMs - 900 * dayMs, nowMs)).toMatchObject({ unit: 'month', count: 30 });
  });

  it('have weeks that begin on Monday, and the months of the calendar', () => {
    expect(describeBuckets(nowMs - 130 * dayMs, nowMs)).toMatchObject({ first: '2026-07-13T00', end: '2026-11-23T00' });
    expect(describeBuckets(nowMs - 900 * dayMs, nowMs)).toMatchObject({ first: '2024-06-01T00', end: '2026-12-01T00' });
    expect(describeBuckets(Date.UTC(1969, 11, 31, 23), Date.UTC(1970, 0, 1))).toMatchObject({ first: '1969-12-31T23' });
  });

  it('cover ten years at most, and the present rather than a future that somebody got wrong', () => {
    expect(describeBuckets(0, nowMs)).toEqual({
      unit: 'month',
      count: 120,
      first: '2016-12-01T00',
      end: '2026-12-01T00',
    });
    expect(describeBuckets(nowMs - dayMs, Date.UTC(9999, 0))).toMatchObject({ unit: 'hour', end: '2026-11-21T11' });
    expect(describeBuckets(nowMs + dayMs, nowMs + 2 * dayMs)).toMatchObject({ unit: 'hour', count: 25 });
  });

  it('stand whatever the dates', () => {
    for (const [minMs, maxMs] of [
      [-8.64e15, 8.64e15],
      [-1e300, 1e300],
      [8.64e15, 8.64e15],
      [-62_198_755_200_000, -62_198_755_200_000],
    ] as const) {
      const { edges } = chooseBuckets({ minMs, maxMs }, nowMs);
      expect(edges.length).toBeGreaterThan(1);
      expect(edges.length).toBeLessThanOrEqual(bucketLimit + 1);
      expect(edges.every((edge, at) => Number.isInteger(edge / hourMs) && edge > (edges[at - 1] ?? -Infinity))).toBe(
        true,
      );
    }
  });

  it('are none where there is nothing', () => {
    expect(chooseBuckets(undefined, nowMs).edges).toEqual([]);
  });
});
