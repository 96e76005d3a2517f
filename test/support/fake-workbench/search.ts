import { severityCodes } from '#main/db/codes.ts';
import { countTimes, nameHistogram } from '#main/db/search/histogram.ts';
import { parseTimeRange } from '#main/domain/query/times.ts';
import type { MethodParsedInput } from '#shared/contract/methods.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Histogram } from '#shared/model/histogram.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { scanQuery } from '../../../src/renderer/src/features/explore/query-scan.ts';
import { readSort, usedFields } from '../../../src/renderer/src/features/explore/query-text.ts';

const fields: Readonly<Record<string, (row: IndicatorSummary) => readonly string[]>> = {
  type: (row) => [row.type],
  severity: (row) => [row.severity],
  vendor: (row) => row.vendors,
  connection: (row) => row.connections,
  state: (row) => [row.state],
  verdict: (row) => [row.verdict],
  tag: (row) => row.tags,
  is: (row) => row.flags,
  value: (row) => [row.value],
};
const facetFields = ['type', 'severity', 'vendor', 'state', 'verdict', 'tag', 'is'];

type Test = (row: IndicatorSummary) => boolean;

function readTerm(text: string, start: number): Test {
  const parts = /^(-?)([a-z_]+):(.*)$/s.exec(text);
  if (parts === null) {
    const isNegated = text.startsWith('-');
    const wanted = text.replace(/^-/, '').replaceAll('"', '').replaceAll('[.]', '.').toLowerCase();
    return (row) => row.value.toLowerCase().includes(wanted) !== isNegated;
  }
  const [, minus, field = '', value = ''] = parts;
  if (field === 'last_seen' || field === 'first_seen') {
    const { fromMs, toMs } = parseTimeRange({ text: value, offset: 0 }, Date.UTC(2026, 10, 21));
    return (row) => {
      const atMs = field === 'last_seen' ? row.lastSeenMs : row.firstSeenMs;
      return atMs !== null && atMs >= (fromMs ?? -Infinity) && atMs < (toMs ?? Infinity);
    };
  }
  if (field === 'score') {
    const least = Number(/\d+/.exec(value)?.[0] ?? 0);
    return (row) => (row.score ?? -1) >= least;
  }
  const read = fields[field];
  if (read === undefined) {
    throw new AppError('input.invalid', `There is no field "${field}".`, {
      column: start + 1,
      suggestion: 'Did you mean "type:"?',
    });
  }
  const wanted = (value.match(/"(?:[^"\\]|\\.)*"|[^\s(),]+/g) ?? [])
    .filter((word) => word !== 'OR')
    .map((word) => word.replaceAll('"', '').toLowerCase());
  return (row) => read(row).some((known) => wanted.includes(known.toLowerCase())) !== (minus === '-');
}

const sortValue: Readonly<Record<string, (row: IndicatorSummary) => number | string | null>> = {
  score: (row) => row.score,
  last_seen: (row) => row.lastSeenMs,
  first_seen: (row) => row.firstSeenMs,
  value: (row) => row.value,
  type: (row) => row.type,
};

/** A small stand-in for the search: terms are ANDed, words are substrings, the known fields compare as words. */
export function searchRows(all: readonly IndicatorSummary[], query: string): IndicatorSummary[] {
  const tests = scanQuery(query)
    .filter((token) => token.kind === 'term' && token.text !== '*' && !token.text.startsWith('sort:'))
    .map((token) => readTerm(token.text, token.start));
  const sort = readSort(query);
  const order = sort.length > 0 ? sort : [{ field: 'score', descending: true }];
  return all
    .filter((row) => tests.every((test) => test(row)))
    .sort((a, b) => {
      for (const key of order) {
        const [x, y] = [sortValue[key.field]?.(a) ?? null, sortValue[key.field]?.(b) ?? null];
        if (x === y) continue;
        if (x === null) return 1;
        if (y === null) return -1;
        return (x < y ? -1 : 1) * (key.descending ? -1 : 1);
      }
      return a.id - b.id;
    });
}

/** Counts over time what a query finds. */
export function countOverTime(
  all: readonly IndicatorSummary[],
  { query, field }: MethodParsedInput<'indicators.histogram'>,
  nowMs: number,
): Histogram {
  const rows = searchRows(all, query).map(
    (row) => [field === 'last_seen' ? row.lastSeenMs : row.firstSeenMs, severityCodes.toCode[row.severity]] as const,
  );
  return nameHistogram(field, countTimes(rows, nowMs));
}

/** Counts by field of what a query finds. */
export function countFacets(all: readonly IndicatorSummary[], query: string): Record<string, Record<string, number>> {
  usedFields(query);
  const facets: Record<string, Record<string, number>> = {};
  const rows = searchRows(all, query);
  for (const field of facetFields) {
    const counts: Record<string, number> = {};
    for (const row of rows) {
      for (const value of fields[field]?.(row) ?? []) counts[value] = (counts[value] ?? 0) + 1;
    }
    facets[field] = counts;
  }
  return facets;
}
