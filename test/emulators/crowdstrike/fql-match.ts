import { type FieldKind, type FieldReader, type FieldValue, filterFields } from './fields.ts';
import type { FqlLiteral, FqlNode, FqlOperator, FqlTerm } from './fql-parser.ts';
import { type InstantSpan, parseDateLiteral } from './instants.ts';
import { ApiProblem } from './problem.ts';

/** Decides whether a record matches; it asks only for the properties that the filter names. */
export type FqlPredicate = (read: FieldReader) => boolean;

type ValueTest = (value: FieldValue) => boolean;

/**
 * Turns a parsed filter into a predicate.
 * @param now nanoseconds since 1970, for relative dates.
 * @throws ApiProblem 400 for a property that cannot be filtered, or a value that does not fit its property.
 */
export function compileFql(node: FqlNode, now: bigint): FqlPredicate {
  if (node.kind === 'term') return compileTerm(node, now);
  const parts = node.nodes.map((part) => compileFql(part, now));
  return node.kind === 'and' ? (read) => parts.every((part) => part(read)) : (read) => parts.some((part) => part(read));
}

function compileTerm(term: FqlTerm, now: bigint): FqlPredicate {
  const kind = Object.hasOwn(filterFields, term.property) ? filterFields[term.property] : undefined;
  if (kind === undefined) throw new ApiProblem(400, `invalid filter: unknown property '${term.property}'`);
  const positive = positiveOperator(term.operator);
  const tests = term.values.map((value) => compileValue({ term, kind, operator: positive, value, now }));
  const isNegated = positive !== term.operator;
  const { property } = term;
  return (read) => tests.some((test) => test(read(property))) !== isNegated;
}

function positiveOperator(operator: FqlOperator): FqlOperator {
  if (operator === '!') return '=';
  if (operator === '!~') return '~';
  return operator === '!*' ? '*' : operator;
}

interface ValueInput {
  readonly term: FqlTerm;
  readonly kind: FieldKind;
  readonly operator: FqlOperator;
  readonly value: FqlLiteral;
  readonly now: bigint;
}

function compileValue(input: ValueInput): ValueTest {
  const { kind, value } = input;
  if (value === null) {
    if (input.operator !== '=') throw misfit(input);
    return (actual) => actual === null || (Array.isArray(actual) && actual.length === 0);
  }
  if (kind === 'date') return compileDate(input);
  if (kind === 'number') return compileNumber(input);
  if (kind === 'boolean') {
    const wanted = value === 'true' ? true : value === 'false' ? false : value;
    if (typeof wanted !== 'boolean' || input.operator !== '=') throw misfit(input);
    return (actual) => actual === wanted;
  }
  const test = compileText(input.operator, String(value));
  if (kind === 'text') return (actual) => typeof actual === 'string' && test(actual);
  return (actual) => Array.isArray(actual) && actual.some((member) => test(String(member)));
}

function compileDate(input: ValueInput): ValueTest {
  const span = parseDateLiteral(String(input.value), input.now);
  if (span === undefined || input.operator === '~' || input.operator === '*') throw misfit(input);
  const inside = spanTest(input.operator, span);
  return (actual) => typeof actual === 'bigint' && inside(actual);
}

// A partial date stands for its whole period: later than '2021' means from 2022 on.
function spanTest(operator: FqlOperator, span: InstantSpan): (instant: bigint) => boolean {
  if (operator === '>') return (instant) => instant >= span.end;
  if (operator === '>=') return (instant) => instant >= span.start;
  if (operator === '<') return (instant) => instant < span.start;
  if (operator === '<=') return (instant) => instant < span.end;
  return (instant) => instant >= span.start && instant < span.end;
}

function compileNumber(input: ValueInput): ValueTest {
  const wanted = Number(input.value);
  if (Number.isNaN(wanted) || typeof input.value === 'boolean' || input.operator === '~' || input.operator === '*') {
    throw misfit(input);
  }
  const compare = order(input.operator);
  return (actual) => typeof actual === 'number' && compare(actual - wanted);
}

function compileText(operator: FqlOperator, wanted: string): (text: string) => boolean {
  if (operator === '=') return (text) => text === wanted;
  if (operator === '~') {
    const plain = simplify(wanted);
    return (text) => simplify(text).includes(plain);
  }
  if (operator === '*') {
    const pattern = wildcard(wanted);
    return (text) => pattern.test(text);
  }
  const compare = order(operator);
  return (text) => compare(text < wanted ? -1 : text > wanted ? 1 : 0);
}

function order(operator: FqlOperator): (difference: number) => boolean {
  if (operator === '>') return (difference) => difference > 0;
  if (operator === '>=') return (difference) => difference >= 0;
  if (operator === '<') return (difference) => difference < 0;
  if (operator === '<=') return (difference) => difference <= 0;
  return (difference) => difference === 0;
}

function simplify(text: string): string {
  return text.toLowerCase().replace(/[\s\p{P}]/gu, '');
}

function wildcard(text: string): RegExp {
  const parts = text.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\/-]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function misfit(input: ValueInput): ApiProblem {
  return new ApiProblem(400, `invalid filter: '${String(input.value)}' does not fit property '${input.term.property}'`);
}
