import { type UseMutationResult, useInfiniteQuery } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/contract/methods.ts';
import type { AuditEntry } from '#shared/model/audit.ts';
import type { CaseLogPage, CaseNote, CaseTimelineEntry } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { useCommand } from './use-answer.ts';

/** What was written in a case, newest first, as far as it was asked for. */
export interface CaseLogRead<Entry> {
  readonly entries: readonly Entry[];
  readonly error: Error | null;
  /** Whether older ones are not read yet. */
  readonly hasOlder: boolean;
  readonly isReadingOlder: boolean;
  readonly readOlder: () => void;
  readonly retry: () => void;
}

const pageSize = 50;

/** The latest page of a case's notes, and older ones when asked. */
export function useCaseNotes(number: CaseNumber): CaseLogRead<CaseNote> {
  const client = useClient();
  return useLog(keys.caseNotes(number), (after) => client.call('cases.notes', { number, after, limit: pageSize }));
}

/** The latest page of what happened in a case, and older ones when asked. */
export function useCaseTimeline(number: CaseNumber): CaseLogRead<CaseTimelineEntry> {
  const client = useClient();
  return useLog(keys.caseTimeline(number), (after) =>
    client.call('cases.timeline', { number, after, limit: pageSize }),
  );
}

/** The latest page of who did what, and older ones when asked. */
export function useAudit(): CaseLogRead<AuditEntry> {
  const client = useClient();
  return useLog(keys.audit, (after) => client.call('audit.list', { number: null, after, limit: pageSize }));
}

/** Goes through the whole log of who did what. */
export function useVerifyAudit(): UseMutationResult<MethodOutput<'audit.verify'>, Error, null> {
  return useCommand('audit.verify', []);
}

function useLog<Entry>(
  queryKey: readonly unknown[],
  read: (after: number | null) => Promise<CaseLogPage<Entry>>,
): CaseLogRead<Entry> {
  const answer = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    // The annotation is what makes later page parameters fit.
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });
  return {
    entries: answer.data?.pages.flatMap((page) => page.entries) ?? [],
    error: answer.error,
    hasOlder: answer.hasNextPage,
    isReadingOlder: answer.isFetchingNextPage,
    readOlder: () => void answer.fetchNextPage(),
    retry: () => void answer.refetch(),
  };
}
