import { assertNever } from '#shared/assert-never.ts';
import type { QueryNode, SortTerm } from './ast.ts';
import { compileFieldTerm } from './field-terms.ts';
import { anyOf, compileFreeTerm, everything } from './free-terms.ts';
import { type Condition, defaultSort, type QueryPlan, type SortKey, sortFields } from './plan.ts';
import { queryError, quoteInMessage } from './query-error.ts';
import { suggestWord } from './suggest.ts';

const derived: Condition = { kind: 'is', flag: 'derived' };

/** Compiles a tree to a plan. @throws AppError `input.invalid`. */
export function compileQuery(root: QueryNode, nowMs: number): QueryPlan {
  const parts = root.kind === 'and' ? root.of : [root];
  const sorts = parts.filter((part) => part.kind === 'sort');
  const terms = parts.filter((part) => part.kind !== 'sort');
  const where = allOf(terms.map((term) => compileNode(term, nowMs)));
  const includeDerived = namesDerived(where);
  return { where: includeDerived ? keepOthersOut(where) : where, sort: compileSort(sorts), includeDerived };
}

function compileNode(node: QueryNode, nowMs: number): Condition {
  switch (node.kind) {
    case 'and':
      return allOf(node.of.map((part) => compileNode(part, nowMs)));
    case 'or':
      return mergeWords(node.of.map((part) => compileNode(part, nowMs)));
    case 'not':
      return { kind: 'not', of: compileNode(node.of, nowMs) };
    case 'term':
      return node.field === null ? compileFreeTerm(node) : compileFieldTerm(node, nowMs);
    case 'sort':
      throw queryError(
        node.span.start,
        'sort: orders the whole result.',
        'Write it beside the other terms, not inside ( ), OR or NOT.',
      );
    default:
      return assertNever(node);
  }
}

/** All of several conditions; nested ones dissolve, one stays itself. */
function allOf(conditions: readonly Condition[]): Condition {
  const of = conditions.flatMap((condition) => (condition.kind === 'all' ? condition.of : [condition]));
  const [first, second] = of;
  if (first === undefined) return everything;
  return second === undefined ? first : { kind: 'all', of };
}

/** Any of several conditions, where words of one closed field become one list. */
function mergeWords(conditions: readonly Condition[]): Condition {
  const flat = conditions.flatMap((condition) => (condition.kind === 'any' ? condition.of : [condition]));
  const merged = new Map<string, Condition>();
  for (const [index, condition] of flat.entries()) {
    const isList = 'anyOf' in condition;
    const key = isList ? condition.kind : `${index}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? condition : joinLists(before, condition));
  }
  return anyOf([...merged.values()]);
}

/** Two lists of the same field. */
function joinLists(first: Condition, second: Condition): Condition {
  switch (first.kind) {
    case 'type':
      return second.kind === first.kind ? { ...first, anyOf: union(first.anyOf, second.anyOf) } : first;
    case 'severity':
      return second.kind === first.kind ? { ...first, anyOf: union(first.anyOf, second.anyOf) } : first;
    case 'state':
      return second.kind === first.kind ? { ...first, anyOf: union(first.anyOf, second.anyOf) } : first;
    case 'verdict':
      return second.kind === first.kind ? { ...first, anyOf: union(first.anyOf, second.anyOf) } : first;
    default:
      return first;
  }
}

const union = <Word>(first: readonly Word[], second: readonly Word[]): readonly Word[] => [
  ...new Set([...first, ...second]),
];

/** Whether derived indicators are asked for: one is named exactly, or `is:derived`; what is excluded is not asked for. */
function namesDerived(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some(namesDerived);
    case 'exact':
      return true;
    case 'is':
      return condition.flag === 'derived';
    case 'value':
      return condition.anchoredStart && condition.anchoredEnd && condition.pieces.length === 1;
    default:
      return false;
  }
}

/** In a choice, the sides that did not ask for derived indicators go without them. */
function keepOthersOut(condition: Condition): Condition {
  if (condition.kind === 'all') {
    return { kind: 'all', of: condition.of.map((part) => (namesDerived(part) ? keepOthersOut(part) : part)) };
  }
  if (condition.kind !== 'any') return condition;
  return {
    kind: 'any',
    of: condition.of.map((part) =>
      namesDerived(part) ? keepOthersOut(part) : allOf([part, { kind: 'not', of: derived }]),
    ),
  };
}

/** Keys in the order given; of a field named twice the first counts. */
function compileSort(sorts: readonly SortTerm[]): readonly SortKey[] {
  const keys = new Map<string, SortKey>();
  for (const { text, span } of sorts.flatMap((sort) => sort.keys)) {
    const descending = text.startsWith('-');
    const name = text.replace(/^[+-]/, '').toLowerCase();
    const field = sortFields.find((known) => known === name);
    if (field === undefined) throw unknownSort(name, span.start);
    if (!keys.has(field)) keys.set(field, { field, descending });
  }
  return keys.size === 0 ? defaultSort : [...keys.values()];
}

function unknownSort(name: string, offset: number): Error {
  const meant = suggestWord(name, sortFields);
  const advice = meant === undefined ? `One of: ${sortFields.join(', ')}.` : `Did you mean ${meant}?`;
  return queryError(offset, `Nothing is sorted by ${quoteInMessage(name)}.`, advice);
}
