import type { LookupPick } from '#shared/contract/lookup-schemas.ts';
import type { CandidateList } from '../../bridge/use-lookup.ts';

/** Candidates picked one by one, or all that the filter lets through. */
export type CandidateSelection =
  | { readonly kind: 'some'; readonly indexes: ReadonlySet<number> }
  | { readonly kind: 'all' };

export const noCandidates: CandidateSelection = { kind: 'some', indexes: new Set() };

export function isPicked(selection: CandidateSelection, index: number): boolean {
  return selection.kind === 'all' || selection.indexes.has(index);
}

/** Takes one in or out. Out of "all" there is no way to leave one out, so picking starts afresh with it. */
export function toggleCandidate(selection: CandidateSelection, index: number): CandidateSelection {
  if (selection.kind === 'all') return { kind: 'some', indexes: new Set([index]) };
  const indexes = new Set(selection.indexes);
  if (!indexes.delete(index)) indexes.add(index);
  return { kind: 'some', indexes };
}

/** Adds several, for ranges picked with shift. */
export function addCandidates(selection: CandidateSelection, added: readonly number[]): CandidateSelection {
  return { kind: 'some', indexes: new Set([...(selection.kind === 'some' ? selection.indexes : []), ...added]) };
}

/** How many are picked; `total` is how many the filter lets through. */
export function countPicked(selection: CandidateSelection, total: number): number {
  return selection.kind === 'all' ? total : selection.indexes.size;
}

/** What an action is about: what is picked, else the candidate under the cursor; undefined when there is neither. */
export function pickOf(
  selection: CandidateSelection,
  list: CandidateList,
  cursor: number | undefined,
): LookupPick | undefined {
  const { id, statuses, types } = list;
  const filter = { statuses: [...statuses], types: [...types] };
  if (selection.kind === 'all') return { id, indexes: null, ...filter };
  if (selection.indexes.size > 0) return { id, indexes: [...selection.indexes], ...filter };
  return cursor === undefined ? undefined : { id, indexes: [cursor], ...filter };
}
