import { describe, expect, it } from 'vitest';
import type { HistogramBucket } from '#shared/model/histogram.ts';
import {
  bucketAt,
  describeStretch,
  labelOf,
  layOutBars,
  writeStretch,
} from '../../../src/renderer/src/features/explore/histogram/bars.ts';
import { hasRange, writeRange } from '../../../src/renderer/src/features/explore/query-text.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const monday = Date.UTC(2026, 10, 16);
const counts = { none: 0, low: 0, medium: 0, high: 0, critical: 0 };

const bucket = (fromMs: number, widthMs: number, some: Partial<typeof counts> = {}): HistogramBucket => ({
  fromMs,
  toMs: fromMs + widthMs,
  counts: { ...counts, ...some },
});

describe('bars of the histogram', () => {
  const days = [
    bucket(monday, dayMs, { low: 1, critical: 3 }),
    bucket(monday + dayMs, dayMs),
    bucket(monday + 2 * dayMs, dayMs, { high: 1_000 }),
  ];

  it('stand on the worst severity and never leave the plot', () => {
    const { bars } = layOutBars(days, 300, 50);
    expect(bars.map(({ parts }) => parts.map(({ severity }) => severity))).toEqual([['critical', 'low'], [], ['high']]);
    expect(bars[2]?.parts).toEqual([{ severity: 'high', y: 0, height: 50 }]);
    // Three of a thousand are still seen.
    expect(bars[0]?.parts[0]).toEqual({ severity: 'critical', y: 48.5, height: 1.5 });
    const crowded = bucket(monday, dayMs, { none: 1, low: 1, medium: 1, high: 1, critical: 1_000 });
    const parts = layOutBars([crowded], 300, 50).bars[0]?.parts ?? [];
    expect(Math.min(...parts.map(({ y }) => y))).toBe(0);
  });

  it('are found again by their place', () => {
    const layout = layOutBars(days, 300, 50);
    expect(layout.slot).toBe(72);
    expect([-5, 0, 71.9, 72, 290].map((x) => bucketAt(layout, x))).toEqual([0, 0, 0, 1, 2]);
  });

  it('fill a wide plot with a month of days, so that it does not look as if days were to come', () => {
    const month = Array.from({ length: 31 }, (_, at) => bucket(monday + at * dayMs, dayMs));
    expect(layOutBars(month, 1_640, 50).slot * month.length).toBeCloseTo(1_640);
  });

  it('have labels that do not touch and are not cut', () => {
    const many = Array.from({ length: 100 }, (_, at) => bucket(monday + at * dayMs, dayMs));
    const { labelled, slot } = layOutBars(many, 800, 50);
    for (const [at, place] of labelled.entries()) {
      expect(place * slot + 60).toBeLessThanOrEqual(800);
      if (at > 0) expect((place - (labelled[at - 1] ?? 0)) * slot).toBeGreaterThanOrEqual(76);
    }
  });

  it('are named as short as can be', () => {
    expect(labelOf(bucket(monday, dayMs), 'day')).toBe('11-16');
    expect(labelOf(bucket(monday, hourMs), 'hour')).toBe('11-16');
    const before = bucket(monday - 365 * dayMs, dayMs);
    expect(labelOf(bucket(monday, dayMs), 'day', before)).toBe('2026-11-16');
    expect(labelOf(before, 'day', bucket(monday - 364 * dayMs, dayMs))).toBe('11-16');
    expect(labelOf(bucket(monday + 7 * hourMs, hourMs), 'hour')).toBe('07:00');
    expect(labelOf(bucket(Date.UTC(2026, 10, 1), 30 * dayMs), 'month')).toBe('2026-11');
  });

  it('are said in full where there is room', () => {
    const [first, , last] = days;
    if (first === undefined || last === undefined) throw new Error('No days.');
    expect(describeStretch(first, first, 'day')).toBe('2026-11-16');
    expect(describeStretch(first, last, 'day')).toBe('2026-11-16 – 11-18');
    const week = bucket(monday, 7 * dayMs);
    expect(describeStretch(week, week, 'week')).toBe('2026-11-16 – 11-22');
    const evening = bucket(monday + 23 * hourMs, hourMs);
    expect(describeStretch(evening, evening, 'hour')).toBe('2026-11-16 23:00 – 24:00');
    expect(describeStretch(evening, bucket(monday + dayMs, hourMs), 'hour')).toBe('2026-11-16 23:00 – 11-17 01:00');
  });
});

describe('a picked range', () => {
  it('is written in days where it can be, else to the last millisecond', () => {
    expect(writeStretch(monday, monday + dayMs)).toBe('2026-11-16');
    expect(writeStretch(monday, monday + 7 * dayMs)).toBe('2026-11-16..2026-11-22');
    expect(writeStretch(monday + hourMs, monday + 3 * hourMs)).toBe('2026-11-16T01:00..2026-11-16T02:59:59.999');
  });

  it('takes the place of an older one, and leaves all else', () => {
    expect(writeRange('type:ipv4 last_seen:>now-7d evil sort:-score', 'last_seen', '2026-11-16')).toBe(
      'type:ipv4 evil last_seen:2026-11-16 sort:-score',
    );
    expect(writeRange('a OR b', 'last_seen', '2026-11-16')).toBe('(a OR b) last_seen:2026-11-16');
    const excluding = 'evil -last_seen:2026-11-01';
    expect(hasRange(excluding, 'last_seen')).toBe(false);
    expect(writeRange(excluding, 'last_seen', undefined)).toBe(excluding);
    expect(hasRange('first_seen:2026-11-16T01:00..2026-11-16T02:59:59.999', 'first_seen')).toBe(true);
    expect(writeRange('first_seen:2026-11-16T01:00..2026-11-16T02:59:59.999', 'first_seen', undefined)).toBe('');
  });
});
