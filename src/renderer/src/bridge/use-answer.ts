import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { MethodInput, MethodName, MethodOutput } from '#shared/contract/methods.ts';
import { useClient } from './client-context.ts';
import { refresh } from './refresh.ts';

/** A read: which method, with what, under which cache key. */
export interface Question<Name extends MethodName> {
  readonly name: Name;
  readonly input: MethodInput<Name>;
  readonly key: readonly unknown[];
  /** False while the input is not known yet. */
  readonly enabled?: boolean;
  /** Until the new answer is there, show the one to the previous question, so that nothing blinks. */
  readonly keepPrevious?: boolean;
  /** How long an answer is kept after its last reader left, ms. */
  readonly keepMs?: number;
  /** Asked again so often while the window is looked at, ms. */
  readonly everyMs?: number;
  /** Only asked: who asks is not drawn again with the answer, which is for others. */
  readonly isAhead?: boolean;
  /** Stopped when nobody waits for it any more, such as a search that a newer one has taken the place of. */
  readonly isStopped?: boolean;
}

/** Reads through the cache; errors are AppErrors. */
export function useAnswer<Name extends MethodName>(question: Question<Name>): UseQueryResult<MethodOutput<Name>> {
  const client = useClient();
  return useQuery({
    queryKey: question.key,
    // Taking the signal is what makes the cache give up a question that nobody asks any more.
    queryFn: question.isStopped
      ? ({ signal }) => client.call(question.name, question.input, { signal })
      : () => client.call(question.name, question.input),
    ...(question.enabled === undefined ? {} : { enabled: question.enabled }),
    ...(question.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(question.everyMs === undefined ? {} : { refetchInterval: question.everyMs }),
    ...(question.isAhead ? { notifyOnChangeProps: [] } : {}),
    ...(question.keepMs === undefined ? {} : { gcTime: question.keepMs }),
  });
}

/**
 * A write. When it succeeds, the named areas are asked again without waiting for main's own event, so what the analyst did is on the
 * screen with the next paint.
 */
export function useCommand<Name extends MethodName>(
  name: Name,
  areas: readonly string[],
): UseMutationResult<MethodOutput<Name>, Error, MethodInput<Name>> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: MethodInput<Name>) => client.call(name, input, { isCommand: true }),
    onSuccess: () => refresh(cache, areas),
  });
}
