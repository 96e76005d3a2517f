import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { MethodInput, MethodName, MethodOutput } from '#shared/contract/methods.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { RefreshProgress, VendorCard } from '#shared/model/vendor-detail.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

type Command<Name extends MethodName> = UseMutationResult<MethodOutput<Name>, Error, MethodInput<Name>>;

/** What each connection can be asked about an indicator, with its last answer. */
export function useVendorCards(id: IndicatorId): UseQueryResult<VendorCard[]> {
  return useAnswer({ name: 'details.get', input: { id }, key: keys.vendorCards(id) });
}

/** Asks the vendors about indicators now. */
export function useRefreshDetails(): Command<'details.refresh'> {
  return useCommand('details.refresh', ['details', 'indicators']);
}

/** Ends what is being refreshed. */
export function useCancelRefresh(): Command<'details.cancel'> {
  return useCommand('details.cancel', []);
}

/** How far the refresh is that runs now; undefined while none does. */
export function useRefreshProgress(): RefreshProgress | undefined {
  const client = useClient();
  const [progress, setProgress] = useState<RefreshProgress>();
  useEffect(() => client.on('details.progressed', setProgress), [client]);
  return progress?.isRunning ? progress : undefined;
}
