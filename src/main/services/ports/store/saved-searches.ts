/** Queries that analysts keep, and those that they asked. */
import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { Count } from '#main/services/ports/store/indicators.ts';
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { AskedQuery, SavedSearch, ShownColumn } from '#shared/model/saved-search.ts';

/** As it is stored; indicators with a higher id came into the cache after it was last looked at. */
export type StoredSearch = Omit<SavedSearch, 'newCount'> & { readonly lookedThroughId: number };

export interface SavedSearchReads {
  /** By name. */
  'searches.list': Operation<null, readonly StoredSearch[]>;
  /** Newest first. */
  'searches.history': Operation<{ readonly limit: number }, readonly AskedQuery[]>;
  /** How many of what a plan finds have an id above this one. */
  'indicators.countSince': Operation<{ readonly plan: QueryPlan; readonly afterId: number }, Count>;
}

export interface SavedSearchWrites {
  /** A saved search of that name, whatever its case, is replaced. It counts as looked at. */
  'searches.save': Operation<
    {
      readonly name: string;
      readonly query: string;
      readonly columns: ShownColumn[] | null;
      readonly atMs: number;
    },
    null
  >;
  'searches.remove': Operation<{ readonly name: string }, { readonly removed: number }>;
  /** Its result is looked at now: what is in the cache is no longer new. */
  'searches.look': Operation<{ readonly name: string; readonly atMs: number }, { readonly changed: number }>;
  /** Each query is remembered once, by when it was asked last. */
  'searches.remember': Operation<AskedQuery, null>;
}
