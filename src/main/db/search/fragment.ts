import type { SqlValue } from '../connection.ts';
import { tooManyParts } from './limits.ts';

/** A piece of SQL with the values bound in it, in order. Values never become text of the statement. */
export interface Fragment {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

const always: Fragment = { sql: '1', params: [] };
export const never: Fragment = { sql: '0', params: [] };

export function fragment(sql: string, ...params: readonly SqlValue[]): Fragment {
  return { sql, params };
}

/** That an indicator is one of those whose ids a statement selects. */
export function among({ sql, params }: Fragment): Fragment {
  return { sql: `i.id IN (${sql})`, params };
}

/** Joined as a balanced tree: SQLite limits the depth of an expression, not its width. */
export function join(operator: 'AND' | 'OR', parts: readonly Fragment[]): Fragment {
  const [first, ...rest] = parts;
  if (first === undefined) return operator === 'AND' ? always : never;
  if (rest.length === 0) return first;
  const middle = parts.length >> 1;
  const left = join(operator, parts.slice(0, middle));
  const right = join(operator, parts.slice(middle));
  return { sql: `(${left.sql} ${operator} ${right.sql})`, params: [...left.params, ...right.params] };
}

/** Missing values make a comparison neither true nor false; its negation counts them in. */
export function negate({ sql, params }: Fragment): Fragment {
  return { sql: `((${sql}) IS NOT TRUE)`, params };
}

/** Most values that one statement can bind, less some for paging. */
const paramLimit = 32_000;

/** @throws StoreFault `input.tooLarge` for a query beyond what one statement can hold. */
export function checkSize({ params }: Fragment): void {
  if (params.length <= paramLimit) return;
  throw tooManyParts();
}
