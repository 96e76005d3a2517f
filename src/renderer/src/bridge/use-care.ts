import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { MethodOutput } from '#shared/contract/methods.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { BackupResult, Diagnostics, RepairResult } from '#shared/model/care.ts';
import { useClient } from './client-context.ts';
import { useCommand } from './use-answer.ts';

/** Writes a backup where main chose; null when the analyst cancelled. */
export function useBackup(): UseMutationResult<BackupResult | null, Error, null> {
  return useCommand('care.backUp', []);
}

/** Collects what a support needs; nothing is saved yet. */
export function useDiagnose(): UseMutationResult<Diagnostics, Error, null> {
  return useCommand('care.diagnose', []);
}

/** Saves what was shown; null when the analyst cancelled. */
export function useSaveDiagnostics(): UseMutationResult<
  MethodOutput<'care.saveDiagnostics'>,
  Error,
  { readonly id: number }
> {
  return useCommand('care.saveDiagnostics', []);
}

/** Saves the analyst's work from a damaged database; afterwards everything is asked anew. */
export function useRepair(): UseMutationResult<RepairResult, Error, null> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => client.call('care.repair', null),
    onSuccess: () => cache.resetQueries(),
  });
}

/** Whether an answer on the screen failed because the database file is damaged. */
export function useIsDamaged(): boolean {
  const cache = useQueryClient().getQueryCache();
  const subscribe = useCallback((listener: () => void) => cache.subscribe(listener), [cache]);
  return useSyncExternalStore(subscribe, () => cache.getAll().some(({ state }) => isDamage(state.error)));
}

function isDamage(error: unknown): boolean {
  return error instanceof AppError && error.code === 'storage.corrupt';
}
