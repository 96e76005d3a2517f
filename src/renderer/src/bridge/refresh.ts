import type { QueryClient } from '@tanstack/react-query';
import { type Coalesced, coalesce } from './coalesce.ts';
import { isOfArea } from './keys.ts';

/** After what the analyst did, what is shown is asked again at most this often: seldom enough for keys that repeat, too soon to notice. */
const intervalMs = 100;

const refreshers = new WeakMap<QueryClient, Coalesced<string>>();

/** Asks again what is cached of the areas, at once unless that has just been done. */
export function refresh(cache: QueryClient, areas: readonly string[]): void {
  let refresher = refreshers.get(cache);
  if (refresher === undefined) {
    refresher = coalesce<string>(intervalMs, (stale) => {
      void cache.invalidateQueries({ predicate: isOfArea([...stale]) });
    });
    refreshers.set(cache, refresher);
  }
  refresher.add(areas);
}
