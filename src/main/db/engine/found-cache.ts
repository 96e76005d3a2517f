import type { Condition, QueryPlan } from '#main/domain/query/plan.ts';
import type { Found } from '#main/search/engine.ts';

/** Results kept: those of the last few questions, which paging, counting and facets ask about again. */
const limit = 8;

/** What was found for the last plans, while nothing changes. A result takes a bit per indicator. */
export class FoundCache {
  readonly #results = new Map<string, Found>();
  readonly #release: (found: Found) => void;

  /** @param release told of each result that is no longer kept. */
  constructor(release: (found: Found) => void) {
    this.#release = release;
  }

  /** What was found before, or what `find` finds now: to be looked at until the next question only. */
  get(plan: QueryPlan, nowMs: number, find: () => Found): Found {
    const key = JSON.stringify([plan.where, plan.includeDerived, dependsOnNow(plan.where) ? nowMs : null]);
    const known = this.#results.get(key);
    if (known !== undefined) {
      // Least recently used first.
      this.#results.delete(key);
      this.#results.set(key, known);
      return known;
    }
    const [oldest] = this.#results;
    if (this.#results.size >= limit && oldest !== undefined) {
      this.#results.delete(oldest[0]);
      this.#release(oldest[1]);
    }
    const found = find();
    this.#results.set(key, found);
    return found;
  }

  clear(): void {
    for (const found of this.#results.values()) this.#release(found);
    this.#results.clear();
  }
}

/** Whether the mere passing of time changes what is found; ranges of time are absolute in a plan. */
function dependsOnNow(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some(dependsOnNow);
    case 'not':
      return dependsOnNow(condition.of);
    case 'record':
      return condition.field !== 'gone';
    default:
      return condition.kind === 'is' && condition.flag === 'expired';
  }
}
