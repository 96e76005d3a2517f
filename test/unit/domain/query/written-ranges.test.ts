import { expect, it } from 'vitest';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import { writeStretch } from '../../../../src/renderer/src/features/explore/histogram/bars.ts';

const hourMs = 3_600_000;
const midnight = Date.UTC(2026, 10, 16);

it.each([
  [midnight, midnight + 24 * hourMs],
  [midnight, midnight + 7 * 24 * hourMs],
  [midnight + hourMs, midnight + 3 * hourMs],
  [midnight + 23 * hourMs, midnight + 24 * hourMs],
  [Date.UTC(2026, 1, 1), Date.UTC(2026, 2, 1)],
])('a range picked in the histogram from %d to %d means just that to a query', (fromMs, toMs) => {
  const { where } = parseQuery(`evil last_seen:${writeStretch(fromMs, toMs)}`, { nowMs: midnight });
  expect(where).toMatchObject({ of: [{ kind: 'text' }, { kind: 'time', field: 'last_seen', fromMs, toMs }] });
});
