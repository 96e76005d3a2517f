import { type Condition, defaultSort, type QueryPlan, type SortField, type SortKey } from '#main/domain/query/plan.ts';
import { indicatorTypes } from '#shared/model/vocabulary.ts';
import { typeCodes } from '../codes.ts';
import type { SqlValue } from '../connection.ts';
import { tickFunction } from './deadline.ts';
import { among, checkSize, type Fragment, fragment, join, negate } from './fragment.ts';
import { checkLimits } from './limits.ts';
import { wholeValueOf } from './patterns.ts';
import {
  compilePredicate,
  type ExactPredicate,
  type PredicateContext,
  selectExact,
  selectWholeValues,
} from './predicates.ts';

/** A whole statement and its values. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** A page of a result. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
}

/** Ids in the plan's order; a negative limit is none. @throws StoreFault `input.tooLarge`. */
export function compileIds(context: PredicateContext, plan: QueryPlan, window: Window): Statement {
  const where = compileWhere(context, plan);
  const isDeep = window.limit < 0 || window.offset + window.limit > topRows;
  return {
    sql: `SELECT i.id FROM indicator i ${isDeep ? 'NOT INDEXED' : hintFor(plan)} WHERE ${where.sql} ORDER BY ${compileSort(plan.sort)} LIMIT ? OFFSET ?`,
    params: [...where.params, window.limit, window.offset],
  };
}

/**
 * The same, looking only at the rows that come first in the default order: full pages of common things are found there in
 * a few milliseconds. A page that is not full proves nothing; then {@link compileIds} has to be asked.
 *
 * @returns undefined where that does not apply (another order, few candidates anyway, deep pages).
 */
export function compileTop(context: PredicateContext, plan: QueryPlan, window: Window): Statement | undefined {
  const isDefault = compileSort(plan.sort) === compileSort(defaultSort);
  if (!isDefault || plan.includeDerived || window.offset + window.limit > deepestTop) return undefined;
  if (isEverything(plan.where) || isNarrow(plan.where)) return undefined;
  const where = compileWhere(context, plan);
  const order = compileSort(defaultSort);
  return {
    sql: `SELECT i.id FROM (SELECT i.id FROM indicator i WHERE i.derived = 0 ORDER BY ${order} LIMIT ${topRows}) t
      CROSS JOIN indicator i ON i.id = t.id WHERE ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    params: [...where.params, window.limit, window.offset],
  };
}

/** Rows that {@link compileTop} looks at: about 20 ms. */
const topRows = 10_000;
const deepestTop = 1_000;

/** Ids of everything that fits in the order of reports: by type as people list them (which is that of the codes), then by value. */
export function compileReportIds(context: PredicateContext, plan: QueryPlan): Statement {
  const where = compileWhere(context, plan);
  return {
    sql: `SELECT i.id FROM indicator i NOT INDEXED WHERE ${where.sql} ORDER BY i.type, i.value`,
    params: where.params,
  };
}

/** Any columns of everything that fits, in no order. @throws StoreFault `input.tooLarge`. */
export function compileAll(context: PredicateContext, plan: QueryPlan, columns: string): Statement {
  const where = compileWhere(context, plan);
  return { sql: `SELECT ${columns} FROM indicator i ${hintFor(plan)} WHERE ${where.sql}`, params: where.params };
}

/** How many fit. Everything is counted in the index of the default order, which is a tenth of the table. */
export function compileCount(context: PredicateContext, plan: QueryPlan): Statement {
  const where = compileWhere(context, plan);
  const isWhole = isEverything(plan.where) && !plan.includeDerived;
  return {
    sql: `SELECT count(*) FROM indicator i ${isWhole ? 'INDEXED BY indicator_rank' : hintFor(plan)} WHERE ${where.sql}`,
    params: where.params,
  };
}

/** Counts what fits of the rows with a higher id: only those are looked at. @throws StoreFault `input.tooLarge`. */
export function compileSince(context: PredicateContext, plan: QueryPlan, afterId: number): Statement {
  const where = compileWhere(context, plan);
  return {
    sql: `SELECT count(*) FROM indicator i NOT INDEXED WHERE i.id > ? AND ${where.sql}`,
    params: [afterId, ...where.params],
  };
}

/**
 * Without statistics SQLite would walk the index of the default order and fetch row after row in random order; reading
 * the table through is four times faster (measured at 400,000). Rows by their id stay possible.
 */
function hintFor(plan: QueryPlan): string {
  return isEverything(plan.where) ? '' : 'NOT INDEXED';
}

function isEverything(condition: Condition): boolean {
  return condition.kind === 'all' && condition.of.every(isEverything);
}

/** Whether an index leads to few candidates. */
function isNarrow(condition: Condition): boolean {
  switch (condition.kind) {
    case 'exact':
    case 'under':
    case 'ip':
      return true;
    case 'value':
      return condition.anchoredStart;
    case 'has':
      return condition.what !== 'relation';
    case 'word':
      return condition.field === 'case';
    case 'all':
      return condition.of.some(isNarrow);
    case 'any':
      return condition.of.every(isNarrow);
    default:
      return false;
  }
}

function compileWhere(context: PredicateContext, plan: QueryPlan): Fragment {
  checkLimits(plan.where);
  const where = join('AND', [
    // One row in 256 looks at the clock.
    fragment(`((i.id & 255) <> 0 OR ${tickFunction}())`),
    // Word for word the condition of the partial index that holds the default order.
    ...(plan.includeDerived ? [] : [fragment('i.derived = 0')]),
    compileCondition(context, plan.where),
  ]);
  checkSize(where);
  return where;
}

function compileCondition(context: PredicateContext, condition: Condition): Fragment {
  switch (condition.kind) {
    case 'all':
      return join(
        'AND',
        condition.of.map((part) => compileCondition(context, part)),
      );
    case 'any': {
      const exact = condition.of.filter((part): part is ExactPredicate => part.kind === 'exact');
      const whole = condition.of.flatMap((part) => (part.kind === 'value' ? (wholeValueOf(part) ?? []) : []));
      const others = condition.of.filter(
        (part) => part.kind !== 'exact' && (part.kind !== 'value' || wholeValueOf(part) === undefined),
      );
      return join('OR', [
        ...(exact.length === 0 ? [] : [among(selectExact(exact))]),
        ...(whole.length === 0 ? [] : [among(selectWholeValues(whole))]),
        ...others.map((part) => compileCondition(context, part)),
      ]);
    }
    case 'not':
      return negate(compileCondition(context, condition.of));
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
