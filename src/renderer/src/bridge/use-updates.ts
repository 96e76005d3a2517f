import {
  type MutationState,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useMutationState,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { MethodOutput } from '#shared/contract/methods.ts';
import type { UpdateProgress, UpdateStatus } from '#shared/model/update.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { refresh } from './refresh.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** Whether updates are looked for, who decides that, and what the last look found. */
export function useUpdates(): UseQueryResult<UpdateStatus> {
  // A policy may have come or gone.
  return useAnswer({ name: 'updates.status', input: null, key: keys.updates, keepMs: 0 });
}

/** Asks whether there is a newer version. */
export function useLookForUpdate(): UseMutationResult<UpdateStatus, Error, null> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: null) => client.call('updates.look', input, { isCommand: true }),
    onSuccess: (status) => {
      cache.setQueryData(keys.updates, status);
    },
  });
}

type Saved = MethodOutput<'updates.download'>;
type Download = MutationState<Saved, Error, { readonly name: string }>;

const downloadKey = ['updates', 'download'];

/** Brings a file of the newer version to where main chose. */
export function useDownloadUpdate(): UseMutationResult<Saved, Error, { readonly name: string }> {
  const client = useClient();
  return useMutation({
    mutationKey: downloadKey,
    mutationFn: (input: { readonly name: string }) => client.call('updates.download', input, { isCommand: true }),
    // Whoever comes back to the screen later is told how it went.
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** The last download of this window, also one that was begun before the screen was left; undefined before the first. */
export function useLastDownload(): Download | undefined {
  return useMutationState<Download>({
    filters: { mutationKey: downloadKey },
    // What has the key was made above.
    select: ({ state }) => state as Download,
  }).at(-1);
}

/** Ends looking and downloading. */
export function useCancelUpdate(): UseMutationResult<null, Error, null> {
  return useCommand('updates.cancel', []);
}

/** How far the download is that runs now; undefined while none does. */
export function useUpdateProgress(): UpdateProgress | undefined {
  const client = useClient();
  const [progress, setProgress] = useState<UpdateProgress>();
  useEffect(() => client.on('updates.progressed', setProgress), [client]);
  return progress?.isRunning === true ? progress : undefined;
}

/** Tells of a newer version that the look of the day found. The listener may change with each render. */
export function useFoundUpdate(listener: (version: string) => void): void {
  const client = useClient();
  const cache = useQueryClient();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      client.on('updates.found', ({ version }) => {
        refresh(cache, ['settings']);
        latest.current(version);
      }),
    [client, cache],
  );
}
