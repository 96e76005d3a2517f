import { type QueryToken, scanQuery } from './query-scan.ts';

/** How a facet value takes part in a query. */
export type FacetUse = 'none' | 'included' | 'excluded';

interface FieldTerm {
  readonly negated: boolean;
  readonly field: string;
  readonly values: readonly string[];
}

/** Writes a value so that it is read back as one word. */
export function quoteValue(value: string): string {
  return /^[\p{L}\p{N}_.][\p{L}\p{N}_.\-/@]*$/u.test(value) && !/^(AND|OR|NOT)$/.test(value)
    ? value
    : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function unquoteValue(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1
    ? text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1')
    : text;
}

/** Splits `a,b` and `(a OR b)`; undefined for what is neither (an AND group, a range, a nested group). */
export function readValues(text: string): readonly string[] | undefined {
  const isGroup = text.startsWith('(') && text.endsWith(')');
  const inner = isGroup ? text.slice(1, -1) : text;
  const words = inner.match(/"(?:[^"\\]|\\.)*"|[^\s,()"]+|[()]/g) ?? [];
  const separated = isGroup ? words.filter((_word, index) => index % 2 === 0) : words;
  if (isGroup && words.some((word, index) => index % 2 === 1 && word !== 'OR')) return undefined;
  return separated.length === 0 || separated.some((word) => /^[()]$/.test(word))
    ? undefined
    : separated.map(unquoteValue);
}

function readFieldTerm(token: QueryToken): FieldTerm | undefined {
  if (token.kind !== 'term') return undefined;
  const parts = /^(-?)([a-z_]+):(.+)$/s.exec(token.text);
  const values = parts?.[3] === undefined ? undefined : readValues(parts[3]);
  if (parts?.[2] === undefined || values === undefined) return undefined;
  return { negated: parts[1] === '-', field: parts[2], values };
}

function writeFieldTerm(term: FieldTerm): string {
  const values = term.values.map(quoteValue);
  return `${term.negated ? '-' : ''}${term.field}:${values.length === 1 ? values[0] : `(${values.join(' OR ')})`}`;
}

/** A query as terms that all must hold, and its sort; text with an OR outside a group is one term. */
interface QueryParts {
  readonly terms: readonly string[];
  readonly sort: string | undefined;
}

/** A term, and what it says of a field where it does so by single values. */
interface ReadTerm {
  readonly text: string;
  readonly field: FieldTerm | undefined;
}

interface ReadQuery {
  readonly terms: readonly ReadTerm[];
  readonly sort: string | undefined;
}

/** The last queries that were read: every facet line asks about the same one, which may be a list of thousands. */
const lastRead = new Map<string, ReadQuery>();
const keptQueries = 8;

function partsOf(query: string): ReadQuery {
  const known = lastRead.get(query);
  if (known !== undefined) return known;
  const { terms, sort } = readParts(query);
  const read = {
    terms: terms.map((text) => ({ text, field: readFieldTerm({ kind: 'term', text, start: 0 }) })),
    sort,
  };
  const [oldest] = lastRead.keys();
  if (lastRead.size >= keptQueries && oldest !== undefined) lastRead.delete(oldest);
  lastRead.set(query, read);
  return read;
}

function readParts(query: string): QueryParts {
  const tokens = scanQuery(query);
  const sort = tokens.findLast((token) => token.kind === 'term' && token.text.startsWith('sort:'))?.text;
  const others = tokens.filter((token) => !(token.kind === 'term' && token.text.startsWith('sort:')));
  const hasTopLevelOr = topLevel(others).some((token) => token.kind === 'operator' && token.text === 'OR');
  const text = others
    .map((token) => token.text)
    .join('')
    .trim();
  if (hasTopLevelOr) return { terms: [`(${text})`], sort };
  return { terms: splitTerms(others), sort };
}

function topLevel(tokens: readonly QueryToken[]): readonly QueryToken[] {
  let depth = 0;
  return tokens.filter((token) => {
    if (token.kind === 'close') depth = Math.max(0, depth - 1);
    const isTop = depth === 0;
    if (token.kind === 'open') depth += 1;
    return isTop && token.kind !== 'open' && token.kind !== 'close';
  });
}

/** Terms side by side; groups, and what stands between `NOT` or `AND` and its term, stay together. */
function splitTerms(tokens: readonly QueryToken[]): readonly string[] {
  const terms: string[] = [];
  let current = '';
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'open') depth += 1;
    if (token.kind === 'close') depth = Math.max(0, depth - 1);
    const isGlue = token.kind === 'operator' && token.text !== 'AND';
    if (depth > 0 || token.kind === 'close' || isGlue) current += token.text;
    else if (token.kind === 'blank' && current !== '' && !/(NOT|-)$/.test(current)) {
      terms.push(current);
      current = '';
    } else if (token.kind === 'term' || (token.kind === 'blank' && current !== '')) current += token.text;
  }
  if (current.trim() !== '') terms.push(current.trim());
  return terms;
}

function joinParts(parts: QueryParts): string {
  return [...parts.terms, ...(parts.sort === undefined ? [] : [parts.sort])].join(' ');
}

/** How a value of a field takes part in the query: in a positive term, in a negative one, or not at all. */
export function facetUse(query: string, field: string, value: string): FacetUse {
  for (const { field: term } of partsOf(query).terms) {
    if (term?.field !== field || !hasValue(term, value)) continue;
    return term.negated ? 'excluded' : 'included';
  }
  return 'none';
}

const hasValue = (term: FieldTerm, value: string): boolean =>
  term.values.some((known) => known.toLowerCase() === value.toLowerCase());

/** What a click on a facet value asks for. */
export interface FacetClick {
  readonly field: string;
  readonly value: string;
  /** Alt-click: exclude instead of include. */
  readonly exclude: boolean;
}

/**
 * The query after a click on a facet value. A value that already takes part this way is taken out again; one that
 * takes part the other way changes sides; another value of the same field joins the term it finds (any of them).
 */
export function toggleFacet(query: string, click: FacetClick): string {
  const parts = partsOf(query);
  const wanted = click.exclude ? 'excluded' : 'included';
  const used = facetUse(query, click.field, click.value);
  let isPlaced = used === wanted;
  const terms: string[] = [];
  for (const { text, field: term } of parts.terms) {
    if (term?.field !== click.field) {
      terms.push(text);
      continue;
    }
    const kept = term.values.filter((value) => value.toLowerCase() !== click.value.toLowerCase());
    const joins = !isPlaced && term.negated === click.exclude;
    if (joins) isPlaced = true;
    const values = joins ? [...kept, click.value] : kept;
    if (values.length > 0) terms.push(writeFieldTerm({ ...term, values }));
  }
  if (!isPlaced) terms.push(writeFieldTerm({ negated: click.exclude, field: click.field, values: [click.value] }));
  return joinParts({ terms, sort: parts.sort });
}

/** Fields that the query narrows by single values, each once. */
export function usedFields(query: string): readonly string[] {
  const fields = partsOf(query).terms.map((term) => term.field?.field);
  return [...new Set(fields.filter((field) => field !== undefined))];
}

/** The query without what it says about one field: its counts show what else could be chosen there. */
export function withoutField(query: string, field: string): string {
  const parts = partsOf(query);
  const terms = parts.terms.filter((term) => term.field?.field !== field).map((term) => term.text);
  return joinParts({ terms, sort: undefined });
}

/** Whether the query says by single terms within which range a field lies. */
export function hasRange(query: string, field: string): boolean {
  return partsOf(query).terms.some(({ field: term }) => term?.field === field && !term.negated);
}

/** The query with another range of a field; undefined lets it be any. @param range as the language writes it: `A..B`. */
export function writeRange(query: string, field: string, range: string | undefined): string {
  const parts = partsOf(query);
  const kept = parts.terms.filter(({ field: term }) => term?.field !== field || term.negated).map(({ text }) => text);
  return joinParts({ terms: range === undefined ? kept : [...kept, `${field}:${range}`], sort: parts.sort });
}

/** The query as something that can stand beside another term: in parentheses where it is a choice, its order outside. */
export function groupChoice(query: string): string {
  const { terms, sort } = partsOf(query);
  const isChoice = terms.length === 1 && terms[0]?.text !== query.trim();
  return isChoice ? joinParts({ terms: terms.map((term) => term.text), sort }) : query;
}

/** One column of an order. */
export interface QuerySort {
  readonly field: string;
  readonly descending: boolean;
}

// The same list for all: who draws it is not drawn again with every query.
const noSort: readonly QuerySort[] = [];

/** The order a query asks for; empty when it leaves it to the default. */
export function readSort(query: string): readonly QuerySort[] {
  const sort = partsOf(query).sort;
  if (sort === undefined) return noSort;
  return sort
    .slice('sort:'.length)
    .split(',')
    .filter((key) => /^-?[a-z_]+$/.test(key))
    .map((key) => ({ field: key.replace('-', ''), descending: key.startsWith('-') }));
}

/** The query with another order; an empty one brings the default back. */
export function writeSort(query: string, sort: readonly QuerySort[]): string {
  const text = sort.map((key) => `${key.descending ? '-' : ''}${key.field}`).join(',');
  return joinParts({
    terms: partsOf(query).terms.map((term) => term.text),
    sort: text === '' ? undefined : `sort:${text}`,
  });
}

/**
 * The order after a click on a column: first the natural direction (numbers and times fall, words rise), then the other,
 * then the default order again. With `add` (shift) the other columns keep their place.
 */
export function cycleSort(
  sort: readonly QuerySort[],
  column: { readonly field: string; readonly startsDescending: boolean },
  add: boolean,
): readonly QuerySort[] {
  const current = sort.find((key) => key.field === column.field);
  const first = { field: column.field, descending: column.startsDescending };
  const next =
    current === undefined
      ? first
      : current.descending === column.startsDescending
        ? { field: column.field, descending: !column.startsDescending }
        : undefined;
  if (!add) return next === undefined ? [] : [next];
  if (current === undefined) return [...sort, first];
  return sort.flatMap((key) => (key.field === column.field ? (next === undefined ? [] : [next]) : [key]));
}
