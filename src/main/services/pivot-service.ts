import type { PivotQuery } from '#main/domain/pivots.ts';
import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { Pivot } from '#shared/model/pivot.ts';
import type { ReadOptions, Store } from './ports/store.ts';
import type { SearchService } from './search-service.ts';

/** From one indicator to those that share something with it. */
export interface PivotService {
  /**
   * What it shares and with how many, the rarest first; empty when the cache does not hold it.
   * @throws AppError `internal.cancelled` when the signal aborts first.
   */
  list(
    id: IndicatorId,
    options?: ReadOptions,
  ): Promise<{ readonly pivots: readonly Pivot[]; readonly leftOut: number }>;
}

export interface PivotServiceParts {
  readonly store: Store;
  readonly search: Pick<SearchService, 'plan'>;
  readonly clock: Clock;
}

/** More than anybody reads; an indicator with hundreds of tags keeps the rest to itself, and says so. */
const pivotLimit = 40;
/** No count is begun later than this: the list is worth more than its last numbers. */
const budgetMs = 3_000;

/** Counts one after the other, so that what the analyst asks meanwhile gets its turn in between. */
export function createPivotService({ store, search, clock }: PivotServiceParts): PivotService {
  async function count(query: string, options: ReadOptions | undefined): Promise<number | null> {
    try {
      const { value } = await store.read('indicators.count', { plan: search.plan(query), isPassing: true }, options);
      return value;
    } catch (error) {
      // A large cache whose index is not in memory yet, or hundreds of long values: this one is too much to ask, the others may not be.
      if (error instanceof AppError && (error.code === 'storage.busy' || error.code.startsWith('input.'))) return null;
      throw error;
    }
  }

  return {
    async list(id, options) {
      const subject = await store.read('indicators.detail', { id }, options);
      if (subject === null) return { pivots: [], leftOut: 0 };
      // Only here: it brings the public suffix list with it.
      const { listPivots, orderPivots } = await import('#main/domain/pivots.ts');
      const shares = await store.read('indicators.samples', { id }, options);
      const all = listPivots(subject, shares.samples);
      const endsAtMs = clock.monotonicMs() + budgetMs;
      const pivots: Pivot[] = [];
      for (const pivot of all.slice(0, pivotLimit)) {
        const isInTime = clock.monotonicMs() <= endsAtMs;
        pivots.push(tell(pivot, isInTime ? await count(pivot.query, options) : null));
      }
      return { pivots: orderPivots(pivots), leftOut: Math.max(0, all.length - pivotLimit) + shares.leftOut };
    },
  };
}

function tell({ kind, label, query, findsItself, unnamed = 0 }: PivotQuery, count: number | null): Pivot {
  const others = count === null ? null : Math.max(0, count - (findsItself ? 1 : 0));
  return { kind, label, query, count, others, ...(unnamed === 0 ? {} : { unnamed }) };
}
