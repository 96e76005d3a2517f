import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { EventPayload } from '#shared/contract/events.ts';
import type { MethodInput, MethodOutput } from '#shared/contract/methods.ts';
import type { SyncProgress } from '#shared/contract/schemas.ts';
import { useSyncStore } from './BridgeProvider.tsx';
import { useClient } from './client-context.ts';
import { useCommand } from './use-answer.ts';

/** The streams that are being synced now. */
export function useSyncProgress(): readonly SyncProgress[] {
  const store = useSyncStore();
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Tells what the application remarks while a sync runs. The listener may change with each render. */
export function useSyncRemarks(listener: (remark: EventPayload<'sync.noticed'>) => void): void {
  const client = useClient();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => client.on('sync.noticed', (remark) => latest.current(remark)), [client]);
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
