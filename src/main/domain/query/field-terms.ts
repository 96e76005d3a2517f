import { splitUrl } from '#shared/text/urls.ts';
import { canonicaliseAs, cleanText } from '../canonicalise.ts';
import type { Term } from './ast.ts';
import { type ClosedField, closedWords, type FieldRule, fieldRules } from './fields.ts';
import { anyOf, compileNetwork, compileValue } from './free-terms.ts';
import { parseNumberRange } from './numbers.ts';
import { type Condition, type Predicate, type TimeField, timeFields, type WordField } from './plan.ts';
import { queryError, quoteInMessage } from './query-error.ts';
import { suggestWord } from './suggest.ts';
import { type Located, parseTimeRange } from './times.ts';

/** Compiles a value of a field. @throws AppError `input.invalid` with the column of the value. */
export function compileFieldTerm(term: Term, nowMs: number): Condition {
  const rule = fieldRules.get(term.field ?? '');
  const located: Located = { text: term.text, offset: term.span.start };
  if (rule === undefined) throw new RangeError('Only known fields leave the lexer.');
  return compileValueOf(rule, located, nowMs);
}

function compileValueOf(rule: FieldRule, located: Located, nowMs: number): Condition {
  switch (rule.kind) {
    case 'value':
      return compileValue(located.text);
    case 'under':
      return compileUnder(located);
    case 'ip':
      return compileIp(located);
    case 'closed':
      return compileClosed(rule.field, located);
    case 'word':
      return { kind: 'word', field: rule.field, pattern: toPattern(rule.field, located.text) };
    case 'record':
      return { kind: 'record', field: rule.field, pattern: cleanText(located.text).toLowerCase() };
    case 'number':
      return { kind: 'number', field: rule.field, ...parseNumberRange(located) };
    case 'time':
      return compileTime(rule.field, located, nowMs);
    case 'sort':
      throw new RangeError('sort: is no condition.');
  }
}

const comparisonLook = new RegExp(`^([<>])(=?)(${timeFields.join('|')})$`, 'i');

/** A range of time, or `>triaged`: in comparison with another time of the same indicator. */
function compileTime(field: TimeField, located: Located, nowMs: number): Predicate {
  const [, operator, equal, name] = comparisonLook.exec(located.text) ?? [];
  const other = timeFields.find((known) => known === name?.toLowerCase());
  if (other === undefined) return { kind: 'time', field, ...parseTimeRange(located, nowMs) };
  const [later, earlier] = operator === '>' ? [field, other] : [other, field];
  return { kind: 'later', field: later, than: earlier, orEqual: equal === '=' };
}

/** `evil.com`, also written `*.evil.com`, `.evil.com` or defanged. */
function compileUnder({ text, offset }: Located): Predicate {
  const bare = text.replace(/^\*?\./, '');
  const { type, value } = canonicaliseAs('domain', bare);
  if (type === 'domain') return { kind: 'under', host: value };
  const host = splitUrl(bare)?.host.replace(/:\d*$/, '');
  const isAddress = canonicaliseAs('ipv4', bare).type !== 'other';
  const advice = isAddress ? `Write ip:${bare}.` : `Write a domain, as in under:${host || 'evil.com'}.`;
  throw queryError(offset, `${quoteInMessage(text)} is no domain name.`, advice);
}

function compileIp({ text, offset }: Located): Predicate {
  const { type, value } = canonicaliseAs('cidr', text);
  const network = type === 'other' ? undefined : compileNetwork(value);
  if (network !== undefined) return network;
  throw queryError(
    offset,
    `${quoteInMessage(text)} is no address or network.`,
    'Examples: ip:10.0.0.0/8, ip:2001:db8::/32.',
  );
}

/** Words without case; `*` is any text, so `type:sha*` is both hashes. */
function compileClosed(field: ClosedField, located: Located): Condition {
  switch (field) {
    case 'type':
      return { kind: field, anyOf: pickWords(field, closedWords[field], located) };
    case 'severity':
      return { kind: field, anyOf: pickWords(field, closedWords[field], located) };
    case 'state':
      return { kind: field, anyOf: pickWords(field, closedWords[field], located) };
    case 'verdict':
      return { kind: field, anyOf: pickWords(field, closedWords[field], located) };
    case 'is':
      return anyOf(pickWords(field, closedWords[field], located).map((flag) => ({ kind: field, flag })));
    case 'has':
      return anyOf(pickWords(field, closedWords[field], located).map((what) => ({ kind: field, what })));
  }
}

function pickWords<Word extends string>(field: ClosedField, words: readonly Word[], located: Located): readonly Word[] {
  const typed = located.text.toLowerCase();
  const picked = words.filter((word) => matchesPattern(word, typed));
  if (picked.length > 0) return picked;
  const meant = suggestWord(typed, words);
  const advice = meant === undefined ? `One of: ${words.join(', ')}.` : `Did you mean ${field}:${meant}?`;
  throw queryError(located.offset, `${quoteInMessage(located.text)} is no word of ${field}:.`, advice);
}

/** The words are few and short; the pieces of the pattern are found one after the other. */
export function matchesPattern(word: string, pattern: string): boolean {
  const [first = '', ...pieces] = pattern.split('*');
  const last = pieces.pop();
  if (last === undefined) return word === first;
  if (!word.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = word.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return word.length - last.length >= at && word.endsWith(last);
}

/** `case:7` is short for the number that cases carry. */
export function toPattern(field: WordField, text: string): string {
  const pattern = cleanText(text).toLowerCase();
  // Names of connections are stored composed; a keyboard of macOS gives them in pieces.
  if (field === 'connection') return pattern.normalize('NFC');
  return field === 'case' && /^\d{1,9}$/.test(pattern) ? `case-${pattern.padStart(4, '0')}` : pattern;
}
