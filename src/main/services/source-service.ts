import { tabulateOverlap } from '#main/domain/overlap.ts';
import type { Overlap } from '#shared/model/overlap.ts';
import type { ReadOptions, Store } from './ports/store.ts';
import type { SearchService } from './search-service.ts';

/** What the sources are worth beside each other; read from the cache, never from the network. */
export interface SourceService {
  /** Which indicators several vendors know, and which only one does. */
  overlap(options?: ReadOptions): Promise<Overlap>;
}

/** See {@link SourceService}. */
export function createSourceService({
  store,
  search,
}: {
  readonly store: Store;
  readonly search: Pick<SearchService, 'plan'>;
}): SourceService {
  return {
    overlap: async (options) =>
      tabulateOverlap(await store.read('indicators.vendorSets', { plan: search.plan('') }, options)),
  };
}
