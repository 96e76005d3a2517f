import { expect, it } from 'vitest';
import { describeFormats } from '../../bench/formats/sections.ts';

const figures = (format: string, wallMs: number) => ({
  format,
  wallMs,
  cpuMs: 1_000,
  peakBytes: 2e8,
  fileBytes: 1.5e6,
});

it('a report that takes longer than its target is said to miss it, and no other', () => {
  const round = { indicators: 20_000, exports: [figures('stix', 9_000)], imports: [figures('csv', 9_000)] };
  const [exports, imports, reports] = describeFormats({
    ...round,
    reported: 1_001,
    reports: [figures('html', 4_999), figures('pdf', 5_000)],
  });
  expect(exports?.title).toBe('Exports of 20,000 indicators');
  expect(exports?.rows).toEqual([['stix', '1.5 MB', '9.0 s', '1.0 s', '200 MB']]);
  expect([exports?.notes, imports?.notes]).toEqual([[], []]);
  expect(reports?.title).toBe('Reports of 1,001 indicators');
  expect(reports?.notes).toEqual([expect.stringMatching(/^The target is missed by pdf \(5\.0 s\)\. .*Chromium/)]);
});
