import type { Condition } from '#main/domain/query/plan.ts';

/** The names of a plan's conditions without any value of it, for the log. */
export function describeShape(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return `${condition.kind}(${condition.of.slice(0, 20).map(describeShape).join(' ')}${condition.of.length > 20 ? ' …' : ''})`;
    case 'not':
      return `not(${describeShape(condition.of)})`;
    case 'word':
    case 'record':
    case 'later':
    case 'number':
    case 'time':
      return `${condition.kind}:${condition.field}`;
    default:
      return condition.kind;
  }
}
