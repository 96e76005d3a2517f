import { useMemo, useState } from 'react';
import type { LookupRow } from '#shared/contract/lookup-schemas.ts';
import {
  type CandidateList,
  candidatePageSize,
  useCandidateIndexes,
  useCandidatePages,
} from '../../bridge/use-lookup.ts';
import { pagesOf, type RowRange, rowAt } from '../explore/result-window.ts';
import {
  addCandidates,
  type CandidateSelection,
  noCandidates,
  pickOf,
  toggleCandidate,
} from './candidate-selection.ts';
import { useLookupMemory } from './lookup-memory.tsx';

/** The listed candidates, what is picked of them, and the one under the cursor. */
export interface Candidates {
  readonly list: CandidateList;
  readonly total: number;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly selection: CandidateSelection;
  /** Where the cursor stands in the list; -1 when what it is on is filtered out. */
  readonly cursorAt: number;
  readonly cursor: LookupRow | undefined;
  readonly row: (at: number) => LookupRow | undefined;
  /** Number of the candidate at a place of the list. */
  readonly indexAt: (at: number) => number | undefined;
  readonly setRange: (range: RowRange) => void;
  readonly moveTo: (at: number) => void;
  /** Goes to a candidate by its number; filters that keep it out are taken away. */
  readonly pointAt: (index: number) => void;
  /** Picks everything between the cursor and that place. */
  readonly extendTo: (at: number) => void;
  readonly toggle: (index: number) => void;
  readonly toggleAll: () => void;
  readonly clear: () => void;
  readonly pick: ReturnType<typeof pickOf>;
  readonly retry: () => void;
}

const none: readonly number[] = [];

/** See {@link Candidates}. */
export function useCandidates(id: number): Candidates {
  const { state, change } = useLookupMemory();
  const { statuses, types, order, selection, cursor } = state;
  const list = useMemo<CandidateList>(() => ({ id, statuses, types, order }), [id, statuses, types, order]);
  const answer = useCandidateIndexes(list);
  const indexes = answer.data ?? none;
  const places = useMemo(() => new Map(indexes.map((index, at) => [index, at])), [indexes]);
  const cursorAt = cursor === undefined ? -1 : (places.get(cursor) ?? -1);
  const [range, setRange] = useState<RowRange>({ first: 0, last: 40 });
  const numbers = useMemo(() => {
    const shown = pagesOf(range, indexes.length, candidatePageSize);
    const own = Math.floor(Math.max(0, cursorAt) / candidatePageSize);
    return shown.includes(own) ? shown : [...shown, own];
  }, [range, indexes.length, cursorAt]);
  const { pages, error, retry } = useCandidatePages(list, numbers);
  const row = (at: number): LookupRow | undefined => {
    const found = rowAt(pages, at, candidatePageSize);
    // Pages of the filter before may be of other candidates.
    return found?.index === indexes[at] ? found : undefined;
  };
  const moveTo = (at: number): void => {
    const index = indexes[Math.min(indexes.length - 1, Math.max(0, at))];
    if (index !== undefined) change({ cursor: index });
  };
  return {
    list,
    total: indexes.length,
    isLoading: answer.isPending,
    error: answer.error ?? error,
    selection,
    cursorAt,
    cursor: cursorAt < 0 ? undefined : row(cursorAt),
    row,
    indexAt: (at) => indexes[at],
    setRange,
    moveTo,
    pointAt: (index) =>
      change(
        places.has(index) ? { cursor: index } : { cursor: index, statuses: [], types: [], selection: noCandidates },
      ),
    extendTo(at) {
      const to = Math.min(indexes.length - 1, Math.max(0, at));
      const from = Math.max(0, cursorAt);
      const between = indexes.slice(Math.min(from, to), Math.max(from, to) + 1);
      change({ selection: addCandidates(selection, between), cursor: indexes[to] });
    },
    toggle: (index) => change({ selection: toggleCandidate(selection, index), cursor: index }),
    toggleAll: () => change({ selection: selection.kind === 'all' ? noCandidates : { kind: 'all' } }),
    clear: () => change({ selection: noCandidates }),
    pick: pickOf(selection, list, cursorAt < 0 ? undefined : cursor),
    retry: () => {
      if (answer.error !== null) void answer.refetch();
      retry();
    },
  };
}
