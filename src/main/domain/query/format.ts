import { assertNever } from '#shared/assert-never.ts';
import { quoteText, quoteValue } from '#shared/text/value-lists.ts';
import type { QueryNode, Term } from './ast.ts';

/** Writes a tree as query text in one way only: parsing it gives the same tree, formatting that the same text. */
export function formatQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'and':
      return node.of.map((part) => (part.kind === 'or' ? formatOperand(part) : formatQuery(part))).join(' ');
    case 'or':
      return formatValues(node.of) ?? node.of.map(formatChoice).join(' OR ');
    case 'not':
      return `-${formatOperand(node.of)}`;
    case 'term':
      return formatTerm(node);
    case 'sort':
      return `sort:${node.keys.map((key) => (/^[+-]?\w+$/.test(key.text) ? key.text : quoteText(key.text))).join(',')}`;
    default:
      return assertNever(node);
  }
}

/** AND binds tighter, so it needs no parentheses; a word may hold one of its own that these would close. */
function formatChoice(node: QueryNode): string {
  return node.kind === 'and' ? formatQuery(node) : formatOperand(node);
}

/** With parentheses where it is more than one term; a blank keeps the last word's own parenthesis open. */
function formatOperand(node: QueryNode): string {
  const text = formatQuery(node);
  const isWhole = node.kind === 'term' || node.kind === 'sort' || node.kind === 'not';
  if (isWhole || (node.kind === 'or' && formatValues(node.of) !== undefined)) return text;
  return /\([^\s]*$/.test(text) ? `(${text} )` : `(${text})`;
}

/** `tag:(a OR b)` for a choice among values of one field. */
function formatValues(nodes: readonly QueryNode[]): string | undefined {
  const terms = nodes.filter((node) => node.kind === 'term');
  const field = terms[0]?.field ?? null;
  if (field === null || terms.length < nodes.length || terms.some((term) => term.field !== field)) return undefined;
  return `${field}:(${terms.map((term) => quoteValue(term.text)).join(' OR ')})`;
}

function formatTerm({ field, text, quoted }: Term): string {
  if (field === null) return quoted ? quoteText(text) : text;
  return `${field}:${quoteValue(text)}`;
}
