import { ApiProblem } from './problem.ts';

/** Operators of the Falcon Query Language; `=` is the one that is not written. */
export const fqlOperators = ['=', '!', '>', '>=', '<', '<=', '~', '!~', '*', '!*'] as const;

/** See {@link fqlOperators}. */
export type FqlOperator = (typeof fqlOperators)[number];

/** One literal. Quoted text is always a string; a bare word may be true, false, null, a number or plain text. */
export type FqlLiteral = string | number | boolean | null;

/** One `property:[op]value` term. `values` has several entries for a list, which means any of them. */
export interface FqlTerm {
  readonly kind: 'term';
  readonly property: string;
  readonly operator: FqlOperator;
  readonly values: readonly FqlLiteral[];
}

/** A parsed filter. */
export type FqlNode = FqlTerm | { readonly kind: 'and' | 'or'; readonly nodes: readonly FqlNode[] };

/** Most properties that one filter may name. */
export const MAX_FQL_TERMS = 20;

const SPACES = /\s*/y;
const PROPERTY = /[a-z0-9_.]+/y;
// `=<` and `=>` occur in guides beside the usual spellings.
const OPERATOR = /!~|!\*|>=|=>|<=|=<|>|<|!|~|\*/y;
const BARE = /[^\s+,()[\]'":]+/y;
const SPELLINGS: Readonly<Record<string, FqlOperator>> = { '=>': '>=', '=<': '<=' };

interface Cursor {
  readonly text: string;
  at: number;
  terms: number;
}

/**
 * Parses a Falcon Query Language filter. `+` binds tighter than `,`; blanks between parts are ignored.
 * @throws ApiProblem 400 naming the position for anything that is not in the grammar, or for more than 20 terms.
 */
export function parseFql(text: string): FqlNode {
  const cursor: Cursor = { text, at: 0, terms: 0 };
  const node = parseAny(cursor);
  skip(cursor);
  if (cursor.at < text.length) throw invalid(cursor, 'unexpected text');
  return node;
}

/** Every property that a filter names. */
export function listProperties(node: FqlNode): readonly string[] {
  return node.kind === 'term' ? [node.property] : node.nodes.flatMap(listProperties);
}

function parseAny(cursor: Cursor): FqlNode {
  const nodes = [parseAll(cursor)];
  while (accept(cursor, ',')) nodes.push(parseAll(cursor));
  return single(nodes) ?? { kind: 'or', nodes };
}

function parseAll(cursor: Cursor): FqlNode {
  const nodes = [parseFactor(cursor)];
  while (accept(cursor, '+')) nodes.push(parseFactor(cursor));
  return single(nodes) ?? { kind: 'and', nodes };
}

function single(nodes: readonly FqlNode[]): FqlNode | undefined {
  return nodes.length === 1 ? nodes[0] : undefined;
}

function parseFactor(cursor: Cursor): FqlNode {
  if (accept(cursor, '(')) {
    const inner = parseAny(cursor);
    expect(cursor, ')');
    return inner;
  }
  return parseTerm(cursor);
}

function parseTerm(cursor: Cursor): FqlTerm {
  const isNegated = accept(cursor, '!'); // the prefix form `!action:'allow'`
  const property = take(cursor, PROPERTY);
  if (property === undefined) throw invalid(cursor, 'property name expected');
  expect(cursor, ':');
  cursor.terms += 1;
  if (cursor.terms > MAX_FQL_TERMS) throw new ApiProblem(400, `invalid filter: more than ${MAX_FQL_TERMS} properties`);
  const written = take(cursor, OPERATOR);
  const plain = written === undefined ? '=' : (SPELLINGS[written] ?? (written as FqlOperator)); // OPERATOR matches no other
  const literals = parseValues(cursor);
  const isBareWildcard = plain === '*' && literals.isBare;
  const operator = isBareWildcard || (plain === '=' && literals.hasStar) ? '*' : plain;
  // In `value:*example*` the first star is part of the pattern, unlike in `value:*'example*'`.
  const values = isBareWildcard ? literals.values.map((value) => `*${value}`) : literals.values;
  return { kind: 'term', property, operator: isNegated ? negate(operator, cursor) : operator, values };
}

function negate(operator: FqlOperator, cursor: Cursor): FqlOperator {
  if (operator === '=') return '!';
  if (operator === '~') return '!~';
  if (operator === '*') return '!*';
  throw invalid(cursor, 'this operator cannot be negated');
}

interface Literals {
  readonly values: readonly FqlLiteral[];
  readonly isBare: boolean;
  readonly hasStar: boolean;
}

function parseValues(cursor: Cursor): Literals {
  if (!accept(cursor, '[')) {
    const quoted = takeQuoted(cursor);
    if (quoted !== undefined) return { values: [quoted], isBare: false, hasStar: false };
    const bare = take(cursor, BARE);
    if (bare === undefined) throw invalid(cursor, 'value expected');
    return { values: [readBare(bare)], isBare: true, hasStar: bare.includes('*') };
  }
  const values: FqlLiteral[] = [];
  do {
    const bare = takeQuoted(cursor) ?? take(cursor, BARE);
    if (bare === undefined) throw invalid(cursor, 'value expected');
    values.push(cursor.text[cursor.at - 1] === "'" || cursor.text[cursor.at - 1] === '"' ? bare : readBare(bare));
  } while (accept(cursor, ','));
  expect(cursor, ']');
  return { values, isBare: false, hasStar: false };
}

function readBare(text: string): FqlLiteral {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function takeQuoted(cursor: Cursor): string | undefined {
  skip(cursor);
  const quote = cursor.text[cursor.at];
  if (quote !== "'" && quote !== '"') return undefined;
  let value = '';
  for (let at = cursor.at + 1; at < cursor.text.length; at += 1) {
    const character = cursor.text[at];
    if (character === quote) {
      cursor.at = at + 1;
      return value;
    }
    const isEscape = character === '\\' && at + 1 < cursor.text.length;
    if (isEscape) at += 1;
    value += cursor.text[at];
  }
  throw invalid(cursor, 'missing closing quote');
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  skip(cursor);
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

function accept(cursor: Cursor, character: string): boolean {
  skip(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, character: string): void {
  if (!accept(cursor, character)) throw invalid(cursor, `'${character}' expected`);
}

function skip(cursor: Cursor): void {
  SPACES.lastIndex = cursor.at;
  cursor.at += SPACES.exec(cursor.text)?.[0].length ?? 0;
}

function invalid(cursor: Cursor, reason: string): ApiProblem {
  return new ApiProblem(400, `invalid filter: ${reason} at position ${cursor.at + 1}`);
}
