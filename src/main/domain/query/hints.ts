import { quoteValue, writeAnyOf } from '#shared/text/value-lists.ts';
import { recognise } from '../canonicalise.ts';
import type { QueryNode, Span, Term } from './ast.ts';
import { matchesPattern, toPattern } from './field-terms.ts';
import { quoteInMessage } from './query-error.ts';
import { suggestWord } from './suggest.ts';

/** Fields whose words are all known although a word outside of them is no error: the answer is only empty. */
type NamedField = 'vendor' | 'connection' | 'stream' | 'case';

/** Whose names each field takes. */
const namesOfField: ReadonlyMap<string | null, NamedField> = new Map([
  ['vendor', 'vendor'],
  ['connection', 'connection'],
  ['stream', 'stream'],
  ['case', 'case'],
  ['live', 'vendor'],
  ['expired', 'vendor'],
  ['gone', 'vendor'],
]);

/** The words there are, as they are shown. */
export type KnownNames = Readonly<Record<NamedField, readonly string[]>>;

/** Something about a query that is no error, and probably not what was meant. */
export interface QueryHint {
  /** One or two sentences. */
  readonly message: string;
  /** The query as it was probably meant; null where nothing is near. */
  readonly query: string | null;
}

/** More would hide the result they stand beside. */
const hintLimit = 5;
/** A pasted list of thousands is looked at no further. */
const termLimit = 500;

/** Whether {@link listHints} needs to know any names. */
export function hasNames(root: QueryNode): boolean {
  return someTerm(root, (term) => namesOfField.has(term.field));
}

/** What is remarkable about a query that can be read. */
export function listHints(text: string, root: QueryNode, known: KnownNames): readonly QueryHint[] {
  const hints: QueryHint[] = [];
  const several = hintSeveralAtOnce(text, root);
  if (several !== undefined) hints.push(several);
  let looked = 0;
  someTerm(root, (term) => {
    looked += 1;
    const field = namesOfField.get(term.field);
    const hint = field === undefined ? undefined : hintUnknown(text, { field, term, known });
    if (hint !== undefined) hints.push(hint);
    return hints.length >= hintLimit || looked >= termLimit;
  });
  return hints;
}

/** Terms from left to right, until one is taken. */
function someTerm(node: QueryNode, isTaken: (term: Term) => boolean): boolean {
  switch (node.kind) {
    case 'term':
      return isTaken(node);
    case 'and':
    case 'or':
      return node.of.some((part) => someTerm(part, isTaken));
    case 'not':
      return someTerm(node.of, isTaken);
    default:
      return false;
  }
}

interface NamedTerm {
  readonly field: NamedField;
  readonly term: Term;
  readonly known: KnownNames;
}

function hintUnknown(text: string, { field, term, known }: NamedTerm): QueryHint | undefined {
  const names = known[field];
  const pattern = toPattern(field, term.text);
  if (names.some((name) => matchesPattern(name.toLowerCase(), pattern))) return undefined;
  // Suggestions compare words with underscores.
  const folded = new Map(names.map((name) => [name.toLowerCase().replaceAll('-', '_'), name]));
  const meant = folded.get(suggestWord(pattern, [...folded.keys()]) ?? '');
  const message = describeUnknown(field, quoteInMessage(term.text));
  if (meant !== undefined) {
    return {
      message: `${message} Did you mean ${quoteInMessage(meant)}?`,
      query: replace(text, term.span, quoteValue(meant)),
    };
  }
  const all =
    names.length === 0 || names.length > 8 ? '' : ` There is ${names.map((name) => quoteInMessage(name)).join(', ')}.`;
  return { message: `${message}${all}`, query: null };
}

function describeUnknown(field: NamedField, name: string): string {
  switch (field) {
    case 'vendor':
      return `This version knows no vendor ${name}.`;
    case 'connection':
      return `No connection is called ${name}.`;
    case 'stream':
      return `No vendor has a stream called ${name}.`;
    case 'case':
      return `There is no case ${name}.`;
  }
}

const replace = (text: string, span: Span, by: string): string => text.slice(0, span.start) + by + text.slice(span.end);

const hashes: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha256']);
/** Types of which one indicator has one value only; two hashes can be of one file. */
const singular: ReadonlySet<string> = new Set(['ipv4', 'ipv6', 'url', 'email']);

/** `1.2.3.4 5.6.7.8`: a list that was typed side by side, which means both at once. */
function hintSeveralAtOnce(text: string, root: QueryNode): QueryHint | undefined {
  if (root.kind !== 'and' || root.of.length > termLimit) return undefined;
  const bare = root.of.filter((node) => node.kind === 'term').filter(({ field, quoted }) => field === null && !quoted);
  const exact = bare.map((term) => ({ term, name: recognise(term.text) }));
  const listed = exact.filter(({ name }) => singular.has(name.type) || hashes.has(name.type));
  const [first, ...others] = listed.map(({ term }) => term);
  const isSeveral =
    new Set(listed.filter(({ name }) => singular.has(name.type)).map(({ name }) => name.value)).size > 1;
  if (!isSeveral || first === undefined) return undefined;
  const anyOf = writeAnyOf([first, ...others].map((term) => term.text));
  const without = others.reduceRight((rest, { span }) => replace(rest, span, ''), text);
  return {
    message: 'Side by side these values must all be one indicator, which they cannot. Any of them?',
    query: replace(without, first.span, anyOf).replaceAll(/\s+/g, ' ').trim(),
  };
}
