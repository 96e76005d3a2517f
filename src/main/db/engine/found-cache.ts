import type { Condition, QueryPlan } from '#main/domain/query/plan.ts';
import type { Found } from '#main/search/engine.ts';

/** Results kept: those of the last few questions, which paging, counting and facets ask about again. */
const limit = 8;

/** What was found for the last plans, while nothing changes. A result takes a bit per indicator. */
export class FoundCache {
  readonly #results = new Map<string, Found>();

  /** What was found before, or what `find` finds now. */
  get(plan: QueryPlan, nowMs: number, find: () => Found): Found {
    const key = JSON.stringify([plan.where, plan.includeDerived, dependsOnNow(plan.where) ? nowMs : null]);
    const known = this.#results.get(key);
    if (known !== undefined) {
      // Least recently used first.
      this.#results.delete(key);
      this.#results.set(key, known);
      return known;
    }
    const found = find();
    const [oldest] = this.#results.keys();
    if (this.#results.size >= limit && oldest !== undefined) this.#results.delete(oldest);
    this.#results.set(key, found);
    return found;
  }

  clear(): void {
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
    default:
      return condition.kind === 'is' && condition.flag === 'expired';
  }
}
