import { type UseMutationResult, type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { MethodInput, MethodOutput } from '#shared/contract/methods.ts';
import type { AskedQuery, SavedSearch } from '#shared/model/saved-search.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { refresh } from './refresh.ts';
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

/** Takes note of a query that was asked. Nobody waits for it: a screen is not drawn again because it was written down. */
export function useRememberQuery(): (query: string) => void {
  const client = useClient();
  const cache = useQueryClient();
  return useCallback(
    (query) => {
      // At once: what waits in the window is lost when that is closed. One that could not be kept is no reason to interrupt a search.
      client.call('searches.remember', { query }, { isCommand: true }).then(
        () => refresh(cache, ['history']),
        () => undefined,
      );
    },
    [client, cache],
  );
}
