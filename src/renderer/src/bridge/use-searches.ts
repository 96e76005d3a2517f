import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { MethodInput, MethodOutput } from '#shared/contract/methods.ts';
import type { AskedQuery, SavedSearch } from '#shared/model/saved-search.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** How often is counted what is new, ms: each search is a pass over what came. */
const countsEveryMs = 30_000;

/** Saved searches with how many indicators came since each was last looked at. */
export function useSavedSearches(): UseQueryResult<SavedSearch[]> {
  return useAnswer({
    name: 'searches.list',
    input: null,
    key: keys.savedSearches,
    keepPrevious: true,
    everyMs: countsEveryMs,
  });
}

/** What was asked, newest first. */
export function useSearchHistory(): UseQueryResult<AskedQuery[]> {
  return useAnswer({ name: 'searches.history', input: null, key: keys.searchHistory, keepPrevious: true });
}

/** Keeps a query under a name. */
export function useSaveSearch(): UseMutationResult<MethodOutput<'searches.save'>, Error, MethodInput<'searches.save'>> {
  return useCommand('searches.save', ['searches']);
}

export function useRemoveSearch(): UseMutationResult<
  MethodOutput<'searches.remove'>,
  Error,
  MethodInput<'searches.remove'>
> {
  return useCommand('searches.remove', ['searches']);
}

/** From now on nothing of it is new. */
export function useLookAtSearch(): UseMutationResult<
  MethodOutput<'searches.look'>,
  Error,
  MethodInput<'searches.look'>
> {
  return useCommand('searches.look', ['searches']);
}

/** Takes note of a query that was asked. */
export function useRememberQuery(): UseMutationResult<
  MethodOutput<'searches.remember'>,
  Error,
  MethodInput<'searches.remember'>
> {
  return useCommand('searches.remember', ['history']);
}
