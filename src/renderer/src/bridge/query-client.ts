import { QueryClient } from '@tanstack/react-query';
import { AppError } from '#shared/errors/app-error.ts';

const retryLimit = 2;

/**
 * The cache of answers. Everything is answered by the program itself, so "offline" is no reason to pause, and what is
 * cached stays good until main says that something changed.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < retryLimit && error instanceof AppError && error.retryable,
        retryDelay: (attempt, error) =>
          error instanceof AppError && error.retryAfterMs !== undefined ? error.retryAfterMs : 300 * 2 ** attempt,
      },
      // What was sent, a secret perhaps, is forgotten with the form that sent it.
      mutations: { networkMode: 'always', retry: false, gcTime: 0 },
    },
  });
}
