import { type UseMutationResult, type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/contract/methods.ts';
import type { Settings, VendorDescription } from '#shared/contract/schemas.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { useAnswer } from './use-answer.ts';

/** Version, shell, data folder, and what is wrong with its place. */
export function useAppInfo(): UseQueryResult<MethodOutput<'app.info'>> {
  return useAnswer({ name: 'app.info', input: null, key: keys.info });
}

/** The vendors this program knows, with what their forms need. */
export function useVendors(): UseQueryResult<VendorDescription[]> {
  return useAnswer({ name: 'vendors.list', input: null, key: keys.vendors });
}

/** Whether the keychain works, and which secrets live in memory only. */
export function useVaultStatus(): UseQueryResult<MethodOutput<'vault.status'>> {
  return useAnswer({ name: 'vault.status', input: null, key: keys.vault });
}

/** The analyst's preferences. */
export function useSettings(): UseQueryResult<Settings> {
  return useAnswer({ name: 'settings.get', input: null, key: keys.settings });
}

/** Saves some preferences; the window shows them at once and takes them back when saving fails. */
export function useSaveSettings(): UseMutationResult<Settings, Error, Partial<Settings>, Settings | undefined> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Settings>) => client.call('settings.set', change),
    onMutate: (change) => {
      const before = cache.getQueryData<Settings>(keys.settings);
      if (before !== undefined) cache.setQueryData<Settings>(keys.settings, { ...before, ...change });
      return before;
    },
    onError: (_error, _change, before) => {
      if (before !== undefined) cache.setQueryData(keys.settings, before);
    },
    onSuccess: (saved) => {
      cache.setQueryData(keys.settings, saved);
    },
  });
}
