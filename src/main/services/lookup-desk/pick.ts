import type { CandidateOrder, LookupCandidate, LookupStatus } from '#shared/model/lookup.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** Which candidates are meant; empty lists mean any. */
export interface CandidateFilter {
  readonly statuses: readonly LookupStatus[];
  readonly types: readonly IndicatorType[];
}

/** Candidates of a look-up: some by their numbers, or all that a filter lets through. */
export interface CandidatePick extends CandidateFilter {
  readonly id: number;
  readonly indexes: readonly number[] | null;
}

/** Candidates that a filter lets through, in an order; pure. */
export function listCandidates<Candidate extends LookupCandidate>(
  candidates: readonly Candidate[],
  { statuses, types }: CandidateFilter,
  order: CandidateOrder,
): readonly Candidate[] {
  const some = candidates.filter(
    ({ status, type }) =>
      (statuses.length === 0 || statuses.includes(status)) && (types.length === 0 || types.includes(type)),
  );
  // Sorting is stable: equals stay in the order of the text.
  return order === 'text' ? some : some.sort((a, b) => scoreOf(b) - scoreOf(a));
}

const scoreOf = ({ known }: LookupCandidate): number => known?.summary.score ?? -1;

/** Lists of one look-up: the last one is kept, since a window asks for it page after page. */
export function createCandidateLists<Candidate extends LookupCandidate>(
  candidates: readonly Candidate[],
): (filter: CandidateFilter, order: CandidateOrder) => readonly Candidate[] {
  let last: { readonly key: string; readonly list: readonly Candidate[] } | undefined;
  return ({ statuses, types }, order) => {
    const key = JSON.stringify([statuses, types, order]);
    if (last?.key !== key) last = { key, list: listCandidates(candidates, { statuses, types }, order) };
    return last.list;
  };
}

/** The candidates meant; numbers that there are none of are passed over. */
export function pickCandidates<Candidate extends LookupCandidate>(
  candidates: readonly Candidate[],
  pick: CandidatePick,
): readonly Candidate[] {
  if (pick.indexes === null) return listCandidates(candidates, pick, 'text');
  return pick.indexes.flatMap((index) => candidates[index] ?? []);
}
