import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useClient } from '../../bridge/client-context.ts';
import { keys } from '../../bridge/keys.ts';
import { keepCountsMs, nothingAsked, useFacets } from '../../bridge/use-indicators.ts';
import { type Counts, type Facet, listFacets } from './facet-list.ts';
import { usedFields, withoutField } from './query-text.ts';

/** The facets of a query. */
export interface FacetList {
  readonly facets: readonly Facet[];
  readonly isPending: boolean;
  /** They are those of an earlier query. */
  readonly isOld: boolean;
  readonly error: Error | null;
  /** Asks again for what failed. */
  readonly retry: () => void;
}

/** Asks for the counts of a query, and for each field it narrows, those without that narrowing; null asks nothing. */
export function useFacetList(query: string | null): FacetList {
  const client = useClient();
  const base = useFacets(query);
  // While nothing is asked the list stays as it was, with the values beside those that the query narrows to.
  const [last, setLast] = useState(query ?? '');
  if (query !== null && query !== last) setLast(query);
  const shown = query ?? last;
  const fields = useMemo(
    () => usedFields(shown).filter((field) => base.data?.[field] !== undefined),
    [shown, base.data],
  );
  const perField = useQueries({
    queries: fields.map((field) => {
      const wider = withoutField(shown, field);
      return {
        queryKey: query === null ? [...keys.facets(nothingAsked), field] : keys.facets(wider),
        enabled: query !== null,
        queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
          client.call('indicators.facets', { query: wider }, { signal }),
        placeholderData: keepPreviousData,
        gcTime: keepCountsMs,
      };
    }),
    combine: (answers) => ({
      counts: Object.fromEntries(
        answers.flatMap((answer, at) => {
          const field = fields[at] ?? '';
          const values = answer.data?.[field];
          return values === undefined ? [] : [[field, values] as const];
        }),
      ),
      isComplete: answers.every((answer) => !answer.isPending),
      failed: answers.filter((answer) => answer.error !== null),
    }),
  });
  // Of a list that is on its way nothing is shown: it would lose values and get them back.
  const [kept, setKept] = useState<Counts>(perField.counts);
  if (query !== null && perField.isComplete && perField.counts !== kept) setKept(perField.counts);
  const facets = useMemo(() => listFacets(base.data ?? {}, kept), [base.data, kept]);
  return {
    facets,
    isPending: base.isPending,
    isOld: base.isPlaceholderData,
    error: base.error ?? perField.failed[0]?.error ?? null,
    retry: () => {
      if (base.error !== null) void base.refetch();
      for (const failed of perField.failed) void failed.refetch();
    },
  };
}
