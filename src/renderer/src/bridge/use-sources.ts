import type { UseQueryResult } from '@tanstack/react-query';
import type { Overlap } from '#shared/model/overlap.ts';
import { keys } from './keys.ts';
import { useAnswer } from './use-answer.ts';

/** Which indicators several vendors know. */
export function useOverlap(): UseQueryResult<Overlap> {
  return useAnswer({ name: 'sources.overlap', input: null, key: keys.overlap, keepPrevious: true });
}
