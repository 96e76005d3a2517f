import type { Condition, QueryPlan, SortField, SortKey } from '#main/domain/query/plan.ts';
import { indicatorTypes } from '#shared/model/vocabulary.ts';
import { typeCodes } from '../codes.ts';
import type { SqlValue } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { tickFunction } from './deadline.ts';
import { checkSize, type Fragment, fragment, join, negate } from './fragment.ts';
import { compileExact, compilePredicate, type ExactPredicate, type PredicateContext } from './predicates.ts';

/** Deeper nesting is no honest query, and SQLite would refuse it with a worse message. */
const depthLimit = 200;

/** A whole statement and its values. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** Ids in the plan's order. @throws StoreFault `input.tooLarge`. */
export function compileIds(
  context: PredicateContext,
  plan: QueryPlan,
  window: { readonly offset: number; readonly limit: number },
): Statement {
  const where = compileWhere(context, plan);
  return {
    sql: `SELECT i.id FROM indicator i WHERE ${where.sql} ORDER BY ${compileSort(plan.sort)} LIMIT ? OFFSET ?`,
    params: [...where.params, window.limit, window.offset],
  };
}

/** Any columns of everything that fits, in no order. @throws StoreFault `input.tooLarge`. */
export function compileAll(context: PredicateContext, plan: QueryPlan, columns: string): Statement {
  const where = compileWhere(context, plan);
  return { sql: `SELECT ${columns} FROM indicator i WHERE ${where.sql}`, params: where.params };
}

function compileWhere(context: PredicateContext, plan: QueryPlan): Fragment {
  const where = join('AND', [
    // One row in 256 looks at the clock.
    fragment(`((i.id & 255) <> 0 OR ${tickFunction}())`),
    // Word for word the condition of the partial index that holds the default order.
    ...(plan.includeDerived ? [] : [fragment('i.observations > 0')]),
    compileCondition(context, plan.where, 0),
  ]);
  checkSize(where);
  return where;
}

function compileCondition(context: PredicateContext, condition: Condition, depth: number): Fragment {
  if (depth > depthLimit) throw new StoreFault('input.tooLarge', 'The query is nested too deeply.');
  switch (condition.kind) {
    case 'all':
      return join(
        'AND',
        condition.of.map((part) => compileCondition(context, part, depth + 1)),
      );
    case 'any': {
      const exact = condition.of.filter((part): part is ExactPredicate => part.kind === 'exact');
      const others = condition.of.filter((part) => part.kind !== 'exact');
      return join('OR', [
        ...(exact.length === 0 ? [] : [compileExact(exact)]),
        ...others.map((part) => compileCondition(context, part, depth + 1)),
      ]);
    }
    case 'not':
      return negate(compileCondition(context, condition.of, depth + 1));
    default:
      return compilePredicate(context, condition);
  }
}

/** Missing values last both ways; what is equal so far is ordered by value, then by age in the cache. */
function compileSort(sort: readonly SortKey[]): string {
  const keys = sort.map(({ field, descending }) => {
    const column = sortColumns[field];
    // Missing values are smallest for SQLite: they come last by themselves when descending, and an index can be used.
    return descending ? `${column} DESC` : `${column} ASC${nullable.has(field) ? ' NULLS LAST' : ''}`;
  });
  return [...keys, ...(sort.some(({ field }) => field === 'value') ? [] : ['i.value ASC']), 'i.id ASC'].join(', ');
}

const alphabeticalTypes = [...indicatorTypes].sort();

const sortColumns: Readonly<Record<SortField, string>> = {
  score: 'i.score',
  last_seen: 'i.last_seen_at_ms',
  first_seen: 'i.first_seen_at_ms',
  value: 'i.value',
  type: `CASE i.type ${alphabeticalTypes.map((type, rank) => `WHEN ${typeCodes.toCode[type]} THEN ${rank}`).join(' ')} END`,
  observations: 'i.observations',
  triaged: 'i.triaged_at_ms',
  expires: 'i.expires_at_ms',
};

const nullable: ReadonlySet<SortField> = new Set(['score', 'last_seen', 'first_seen', 'triaged', 'expires']);
