import { rangeOf } from '#shared/text/addresses.ts';
import { removeInvisible, repairFragment, unwrap } from '#shared/text/fang-tokens.ts';
import { refangUrl } from '#shared/text/urls.ts';
import { type CanonicalValue, cleanText, recognise } from '../canonicalise.ts';
import type { Term } from './ast.ts';
import { isExact } from './fields.ts';
import type { Condition, Predicate } from './plan.ts';

/** Finds everything. */
export const everything: Condition = { kind: 'all', of: [] };

/** Any of several conditions; one stays itself. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const [first, second] = conditions;
  return first !== undefined && second === undefined ? first : { kind: 'any', of: conditions };
}

/**
 * Text without a field: exact where it is an indicator in any spelling, what it contains for a network, else a substring.
 * Names of hosts stay substrings, as half a name is what people type. Never fails.
 */
export function compileFreeTerm({ text, quoted }: Pick<Term, 'text' | 'quoted'>): Condition {
  if (quoted) return findText([text]);
  if (/^\*+$/.test(text)) return everything;
  const named = recognise(text);
  const exact = compileIndicator(text, named);
  if (exact !== undefined) return exact;
  if (named.type !== 'other') return findText([named.value, text]);
  return compileList(text) ?? (text.includes('*') ? compilePattern(text, false) : findText([text]));
}

/** Undefined for what is searched as text: names of hosts, paths and keys can be half of one. */
function compileIndicator(
  text: string,
  { type, value }: Pick<CanonicalValue, 'type' | 'value'>,
): Condition | undefined {
  if (type === 'cidr') return compileNetwork(value);
  if (type === 'url') return compileUrl(text, value);
  return isExact(type) || isUrlId(value) ? { kind: 'exact', type, value } : undefined;
}

/** A URL that VirusTotal has told us only the id of; the store also knows the URL by it. */
function isUrlId(value: string): boolean {
  return /^vt-url:[0-9a-f]{64}$/.test(value);
}

/** What lies inside a canonical address or network. */
export function compileNetwork(value: string): Predicate | undefined {
  const range = rangeOf(value);
  return range && { kind: 'ip', ...range };
}

/** Closing punctuation may belong to the URL or to the sentence it was copied from: either is found. */
function compileUrl(text: string, value: string): Condition {
  const names = new Set([value, recognise(unwrap(text)).value]);
  return anyOf([...names].map((name) => ({ kind: 'exact', type: 'url', value: name })));
}

/** `1.2.3.4,5.6.7.8`: a pasted list, if each part of it is an indicator. */
function compileList(text: string): Condition | undefined {
  const parts = text.includes(',') ? text.split(',').filter((part) => part !== '') : [];
  if (parts.length < 2) return undefined;
  const found: Condition[] = [];
  for (const part of parts) {
    const exact = compileIndicator(part, recognise(part));
    if (exact === undefined) return undefined;
    found.push(...(exact.kind === 'any' ? exact.of : [exact]));
  }
  return anyOf(found);
}

/** Substring, in each of the spellings that could be stored. */
function findText(texts: readonly string[]): Condition {
  const spellings = new Set(texts.flatMap(spellingsOf));
  return anyOf([...spellings].map((text) => ({ kind: 'text', text })));
}

/** A piece of a value as it is compared: refanged, well-formed, lower case. */
function toStored(text: string): string {
  return cleanPiece(refangUrl(text) ?? repairFragment(text)).toLowerCase();
}

/** A piece of a value to the letter, but well-formed and in lower case. */
function toLetter(text: string): string {
  return cleanPiece(text).toLowerCase();
}

/** What is not seen may have come along with the text, or be part of the value that it was copied from. */
function readingsOf(text: string): readonly ((piece: string) => string)[] {
  return removeInvisible(text) === text ? [toStored] : [toStored, toLetter];
}

/** Of nothing but unseen characters one reading leaves nothing, which is in every value: it stands only where it is alone. */
function spellingsOf(text: string): readonly string[] {
  const spellings = readingsOf(text).map((read) => read(text));
  return spellings.length === 1 ? spellings : spellings.filter((spelling) => spelling !== '');
}

/** Like {@link cleanText}, but blanks at the ends are part of the question. */
function cleanPiece(text: string): string {
  return text.trim() === text ? cleanText(text) : text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/**
 * `x*`, `*x`, `*x*`, `a*b`: pieces between stars. Without anchors the pattern may stand anywhere in the value.
 */
function compilePattern(text: string, isAnchored: boolean): Condition {
  const patterns = readingsOf(text)
    .map((read) => text.split('*').map(read))
    .filter((pieces) => pieces.some((piece) => piece !== ''));
  if (patterns.length === 0) return everything;
  return anyOf(
    patterns.map((pieces) => ({
      kind: 'value',
      pieces: pieces.filter((piece) => piece !== ''),
      anchoredStart: isAnchored && pieces[0] !== '',
      anchoredEnd: isAnchored && pieces.at(-1) !== '',
    })),
  );
}

/** `value:x`: the whole value. An indicator is found by its name, so other hashes of the same file are found too. */
export function compileValue(text: string): Condition {
  if (text.includes('*')) return compilePattern(text, true);
  const named = recognise(text);
  if (named.type === 'cidr') return { kind: 'exact', type: 'cidr', value: named.value };
  const exact = compileIndicator(text, named);
  if (exact !== undefined) return exact;
  const spellings = named.type === 'other' ? spellingsOf(text) : [named.value.toLowerCase()];
  return anyOf(spellings.map((piece) => ({ kind: 'value', pieces: [piece], anchoredStart: true, anchoredEnd: true })));
}
