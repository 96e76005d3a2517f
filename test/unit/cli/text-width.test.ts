import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutText, measureText } from '#main/shell/cli/output/text-width.ts';

it.each([
  ['', 0],
  ['evil.example', 12],
  ['ünïcode', 7],
  ['例え', 4],
  ['e\u0301', 1],
  ['🙂', 2],
  ['раураl', 6],
])('measures %j as %i columns', (text, columns) => {
  expect(measureText(text)).toBe(columns);
});

it.each([
  ['evil.example', 12, 'evil.example'],
  ['evil.example', 11, 'evil.examp…'],
  ['例え例え', 8, '例え例え'],
  ['例え例え', 7, '例え例…'],
  ['例え例え', 6, '例え…'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
])('cuts %j at %i columns to %j', (text, columns, cut) => {
  expect(cutText(text, columns)).toBe(cut);
});

it('never makes a text longer than asked for, and keeps what fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (text, columns) => {
      const cut = cutText(text, columns);
      expect(measureText(cut)).toBeLessThanOrEqual(columns);
      if (measureText(text) <= columns) expect(cut).toBe(text);
      else expect(text.startsWith(cut.slice(0, -1))).toBe(true);
    }),
  );
});
