import { AppError } from '#shared/errors/app-error.ts';
import { quoteValue } from '#shared/text/value-lists.ts';
import type { Span } from './ast.ts';
import { closedWords, fieldRules } from './fields.ts';
import { fieldMeaning } from './help.ts';
import { type Token, tokenise } from './lexer.ts';
import { sortFields } from './plan.ts';

/** What is being written where the caret stands: a word that may become a field's name, or a value of a field. */
export interface CompletionPlace {
  /** Null where a term begins. */
  readonly field: string | null;
  /** Lower case; without quotes. */
  readonly typed: string;
  /** What a suggestion takes the place of. */
  readonly span: Span;
}

/** Something that could be written. */
export interface Suggestion {
  /** The text that is put in. */
  readonly text: string;
  /** What it means, or null where the text says it. */
  readonly meaning: string | null;
  /** How many indicators of the cache have it; null where nobody counted. */
  readonly count: number | null;
}

/** Value -> how many indicators have it, by field. */
export type ValueCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Longer lists are read by nobody. */
const suggestionLimit = 10;

/**
 * Where the caret stands. Undefined in the middle of a word, inside quotes, and behind text that cannot be read: then nothing
 * is suggested rather than something wrong.
 */
export function placeAt(text: string, caret: number): CompletionPlace | undefined {
  if (/[^\s)]/.test(text[caret] ?? ' ')) return undefined;
  const before = text.slice(0, caret);
  const open = /(?:^|[\s(-])([a-z_]+):(?:\S*,)?$/i.exec(before);
  // A colon or comma with nothing behind it is a mistake to the lexer, and the place where a value begins to us.
  const tokens = readTokens(open === null ? before : `${before}*`);
  if (tokens === undefined) return undefined;
  const last = tokens.at(-1);
  const field = fieldAt(tokens, caret);
  if (open !== null) {
    return field === null ? undefined : { field, typed: '', span: { start: caret, end: caret } };
  }
  if (last?.kind === 'word' && last.span.end === caret) {
    return before[last.span.start] === '"'
      ? undefined
      : { field, typed: last.text.toLowerCase(), span: { start: last.span.start, end: caret } };
  }
  return { field, typed: '', span: { start: caret, end: caret } };
}

/** Without the end; undefined where the text cannot be read. */
function readTokens(text: string): readonly Token[] | undefined {
  try {
    return tokenise(text).slice(0, -1);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** The field whose value the last token is or would be; null where a term begins. */
function fieldAt(tokens: readonly Token[], caret: number): string | null {
  const groups: (string | null)[] = [];
  let named: string | null = null;
  for (const [at, token] of tokens.entries()) {
    const previous = tokens[at - 1];
    if (token.kind === 'field') named = token.name;
    else if (token.kind === 'open') {
      groups.push(previous?.kind === 'field' ? named : (groups.at(-1) ?? null));
      named = null;
    } else if (token.kind === 'close') {
      groups.pop();
      named = null;
    } else if (token.kind === 'word' && tokens[at + 1]?.kind !== 'comma') {
      // The value is over, unless it is being written.
      if (at < tokens.length - 1 || token.span.end < caret) named = null;
    }
  }
  return named ?? groups.at(-1) ?? null;
}

/** What could stand at a place, likeliest first: what begins as typed by count, then what contains it. */
export function suggest({ field, typed }: CompletionPlace, counts: ValueCounts): readonly Suggestion[] {
  if (field === null) return suggestFields(typed);
  const known = counts[field] ?? {};
  const values = valuesOf(field, counts);
  const begun = values.filter((value) => value.toLowerCase().startsWith(typed));
  const others = values.filter(
    (value) => !value.toLowerCase().startsWith(typed) && value.toLowerCase().includes(typed),
  );
  return [...begun, ...others]
    .filter((value) => value.toLowerCase() !== typed)
    .slice(0, suggestionLimit)
    .map((value) => ({ text: writeValue(field, value), meaning: null, count: known[value] || null }));
}

function suggestFields(typed: string): readonly Suggestion[] {
  return [...fieldRules.keys()]
    .filter((name) => name.startsWith(typed))
    .map((name) => ({ text: `${name}:`, meaning: fieldMeaning(name), count: null }));
}

/** Ranges and times are values of their own kind: a quote would make them text. */
function writeValue(field: string, value: string): string {
  const kind = fieldRules.get(field)?.kind;
  return kind === 'number' || kind === 'time' || kind === 'sort' ? value : quoteValue(value);
}

/** Values of the cache by count, then those that a field has besides. */
function valuesOf(field: string, counts: ValueCounts): readonly string[] {
  return [...new Set([...byCount(counts[field]), ...ownValues(field, counts)])];
}

function byCount(known: Readonly<Record<string, number>> = {}): readonly string[] {
  return Object.keys(known).sort((a, b) => (known[b] ?? 0) - (known[a] ?? 0));
}

const recentTimes = ['>now-24h', '>now-7d', '>now-30d', '>now-90d'];

function ownValues(field: string, counts: ValueCounts): readonly string[] {
  const rule = fieldRules.get(field);
  switch (rule?.kind) {
    case 'closed':
      return closedWords[rule.field];
    case 'number':
      return rule.field === 'score' ? ['>=90', '>=70', '>=40'] : ['>1', '>5'];
    case 'time':
      return rule.field === 'expires' ? ['<now', 'now..now+7d', 'now..now+30d'] : recentTimes;
    case 'record':
      // What is counted is how many have such a record at all.
      return byCount(counts[rule.field === 'enforced' ? 'action' : 'vendor']);
    case 'sort':
      return sortFields.flatMap((name) => [`-${name}`, name]);
    default:
      return [];
  }
}
