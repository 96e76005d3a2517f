import type { UseQueryResult } from '@tanstack/react-query';
import type { Overlap } from '#shared/model/overlap.ts';
import type { StandingCheck } from '#shared/model/standing.ts';
import { keys } from './keys.ts';
import { useAnswer } from './use-answer.ts';

/** Which indicators several vendors know. */
export function useOverlap(): UseQueryResult<Overlap> {
  return useAnswer({ name: 'sources.overlap', input: null, key: keys.overlap, keepPrevious: true });
}

/** What is enforced and what drifts, each with its count. */
export function useChecks(): UseQueryResult<StandingCheck[]> {
  return useAnswer({ name: 'sources.checks', input: null, key: keys.checks, keepPrevious: true });
}
