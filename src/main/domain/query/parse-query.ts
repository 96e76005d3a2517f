import { AppError } from '#shared/errors/app-error.ts';
import { repairTokens } from '#shared/text/fang-tokens.ts';
import { queryLengthLimit, splitValues } from '#shared/text/value-lists.ts';
import { recognise } from '../canonicalise.ts';
import type { QueryNode } from './ast.ts';
import { compileQuery } from './compile.ts';
import { tokenise } from './lexer.ts';
import { parseTokens } from './parser.ts';
import type { QueryPlan } from './plan.ts';

/** What a query depends on besides its text. */
export interface QueryMoment {
  /** What `now` means, epoch ms. */
  readonly nowMs: number;
}

/** Compiles query text. @throws AppError `input.invalid` with 1-based column and suggestion; never anything else. */
export function parseQuery(text: string, { nowMs }: QueryMoment): QueryPlan {
  return compileQuery(parseTree(text), nowMs);
}

/** Like {@link parseQuery}, for asking while somebody types: the error is a value. */
export function checkQuery(
  text: string,
  moment: QueryMoment,
): { readonly plan: QueryPlan } | { readonly error: AppError } {
  try {
    return { plan: parseQuery(text, moment) };
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}

/** The tree of a query text. @throws AppError `input.invalid`. */
export function parseTree(text: string): QueryNode {
  return spacedIndicator(text) ?? valueList(text) ?? parseTokens(tokenise(text));
}

/** `evil [.] com`, `a (at) evil.com`: a defanged indicator with blanks around its marks, when it is all there is. */
function spacedIndicator(text: string): QueryNode | undefined {
  if (text.length > 512 || !/\s[[({]|[\])}]\s/.test(text)) return undefined;
  const repaired = repairTokens(text.trim());
  if (/[\s()"]/.test(repaired) || recognise(repaired).type === 'other') return undefined;
  return { kind: 'term', field: null, text: repaired, quoted: false, span: { start: 0, end: text.length } };
}

/** Indicators and nothing else, one per line or parted by commas or semicolons and blanks: any of them, each as a whole. */
function valueList(text: string): QueryNode | undefined {
  const isParted = /[^\s,;][,;]?\s*[\r\n]\s*\S|[^\s,;][,;]\s+\S/.test(text);
  if (!isParted || text.length > queryLengthLimit) return undefined;
  const values = splitValues(text);
  if (values.length < 2 || !values.every(isIndicator)) return undefined;
  const span = { start: 0, end: text.length };
  return {
    kind: 'or',
    of: values.map((value) => ({ kind: 'term', field: 'value', text: value, quoted: false, span })),
    span,
  };
}

function isIndicator(text: string): boolean {
  return !/^[-("]|[*"]/.test(text) && recognise(text).type !== 'other';
}
