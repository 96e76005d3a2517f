import { type UseQueryResult, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { useClient } from '../../bridge/client-context.ts';
import { keys } from '../../bridge/keys.ts';
import { pageSize, useCount, useCountAhead } from '../../bridge/use-indicators.ts';
import { useLasting } from '../../components/use-lasting.ts';
import { indexOfRow, pagesOf, pagesToHave, type Reach, type RowRange, reachOf, rowAt } from './result-window.ts';

/** Pages out of sight are forgotten after this long, so that scrolling through a million rows does not keep them all. */
const keepPageMs = 2_000;

/** What a query found, as far as it is on screen. */
export interface Results {
  /** The query whose rows these are: the last one that could be answered. */
  readonly query: string;
  readonly total: number | undefined;
  readonly isExact: boolean;
  /** True until the very first answer. */
  readonly isFirstLoad: boolean;
  /** At least one page has arrived. */
  readonly hasRows: boolean;
  /** The rows answer an older query than the one asked: to be looked at until there is an answer, not to be worked on. */
  readonly isStale: boolean;
  /** The same as it is drawn: most answers come before anybody could see that the rows were out of date. */
  readonly looksStale: boolean;
  /** True while a newer query than the shown one is being answered. */
  readonly isCatchingUp: boolean;
  /** Why there is no answer to the query asked, or no newer one, or why a page of it is missing. */
  readonly error: Error | null;
  /** Why the number of rows is not known. */
  readonly countError: Error | null;
  readonly row: (index: number) => IndicatorSummary | undefined;
  readonly indexOf: (id: number) => number | undefined;
  readonly setRange: (range: RowRange) => void;
  /** Asks for the first rows of a query that is about to be shown, so that they are on their way while the screen is drawn. */
  readonly askAhead: (query: string) => void;
  readonly retry: () => void;
}

/** Outdated rows are drawn grey after this long: a sixth of a second is not felt as waiting, and greying twice costs two drawings. */
export const staleAfterMs = 160;

const firstRange: RowRange = { first: 0, last: 60 };
const noReach: Reach = { rows: 0, isEnd: false };

const pageOptions = (client: Client, query: string, page: number) => ({
  queryKey: keys.page(query, page),
  // A page that is scrolled past, or of a query that was typed over, is given up.
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    client.call('indicators.search', { query, offset: page * pageSize, limit: pageSize }, { signal }),
  gcTime: keepPageMs,
});

interface Pages {
  /** By number. */
  readonly arrived: ReadonlyMap<number, readonly IndicatorSummary[]>;
  readonly failed: readonly UseQueryResult<IndicatorSummary[]>[];
}

/**
 * Pages of a query. The first one is read by itself: a list of questions that has changed is drawn a second time to no effect, and
 * mostly there are no others.
 */
function usePages(query: string, numbers: readonly number[]): Pages {
  const client = useClient();
  const first = useQuery(pageOptions(client, query, 0));
  const others = useMemo(() => numbers.filter((page) => page !== 0), [numbers]);
  const answers = useQueries({
    queries: others.map((page) => pageOptions(client, query, page)),
    combine: (found) => ({
      // A map, in which the cache compares no rows.
      arrived: new Map(found.flatMap(({ data }, at) => (data === undefined ? [] : [[others[at] ?? 0, data]]))),
      failed: found.filter(({ error }) => error !== null),
    }),
  });
  const { data } = first;
  const arrived = useMemo(
    () => (data === undefined ? answers.arrived : new Map([[0, data], ...answers.arrived])),
    [data, answers.arrived],
  );
  return { arrived, failed: first.error === null ? answers.failed : [first, ...answers.failed] };
}

/**
 * Answers a query page by page. The rows of the previous query stay until the first page of the new one is there, so
 * nothing flashes while somebody types, and a mistyped query leaves the last good result in place.
 */
export function useResults(query: string): Results {
  const client = useClient();
  const cache = useQueryClient();
  const [shown, setShown] = useState(query);
  const [range, setRange] = useState(firstRange);
  const [reach, setReach] = useState(noReach);
  const newest = useQuery(pageOptions(client, query, 0));
  // Asked beside the first rows, not after them: whoever finds the ones has counted the others.
  useCountAhead(query);
  if (newest.isSuccess && query !== shown) {
    setShown(query);
    setRange(firstRange);
    setReach(noReach);
  }

  const count = useCount(shown);
  const counted = count.data?.value;
  // Without a count the result goes on as long as its pages come full.
  const toHave = counted ?? pagesToHave(range, reach, pageSize) * pageSize;
  const pageNumbers = useMemo(() => {
    const inSight = pagesOf(range, toHave, pageSize);
    const next = Math.ceil(toHave / pageSize) - 1;
    return counted === undefined && !inSight.includes(next) ? [...inSight, next] : inSight;
  }, [range, counted, toHave]);
  const { arrived, failed } = usePages(shown, pageNumbers);
  const reached = reachOf(arrived, reach, pageSize);
  if (reached.rows !== reach.rows || reached.isEnd !== reach.isEnd) setReach(reached);
  const isStale = query !== shown;
  const looksStale = useLasting(isStale, staleAfterMs);
  return {
    query: shown,
    // Counting may take longer than finding the first rows; those are shown meanwhile.
    total: counted ?? (arrived.size === 0 ? undefined : reached.rows),
    isExact: count.data?.exact ?? reached.isEnd,
    isFirstLoad: arrived.size === 0 && newest.isPending,
    hasRows: arrived.size > 0,
    isStale,
    looksStale,
    isCatchingUp: isStale && newest.isFetching,
    // What goes wrong with rows that are out of date already is nobody's matter.
    error: newest.error ?? (isStale ? null : (failed[0]?.error ?? null)),
    countError: isStale ? null : count.error,
    row: (index) => rowAt(arrived, index, pageSize),
    indexOf: (id) => indexOfRow(arrived, id, pageSize),
    setRange,
    askAhead: useCallback(
      (next) => {
        void cache.prefetchQuery(pageOptions(client, next, 0));
      },
      [client, cache],
    ),
    retry: () => {
      for (const page of failed) void page.refetch();
      if (newest.error !== null) void newest.refetch();
      if (count.error !== null) void count.refetch();
    },
  };
}
