import { type UseMutationResult, type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { MethodOutput } from '#shared/contract/methods.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { BackupList, BackupResult, Diagnostics, RepairResult, RestoreResult } from '#shared/model/care.ts';
import type { StoreFinding } from '#shared/model/store-health.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** Writes a backup where main chose; null when the analyst cancelled. */
export function useBackup(): UseMutationResult<BackupResult | null, Error, null> {
  return useCommand('care.backUp', []);
}

/** The backups that can be restored from the window. */
export function useBackups(): UseQueryResult<BackupList> {
  // Others may write and remove them.
  return useAnswer({ name: 'care.listBackups', input: null, key: keys.backups, keepMs: 0 });
}

/** Puts a backup in the place of the database; afterwards everything is asked anew. */
export function useRestore(): UseMutationResult<RestoreResult, Error, { readonly name: string }> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: { readonly name: string }) => client.call('care.restore', input),
    onSuccess: () => cache.resetQueries(),
  });
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

/** How often it is asked whether another process found damage, ms. */
const healthEveryMs = 60_000;

/** What is known to be wrong with the stored data; what this process finds is pushed. */
export function useHealth(): UseQueryResult<StoreFinding[]> {
  return useAnswer({ name: 'care.health', input: null, key: keys.health, everyMs: healthEveryMs });
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

/** With what an answer on the screen failed because the database file is damaged; undefined while none did. */
export function useMetDamage(): AppError | undefined {
  const cache = useQueryClient().getQueryCache();
  const subscribe = useCallback((listener: () => void) => cache.subscribe(listener), [cache]);
  return useSyncExternalStore(subscribe, () =>
    cache
      .getAll()
      .map(({ state }) => state.error)
      .find(isDamage),
  );
}

function isDamage(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'storage.corrupt';
}
