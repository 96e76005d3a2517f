import { tabulateOverlap } from '#main/domain/overlap.ts';
import { type Enforcer, listChecks } from '#main/domain/standing.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Overlap } from '#shared/model/overlap.ts';
import type { StandingCheck } from '#shared/model/standing.ts';
import { importVendor } from '#shared/model/vocabulary.ts';
import type { ReadOptions, Store } from './ports/store.ts';
import type { SearchService } from './search-service.ts';
import type { VendorCatalogue } from './vendor-catalogue.ts';

/** What the sources are worth beside each other; read from the cache, never from the network. */
export interface SourceService {
  /** Which indicators several vendors know, and which only one does. */
  overlap(options?: ReadOptions): Promise<Overlap>;
  /** What is enforced and what drifts, each as a query with its count. */
  checks(options?: ReadOptions): Promise<readonly StandingCheck[]>;
}

export interface SourceServiceParts {
  readonly store: Store;
  readonly search: Pick<SearchService, 'plan' | 'count'>;
  readonly vendors: Pick<VendorCatalogue, 'list'>;
}

/** See {@link SourceService}. */
export function createSourceService({ store, search, vendors }: SourceServiceParts): SourceService {
  return {
    overlap: async (options) =>
      tabulateOverlap(await store.read('indicators.vendorSets', { plan: search.plan('') }, options)),
    async checks(options) {
      const modules = await vendors.list();
      const reporting = modules.filter(({ enforcement }) => enforcement === undefined).map(({ id }) => id);
      const counted: StandingCheck[] = [];
      // One after the other: each is a pass over the cache, and others want to read too.
      for (const check of listChecks(modules.flatMap(readEnforcer), [...reporting, importVendor])) {
        counted.push({ ...check, count: await countOrGiveUp(search, check.query, options) });
      }
      return counted;
    },
  };
}

function readEnforcer({ id, displayName, enforcement }: VendorModule): readonly Enforcer[] {
  return enforcement === undefined ? [] : [{ vendor: id, name: displayName, ...enforcement }];
}

/** Null where a large cache is not in memory yet, and counting in the file takes too long. */
async function countOrGiveUp(
  search: Pick<SearchService, 'count'>,
  query: string,
  options: ReadOptions | undefined,
): Promise<number | null> {
  try {
    return (await search.count(query, options)).value;
  } catch (error) {
    if (error instanceof AppError && error.code === 'storage.busy') return null;
    throw error;
  }
}
