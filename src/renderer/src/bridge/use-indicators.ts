import { type UseMutationResult, type UseQueryResult, useQueries } from '@tanstack/react-query';
import type { MethodInput, MethodOutput } from '#shared/contract/methods.ts';
import type { Histogram } from '#shared/model/histogram.ts';
import type { HistogramField } from '#shared/model/histogram-units.ts';
import type { IndicatorId, ObservationId } from '#shared/model/ids.ts';
import type { IndicatorDetail, IndicatorSummary, ObservationVersion } from '#shared/model/indicator.ts';
import type { PivotList } from '#shared/model/pivot.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** Rows per request: some screens full, so that the first ones are drawn soon and scrolling asks seldom. */
export const pageSize = 100;

/** How many indicators a query finds. */
export function useCount(query: string): UseQueryResult<MethodOutput<'indicators.count'>> {
  return useAnswer({ name: 'indicators.count', input: { query }, key: keys.count(query), isStopped: true });
}

/** Has them counted for who shows them once the first rows are there. */
export function useCountAhead(query: string): void {
  useAnswer({
    name: 'indicators.count',
    input: { query },
    key: keys.count(query),
    isStopped: true,
    isAhead: true,
  });
}

/** The first rows that a query finds, for a glance; null asks nothing. */
export function useFirstRows(query: string | null, limit: number): UseQueryResult<IndicatorSummary[]> {
  return useAnswer({
    name: 'indicators.search',
    input: { query: query ?? '', offset: 0, limit },
    key: keys.firstRows(query ?? '', limit),
    enabled: query !== null,
    isStopped: true,
    keepMs: 5_000,
  });
}

/** Counts of earlier queries are some thousand words each, and asked again in a moment. */
export const keepCountsMs = 10_000;

/** In the place of a query in a key: no query can be it, so no answer is found under it, and the last one stays on screen. */
export const nothingAsked = '\0';

/** Field -> value -> how many of the query's indicators have it; null asks nothing. */
export function useFacets(query: string | null): UseQueryResult<MethodOutput<'indicators.facets'>> {
  return useAnswer({
    name: 'indicators.facets',
    input: { query: query ?? '' },
    key: keys.facets(query ?? nothingAsked),
    enabled: query !== null,
    keepPrevious: true,
    keepMs: keepCountsMs,
    isStopped: true,
  });
}

/** What a query finds, counted over one of its times; null of either asks nothing. */
export function useHistogram(query: string | null, field: HistogramField | null): UseQueryResult<Histogram> {
  return useAnswer({
    name: 'indicators.histogram',
    input: { query: query ?? '', field: field ?? 'last_seen' },
    key: keys.histogram(query ?? nothingAsked, field ?? ''),
    enabled: query !== null && field !== null,
    keepPrevious: true,
    keepMs: keepCountsMs,
    isStopped: true,
  });
}

/** What is remarkable about a query that can be read; null asks nothing. */
export function useHints(query: string | null): UseQueryResult<MethodOutput<'indicators.hints'>> {
  return useAnswer({
    name: 'indicators.hints',
    input: { query: query ?? '' },
    key: keys.hints(query ?? ''),
    enabled: query !== null && query !== '',
  });
}

/** What could be written where the caret stands; null asks nothing. An older answer does not stand in for the newer one. */
export function useCompletion(
  at: { readonly query: string; readonly caret: number } | null,
): UseQueryResult<MethodOutput<'indicators.complete'>> {
  return useAnswer({
    name: 'indicators.complete',
    input: at ?? { query: '', caret: 0 },
    key: keys.completion(at?.query ?? '', at?.caret ?? 0),
    enabled: at !== null,
    keepMs: 5_000,
  });
}

/** The query language. */
export function useQueryHelp(): UseQueryResult<MethodOutput<'indicators.help'>> {
  return useAnswer({ name: 'indicators.help', input: null, key: keys.queryHelp });
}

/** Everything about one indicator; null when it is not in the cache (any more). */
export function useIndicator(id: IndicatorId | null): UseQueryResult<IndicatorDetail | null> {
  return useAnswer({
    name: 'indicators.get',
    // Not asked while there is no id; 1 only satisfies the type.
    input: { id: id ?? (1 as IndicatorId) },
    key: keys.indicator(id ?? 0),
    enabled: id !== null,
  });
}

/** What an indicator shares with others, counted: some dozens of searches, so ask only for what is looked at. */
export function usePivots(id: IndicatorId): UseQueryResult<PivotList> {
  return useAnswer({ name: 'indicators.pivots', input: { id }, key: keys.pivots(id), isStopped: true, keepMs: 0 });
}

/** The first rows that each query finds; undefined where there is no answer yet. */
export function useFirstRowsOfEach(
  queries: readonly string[],
  limit: number,
): readonly (readonly IndicatorSummary[] | undefined)[] {
  const client = useClient();
  const answers = useQueries({
    queries: queries.map((query) => ({
      queryKey: keys.firstRows(query, limit),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        client.call('indicators.search', { query, offset: 0, limit }, { signal }),
      gcTime: 5_000,
    })),
  });
  return answers.map(({ data }) => data);
}

/** The same by type and canonical value, for those who keep no row id (cases). */
export function useIndicatorByValue(type: IndicatorType, value: string): UseQueryResult<IndicatorDetail | null> {
  return useAnswer({ name: 'indicators.get', input: { type, value }, key: keys.indicatorByValue(type, value) });
}

/** The vendor's record as it was received; large, so kept only briefly. */
export function useRawRecord(id: ObservationId, enabled: boolean): UseQueryResult<MethodOutput<'observations.raw'>> {
  return useAnswer({ name: 'observations.raw', input: { id }, key: keys.raw(id), enabled, keepMs: 30_000 });
}

/** Earlier states of a vendor's record, newest first. */
export function useVersions(id: ObservationId, enabled: boolean): UseQueryResult<ObservationVersion[]> {
  return useAnswer({ name: 'observations.versions', input: { id }, key: keys.versions(id), enabled });
}

/** Takes a decision back. */
export function useUndoTriage(): UseMutationResult<MethodOutput<'triage.undo'>, Error, MethodInput<'triage.undo'>> {
  return useCommand('triage.undo', ['indicators']);
}

/** Text of indicators for the clipboard. */
export function useCopyIndicators(): UseMutationResult<
  MethodOutput<'indicators.copy'>,
  Error,
  MethodInput<'indicators.copy'>
> {
  return useCommand('indicators.copy', []);
}

/** Appends a triage entry to each selected indicator. */
export function useTriage(): UseMutationResult<MethodOutput<'triage.apply'>, Error, MethodInput<'triage.apply'>> {
  return useCommand('triage.apply', ['indicators']);
}
