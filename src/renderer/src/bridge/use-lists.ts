import { type UseMutationResult, type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { MethodInput, MethodName, MethodOutput } from '#shared/contract/methods.ts';
import type { AllowEntryView, BenignListView, ListCheck } from '#shared/model/benign-list.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { refresh } from './refresh.ts';
import { sendFile, type WindowFile } from './send-file.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** The shipped and imported lists of harmless values. */
export function useLists(): UseQueryResult<BenignListView[]> {
  return useAnswer({ name: 'lists.list', input: null, key: keys.lists });
}

/** The analyst's own entries, newest first. */
export function useAllowed(): UseQueryResult<AllowEntryView[]> {
  return useAnswer({ name: 'lists.allowed', input: null, key: keys.allowed });
}

/** Titles of the lists that an indicator stands on; not asked for what is known to stand on none. */
export function useListTitles(
  { type, value }: { readonly type: IndicatorType; readonly value: string },
  isListed: boolean,
): readonly string[] {
  const answer = useAnswer({
    name: 'lists.match',
    input: { indicators: [{ type, value }] },
    key: keys.listTitles(type, value),
    enabled: isListed,
  });
  return answer.data?.[0] ?? [];
}

type Command<Name extends MethodName> = UseMutationResult<MethodOutput<Name>, Error, MethodInput<Name>>;

/** What can be done with lists and own entries; the marks of all rows follow. */
export interface ListCommands {
  readonly importFile: Command<'lists.import'>;
  readonly remove: Command<'lists.remove'>;
  readonly allow: Command<'lists.allow'>;
  readonly disallow: Command<'lists.disallow'>;
}

const areas = ['settings', 'indicators', 'lookup'];

/** See {@link ListCommands}. */
export function useListCommands(): ListCommands {
  return {
    importFile: useCommand('lists.import', areas),
    remove: useCommand('lists.remove', areas),
    allow: useCommand('lists.allow', areas),
    disallow: useCommand('lists.disallow', areas),
  };
}

/** A list that has arrived and was looked at. */
export interface CheckedList {
  readonly id: number;
  readonly check: ListCheck;
}

/** Sends a list to main and asks what taking it over would come to. */
export function useCheckList(): UseMutationResult<CheckedList | undefined, Error, WindowFile> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (file: WindowFile) => {
      const { signal } = new AbortController();
      const id = await sendFile(client, file, { signal, onProgress: () => undefined });
      return id === undefined ? undefined : { id, check: await client.call('lists.check', { id }) };
    },
    // What is here may have changed meanwhile, by the command line.
    onSuccess: () => refresh(cache, ['settings']),
  });
}
