import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CaseIndicatorOrder, CaseIndicatorRow, CaseSummary } from '#shared/model/case.ts';
import { useClient } from '../../bridge/client-context.ts';
import { keys } from '../../bridge/keys.ts';
import { pageSize } from '../../bridge/use-indicators.ts';
import { pagesOf, type RowRange, rowAt } from '../explore/result-window.ts';

/** Pages out of sight are forgotten after this long. */
const keepPageMs = 20_000;

/** How the table of a case is ordered. */
export interface CaseSort {
  readonly order: CaseIndicatorOrder;
  readonly descending: boolean;
}

/** The indicators of a case, as far as they are on screen. */
export interface CaseTableRows {
  readonly total: number;
  readonly sort: CaseSort;
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly row: (index: number) => CaseIndicatorRow | undefined;
  readonly setRange: (range: RowRange) => void;
  readonly setSort: (sort: CaseSort) => void;
  readonly retry: () => void;
}

/** Reads the table of a case page by page, in the order asked for. */
export function useCaseTable({ number, indicatorCount }: CaseSummary): CaseTableRows {
  const client = useClient();
  const [range, setRange] = useState<RowRange>({ first: 0, last: 40 });
  const [sort, setSort] = useState<CaseSort>({ order: 'added', descending: false });
  const pageNumbers = useMemo(() => pagesOf(range, indicatorCount, pageSize), [range, indicatorCount]);
  const answers = useQueries({
    queries: pageNumbers.map((page) => ({
      queryKey: keys.caseIndicators(number, sort.order, sort.descending, page),
      queryFn: () => client.call('cases.indicators', { number, ...sort, offset: page * pageSize, limit: pageSize }),
      gcTime: keepPageMs,
    })),
  });
  const pages = new Map(
    answers.flatMap(({ data }, at) => (data === undefined ? [] : [[pageNumbers[at] ?? 0, data] as const])),
  );
  return {
    total: indicatorCount,
    sort,
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    isLoading: answers.some(({ isFetching }) => isFetching),
    row: (index) => rowAt(pages, index, pageSize),
    setRange,
    setSort,
    retry: () => {
      for (const answer of answers) if (answer.error !== null) void answer.refetch();
    },
  };
}
