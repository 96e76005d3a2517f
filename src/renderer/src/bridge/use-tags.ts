import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { MethodInput, MethodOutput } from '#shared/contract/methods.ts';
import type { Selection } from '#shared/contract/schemas.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** Own tags in use, the most frequent first. */
export function useKnownTags(): UseQueryResult<MethodOutput<'tags.known'>> {
  return useAnswer({ name: 'tags.known', input: null, key: keys.knownTags });
}

/** How many indicators are meant, and the own tags on them. */
export function useTagCount(selection: Selection): UseQueryResult<MethodOutput<'tags.count'>> {
  return useAnswer({ name: 'tags.count', input: { selection }, key: keys.tagCount(selection), keepMs: 0 });
}

/** Puts own tags on and takes them off. */
export function useChangeTags(): UseMutationResult<MethodOutput<'tags.change'>, Error, MethodInput<'tags.change'>> {
  return useCommand('tags.change', ['indicators']);
}

/** Takes a tagging back. */
export function useUndoTagging(): UseMutationResult<MethodOutput<'tags.undo'>, Error, MethodInput<'tags.undo'>> {
  return useCommand('tags.undo', ['indicators']);
}
