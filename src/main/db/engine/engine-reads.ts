import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { Found, SearchEngine } from '#main/search/engine.ts';
import { Permutations } from '#main/search/ordered-part.ts';
import { ListTally } from '#main/search/tally.ts';
import { selectIds } from '#main/search/window.ts';
import type { StoreReads } from '#main/services/ports/store.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { ReadContext, ReadTable } from '../operations/operation.ts';
import type { SearchReadName } from '../operations/searches.ts';
import { readSummaries } from '../operations/summaries.ts';
import { nameFacets } from '../search/facets.ts';
import { nameHistogram } from '../search/histogram.ts';
import { VendorSetTally } from '../search/vendor-sets.ts';
import { compileForEngine, compileSortForEngine } from './compile-plan.ts';
import { countTimesFound } from './count-times-found.ts';
import { FoundCache } from './found-cache.ts';
import { tallyFound } from './tally-found.ts';
import { Vocabulary } from './vocabulary.ts';

/** Answers searches from memory; the same answers as {@link searchReads} gives. The engine must be up to date. */
export class EngineReads {
  readonly engine: SearchEngine;
  readonly #cache: FoundCache;
  readonly #permutations = new Permutations();
  readonly #vocabulary = new Vocabulary();

  constructor(engine: SearchEngine) {
    this.engine = engine;
    this.#cache = new FoundCache((found) => engine.release(found));
  }

  readonly table: ReadTable<SearchReadName> = {
    'indicators.search': (context, { plan, offset, limit }) =>
      readSummaries(context.db, this.#select(context, plan, { offset, limit }), context.nowMs),
    'indicators.searchIds': (context, { plan, limit }) =>
      // Read from the ids of the database.
      this.#select(context, plan, { offset: 0, limit: limit ?? Number.POSITIVE_INFINITY }) as IndicatorId[],
    'indicators.count': (context, { plan, isPassing = false }) => ({
      value: isPassing ? this.#countInPassing(context, plan) : this.#find(context, plan).count,
      exact: true,
    }),
    'indicators.facets': (context, { plan }) => this.#countFacets(context, plan),
    'indicators.histogram': (context, { plan, field }) =>
      nameHistogram(field, countTimesFound(this.#find(context, plan), field, context)),
    'indicators.vendorSets': (context, { plan }) => {
      const tally = new VendorSetTally(context.db);
      for (const [ids, count] of new ListTally(this.#find(context, plan), 'streams').countSets()) tally.add(ids, count);
      return tally.finish();
    },
  };

  /** The database, or the way the engine holds it, has changed. */
  forget(): void {
    this.#cache.clear();
    this.#permutations.keepOnly(this.engine.segments);
  }

  #find(context: ReadContext, plan: QueryPlan): Found {
    return this.#cache.get(plan, context.nowMs, () => this.#findAnew(context, plan));
  }

  #findAnew(context: ReadContext, plan: QueryPlan): Found {
    return this.engine.find(compileForEngine(context, plan), {
      includeDerived: plan.includeDerived,
      checkLimits: context.checkLimits,
    });
  }

  /** Dozens of such counts would drive out what the analyst is paging through. */
  #countInPassing(context: ReadContext, plan: QueryPlan): number {
    const found = this.#findAnew(context, plan);
    const { count } = found;
    this.engine.release(found);
    return count;
  }

  #select(
    context: ReadContext,
    plan: QueryPlan,
    stretch: { readonly offset: number; readonly limit: number },
  ): number[] {
    const found = this.#find(context, plan);
    return selectIds(found, { sort: compileSortForEngine(plan.sort), permutations: this.#permutations }, stretch);
  }

  #countFacets(context: ReadContext, plan: QueryPlan): StoreReads['indicators.facets']['output'] {
    this.#vocabulary.update(context.db);
    return nameFacets(tallyFound(this.#find(context, plan), { ...context, vocabulary: this.#vocabulary }));
  }
}
