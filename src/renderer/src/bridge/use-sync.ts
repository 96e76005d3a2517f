import type { UseMutationResult } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { MethodInput, MethodOutput } from '#shared/contract/methods.ts';
import type { SyncProgress } from '#shared/contract/schemas.ts';
import { useSyncStore } from './BridgeProvider.tsx';
import { useCommand } from './use-answer.ts';

/** The streams that are being synced now. */
export function useSyncProgress(): readonly SyncProgress[] {
  const store = useSyncStore();
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Starts and stops syncs. */
export interface SyncCommands {
  readonly start: UseMutationResult<MethodOutput<'sync.start'>, Error, MethodInput<'sync.start'>>;
  readonly cancel: UseMutationResult<null, Error, MethodInput<'sync.cancel'>>;
}

/** See {@link SyncCommands}. */
export function useSyncCommands(): SyncCommands {
  return { start: useCommand('sync.start', ['connections']), cancel: useCommand('sync.cancel', ['connections']) };
}
