import { queryLengthLimit } from '#shared/text/value-lists.ts';
import { recognise } from '../canonicalise.ts';
import type { Span } from './ast.ts';
import { fieldRules, isExact, renamedField } from './fields.ts';
import { queryError, quoteInMessage } from './query-error.ts';
import { suggestWord } from './suggest.ts';

/** A piece of query text with a meaning. */
export type Token =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'comma' | 'end'; readonly span: Span }
  /** A known field's name with its colon; its value or a group of values follows. */
  | { readonly kind: 'field'; readonly name: string; readonly span: Span }
  /** Free text or a value, without quotes and escapes. */
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly span: Span };

/** Deeper than anything people write; bounds the recursion of everything that walks the tree. */
const maxDepth = 64;
const maxTokens = 100_000;

const blank = /\s/;
const keywords = { AND: 'and', OR: 'or', NOT: 'not' } as const;
const isKeyword = (text: string): text is keyof typeof keywords => Object.hasOwn(keywords, text);

/** Where in a query text reading stands. */
interface Reader {
  readonly text: string;
  readonly tokens: Token[];
  /** The open groups, innermost last: the field whose values the group holds, null for a group of terms. */
  readonly groups: (string | null)[];
  at: number;
}

/**
 * Cuts query text into tokens. Whether a colon makes a field, a comma a list and a parenthesis a group depends on what stands
 * around it, because indicators contain them too; that is decided here and nowhere else.
 * @throws AppError `input.invalid`.
 */
export function tokenise(text: string): readonly Token[] {
  if (text.length > queryLengthLimit)
    throw queryError(queryLengthLimit, 'The query is too long.', 'Split it into several.');
  const reader: Reader = { text, tokens: [], groups: [], at: 0 };
  for (skipBlanks(reader); reader.at < text.length; skipBlanks(reader)) {
    readToken(reader);
    if (reader.tokens.length > maxTokens) {
      throw queryError(reader.at, 'The query has too many terms.', 'Split it into several.');
    }
  }
  push(reader, 'end', 0);
  return reader.tokens;
}

function skipBlanks(reader: Reader): void {
  while (reader.at < reader.text.length && blank.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

function push(reader: Reader, kind: Exclude<Token['kind'], 'field' | 'word'>, length: number): void {
  const start = reader.at;
  reader.at += length;
  reader.tokens.push({ kind, span: { start, end: reader.at } });
}

function readToken(reader: Reader): void {
  const { text, at, groups } = reader;
  const field = groups.at(-1) ?? null;
  switch (text[at]) {
    case '(':
      openGroup(reader, field);
      return;
    case ')':
      closeGroup(reader);
      return;
    case '"':
      readQuoted(reader, field);
      return;
    case '-':
      readMinus(reader);
      return;
    case ',':
      if (field === null) break;
      push(reader, 'comma', 1);
      return;
    default:
  }
  if (field === null) readTerm(reader);
  else readValue(reader, field);
}

function openGroup(reader: Reader, field: string | null): void {
  if (reader.groups.length >= maxDepth) {
    throw queryError(reader.at, `Parentheses are nested more than ${maxDepth} deep.`, 'Split the query.');
  }
  reader.groups.push(field);
  push(reader, 'open', 1);
}

function closeGroup(reader: Reader): void {
  if (reader.groups.length === 0) {
    throw queryError(reader.at, 'This ) has no ( before it.', 'Remove it, or write it in quotes.');
  }
  reader.groups.pop();
  push(reader, 'close', 1);
}

function readMinus(reader: Reader): void {
  const next = reader.text[reader.at + 1] ?? ' ';
  if (blank.test(next) || next === ')') {
    throw queryError(reader.at, 'There is nothing after the minus.', 'Write it in quotes ("-") to search for it.');
  }
  push(reader, 'not', 1);
}

/** `\"` and `\\` are escapes; any other backslash is one, so that paths can be pasted. */
function readQuoted(reader: Reader, field: string | null): void {
  const { text, at: start } = reader;
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' && /["\\]/.test(text[end + 1] ?? '') ? 2 : 1;
  if (end >= text.length) {
    const advice = text.endsWith('\\"') ? 'Before the closing quote a backslash is written twice.' : 'Close it with ".';
    throw queryError(start, 'The quoted text has no end.', advice);
  }
  const inner = text.slice(start + 1, end).replace(/\\(["\\])/g, '$1');
  if (inner === '') throw queryError(start, 'There is nothing between the quotes.', 'Write at least one character.');
  reader.at = end + 1;
  reader.tokens.push({ kind: 'word', text: inner, quoted: field === null, span: { start, end: reader.at } });
}

/** A keyword, a field with its values, or free text. */
function readTerm(reader: Reader): void {
  const start = reader.at;
  const raw = reader.text.slice(start, endOfTerm(reader));
  if (isKeyword(raw)) {
    push(reader, keywords[raw], raw.length);
    return;
  }
  const name = fieldOf(raw, start);
  if (name === undefined) {
    pushWord(reader, start + raw.length);
    return;
  }
  reader.at = start + name.length + 1;
  reader.tokens.push({ kind: 'field', name, span: { start, end: reader.at } });
  if (reader.text[reader.at] === '(') openGroup(reader, name);
  else readValues(reader, name);
}

/** The values behind a colon: one, or several between commas without blanks. */
function readValues(reader: Reader, field: string): void {
  for (;;) {
    readSingleValue(reader, field);
    if (reader.text[reader.at] !== ',') return;
    push(reader, 'comma', 1);
  }
}

function readSingleValue(reader: Reader, field: string): void {
  if (reader.text[reader.at] === '"') readQuoted(reader, field);
  else readValue(reader, field);
}

/** One bare value; commas part values, except inside a URL. */
function readValue(reader: Reader, field: string): void {
  const { text, at: start } = reader;
  const listEnd = endOfWord(text, start, true);
  const isUrl = field === 'value' && text.slice(start, listEnd).includes('://');
  const end = isUrl ? endOfTerm(reader) : listEnd;
  if (end === start) {
    throw queryError(
      start,
      `A value of ${field}: is missing.`,
      `Write it right behind, as in ${field}:${exampleOf(field)}.`,
    );
  }
  const raw = text.slice(start, end);
  if (reader.groups.at(-1) === field && isKeyword(raw)) push(reader, keywords[raw], raw.length);
  else pushWord(reader, end);
}

function pushWord(reader: Reader, end: number): void {
  const start = reader.at;
  reader.at = end;
  reader.tokens.push({ kind: 'word', text: reader.text.slice(start, end), quoted: false, span: { start, end } });
}

/**
 * Index behind a bare word: a blank ends it, and so does a parenthesis without its partner in the word (`evil(dot)com` has
 * both) and, in a list, a comma.
 */
function endOfWord(text: string, start: number, isList: boolean): number {
  const open: number[] = [];
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (blank.test(character) || (isList && character === ',')) break;
    if (character === '(') {
      if (at - start <= 3 && isKeyword(text.slice(start, at))) break;
      open.push(at);
    } else if (character === ')' && open.pop() === undefined) break;
  }
  return open[0] ?? at;
}

/**
 * Like {@link endOfWord}, but parentheses without a partner belong to an indicator that has them, as URLs may. Inside a
 * group a closing one always ends the group.
 */
function endOfTerm({ text, at: start, groups }: Reader): number {
  const end = endOfWord(text, start, false);
  if (text[end] !== '(' && text[end] !== ')') return end;
  let depth = groups.length > 0 ? 0 : Number.POSITIVE_INFINITY;
  let far = start;
  for (; far < text.length && !blank.test(text[far] ?? ''); far += 1) {
    if (text[far] === '(') depth += 1;
    else if (text[far] === ')' && --depth < 0) break;
  }
  return far > end && isExact(recognise(text.slice(start, far)).type) ? far : end;
}

const fieldLook = /^([a-z][a-z_-]*):/i;

/** The field that a bare word begins with; undefined when its colon belongs to an indicator or to text. */
function fieldOf(raw: string, start: number): string | undefined {
  const written = fieldLook.exec(raw)?.[1];
  if (written === undefined) return undefined;
  const name = written.toLowerCase();
  const rest = raw.slice(name.length + 1);
  if (fieldRules.has(name)) return rest.startsWith('//') ? undefined : name;
  const isText = rest === '' || /^[:/\\]/.test(rest) || recognise(raw).type !== 'other';
  if (isText || (name.includes('-') && !fieldRules.has(name.replaceAll('-', '_')))) return undefined;
  const meant = renamedField(name) ?? suggestWord(name, [...fieldRules.keys()]);
  const isPort = meant === undefined && /^\d{1,5}(?:\/|$)/.test(rest);
  if (isPort) return undefined;
  const advice = meant === undefined ? 'Write it in quotes to search for it as text.' : `Did you mean ${meant}:?`;
  throw queryError(start, `There is no field ${quoteInMessage(name)}.`, advice);
}

function exampleOf(field: string): string {
  const rule = fieldRules.get(field);
  switch (rule?.kind) {
    case 'number':
      return '>=70';
    case 'time':
      return '>now-7d';
    case 'sort':
      return '-last_seen';
    case 'ip':
      return '10.0.0.0/8';
    case 'under':
      return 'evil.com';
    default:
      return 'word';
  }
}
