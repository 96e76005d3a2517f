import { type UseMutationResult, type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { MethodInput } from '#shared/contract/methods.ts';
import type { NetworkSettings } from '#shared/model/network.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { useAnswer } from './use-answer.ts';

/** Proxy and trusted authorities. */
export function useNetwork(): UseQueryResult<NetworkSettings> {
  return useAnswer({ name: 'network.get', input: null, key: keys.network });
}

type NetworkMethod =
  | 'network.setProxy'
  | 'network.setProxyLogin'
  | 'network.addAuthorities'
  | 'network.removeAuthority';

/** A change of them; the window shows what was saved. */
export function useNetworkCommand<Name extends NetworkMethod>(
  name: Name,
): UseMutationResult<NetworkSettings, Error, MethodInput<Name>> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (input: MethodInput<Name>): Promise<NetworkSettings> => client.call(name, input),
    onSuccess: (saved) => {
      cache.setQueryData(keys.network, saved);
    },
  });
}
