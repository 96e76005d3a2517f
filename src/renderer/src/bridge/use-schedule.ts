import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { FoundSearch, ScheduleStatus } from '#shared/model/schedule.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { refresh } from './refresh.ts';
import { useAnswer } from './use-answer.ts';

/** Limits and networks come and go without a word to the window, ms. */
const askEveryMs = 15_000;

/** When each connection is synced next by itself. */
export function useSchedule(): UseQueryResult<ScheduleStatus[]> {
  return useAnswer({
    name: 'schedule.list',
    input: null,
    key: keys.schedule,
    keepPrevious: true,
    everyMs: askEveryMs,
  });
}

/** Tells of saved searches with new matches after a sync in the background. The listener may change with each render. */
export function useFoundSearches(listener: (found: readonly FoundSearch[]) => void): void {
  const client = useClient();
  const cache = useQueryClient();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      client.on('searches.found', (found) => {
        refresh(cache, ['searches']);
        latest.current(found);
      }),
    [client, cache],
  );
}
