import { describe, expect, it } from 'vitest';
import { formatHistogram, histogramToJson, remarkOutside } from '#main/shell/cli/output/histogram.ts';
import type { Histogram } from '#shared/model/histogram.ts';

const none = { none: 0, low: 0, medium: 0, high: 0, critical: 0 };
const dayMs = 86_400_000;
const fromMs = Date.UTC(2026, 10, 2);

const histogram: Histogram = {
  field: 'last_seen',
  unit: 'day',
  buckets: [
    { fromMs, toMs: fromMs + dayMs, counts: { ...none, high: 300, critical: 100 } },
    { fromMs: fromMs + dayMs, toMs: fromMs + 2 * dayMs, counts: none },
    { fromMs: fromMs + 2 * dayMs, toMs: fromMs + 3 * dayMs, counts: { ...none, low: 1 } },
  ],
  earlier: 2,
  later: 0,
  missing: 5,
};

describe('the histogram of the command line', () => {
  it('is a table with bars, empty buckets too', () => {
    expect(formatHistogram(histogram).split('\n')).toEqual([
      'DAY (UTC)   COUNT  CRITICAL  HIGH  MEDIUM  LOW  NONE',
      `2026-11-02    400       100   300                     ${'#'.repeat(40)}`,
      '2026-11-03      0',
      '2026-11-04      1                            1        #',
      '',
    ]);
  });

  it('gives up severities and length of bars in a narrow terminal', () => {
    const lines = formatHistogram(histogram, 40).trimEnd().split('\n');
    expect(lines[0]).toContain('CRITICAL');
    expect(lines[0]).not.toContain('LOW');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  it('names hours and months as short as can be', () => {
    const hourly = { ...histogram, unit: 'hour' } as const;
    expect(formatHistogram(hourly)).toContain('2026-11-02 00:00 ');
    expect(formatHistogram({ ...histogram, unit: 'month' })).toMatch(/^2026-11 /m);
  });

  it('is one object with ISO times as JSON', () => {
    expect(histogramToJson(histogram)).toMatchObject({
      field: 'last_seen',
      unit: 'day',
      earlier: 2,
      missing: 5,
      buckets: [
        {
          from: '2026-11-02T00:00:00.000Z',
          to: '2026-11-03T00:00:00.000Z',
          total: 400,
          critical: 100,
          high: 300,
          low: 0,
        },
        { total: 0 },
        { total: 1, low: 1 },
      ],
    });
  });

  it('says what stands in no bucket', () => {
    expect(remarkOutside(histogram)).toBe('Not in the table: 2 earlier, 5 without a last_seen.');
    expect(remarkOutside({ ...histogram, earlier: 0, missing: 0 })).toBeUndefined();
    const empty = { ...histogram, buckets: [], earlier: 0, missing: 0 };
    expect(remarkOutside(empty)).toBe('No indicator matches.');
    expect(formatHistogram(empty)).toBe('');
  });
});
