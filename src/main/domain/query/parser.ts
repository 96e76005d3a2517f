import { combine, negate, type QueryNode, type SortTerm } from './ast.ts';
import type { Token } from './lexer.ts';
import { queryError, quoteInMessage } from './query-error.ts';

/** Where in the tokens reading stands, and of which field the values are. */
interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

type Field = string | null;

/**
 * Builds the tree of a query. AND binds tighter than OR, side by side means AND, a comma in a list of values means OR.
 * @throws AppError `input.invalid`.
 */
export function parseTokens(tokens: readonly Token[]): QueryNode {
  const reader: Reader = { tokens, at: 0 };
  if (peek(reader).kind === 'end') return { kind: 'and', of: [], span: { start: 0, end: 0 } };
  return readChoice(reader, null);
}

function peek({ tokens, at }: Reader): Token {
  const token = tokens[at];
  if (token === undefined) throw new RangeError('The tokens of a query end with an end.');
  return token;
}

/** Operands between `OR`. */
function readChoice(reader: Reader, field: Field): QueryNode {
  const nodes = [readConjunction(reader, field)];
  while (peek(reader).kind === 'or') {
    reader.at += 1;
    nodes.push(readConjunction(reader, field));
  }
  return combine('or', nodes);
}

/** Operands side by side, with or without `AND`. */
function readConjunction(reader: Reader, field: Field): QueryNode {
  const nodes = [readListed(reader, field)];
  for (;;) {
    const { kind } = peek(reader);
    if (kind === 'end' || kind === 'close' || kind === 'or') return combine('and', nodes);
    if (kind === 'and') reader.at += 1;
    nodes.push(readListed(reader, field));
  }
}

/** Inside a group of values: operands between commas. */
function readListed(reader: Reader, field: Field): QueryNode {
  const nodes = [readOperand(reader, field)];
  while (peek(reader).kind === 'comma') {
    reader.at += 1;
    nodes.push(readOperand(reader, field));
  }
  return combine('or', nodes);
}

/** A term or a group, with any number of negations before it: counted, not nested. */
function readOperand(reader: Reader, field: Field): QueryNode {
  const { start } = peek(reader).span;
  let isNegated = false;
  while (peek(reader).kind === 'not') {
    isNegated = !isNegated;
    reader.at += 1;
  }
  const node = readPrimary(reader, field);
  return isNegated ? negate(node, start) : node;
}

function readPrimary(reader: Reader, field: Field): QueryNode {
  const token = peek(reader);
  if (token.kind === 'word') {
    reader.at += 1;
    return { kind: 'term', field, text: token.text, quoted: token.quoted, span: token.span };
  }
  if (token.kind === 'field') {
    reader.at += 1;
    if (token.name === 'sort') return readSort(reader, token.span.start);
    return peek(reader).kind === 'open' ? readGroup(reader, token.name) : readListed(reader, token.name);
  }
  if (token.kind === 'open') return readGroup(reader, field);
  throw missingOperand(reader, token);
}

function readGroup(reader: Reader, field: Field): QueryNode {
  const { start } = peek(reader).span;
  reader.at += 1;
  if (peek(reader).kind === 'close') {
    throw queryError(start, 'There is nothing between the parentheses.', 'Remove them, or write a term between them.');
  }
  const node = readChoice(reader, field);
  if (peek(reader).kind !== 'close') throw unclosed(start);
  reader.at += 1;
  return node;
}

function unclosed(start: number): Error {
  return queryError(start, 'This ( is never closed.', 'Close it with ), or write it in quotes.');
}

function readSort(reader: Reader, start: number): SortTerm {
  const keys: { text: string; span: Token['span'] }[] = [];
  if (peek(reader).kind === 'open') {
    throw queryError(start, 'sort: takes no group.', 'Separate its fields by commas: sort:-score,value.');
  }
  for (;;) {
    const token = peek(reader);
    if (token.kind !== 'word') throw missingOperand(reader, token);
    keys.push({ text: token.text, span: token.span });
    reader.at += 1;
    if (peek(reader).kind !== 'comma') return { kind: 'sort', keys, span: { start, end: token.span.end } };
    reader.at += 1;
  }
}

const names: Readonly<Partial<Record<Token['kind'], string>>> = { and: 'AND', or: 'OR', not: 'NOT', comma: 'comma' };

/** Says which operator lacks its other side. */
function missingOperand({ tokens, at }: Reader, token: Token): Error {
  const previous = tokens[at - 1];
  const name = previous && names[previous.kind];
  if (previous !== undefined && name !== undefined) {
    return queryError(
      previous.span.start,
      `There is nothing after this ${name}.`,
      `Write a term behind it, or ${quoteInMessage(name)} in quotes.`,
    );
  }
  if (previous?.kind === 'open' && token.kind === 'end') return unclosed(previous.span.start);
  return queryError(
    token.span.start,
    `There is nothing before this ${names[token.kind] ?? ')'}.`,
    'Write a term before it, or search for the word in quotes.',
  );
}
