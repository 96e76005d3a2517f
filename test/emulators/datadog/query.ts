import type { DatadogRecord } from './record.ts';

/** Says whether a record fits a query. */
export type DatadogPredicate = (record: DatadogRecord) => boolean;

/** A query the parser refuses; the message has the service's form, position included. */
export class DatadogQueryError extends Error {
  constructor(column: number, detail: string) {
    super(`invalid query: invalid query: syntax error: line 1:${column} ${detail}`);
  }
}

interface Token {
  readonly kind: 'word' | 'quoted' | 'symbol' | 'end';
  readonly text: string;
  readonly column: number;
}

const tokenPattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([():]|>=|<=|>|<|\[|\]|-(?=[^\s]))|((?:\\.|[^\s():<>[\]"])+))/y;

/**
 * Datadog's usual search grammar: `word`, `"quoted words"`, `field:value`, `field:(a OR b)`, `field:>n`,
 * `field:[a TO b]`, `-` or `NOT`, juxtaposition or `AND`, `OR`, parentheses, `*` in words.
 * @throws DatadogQueryError for anything else.
 */
export function parseDatadogQuery(text: string): DatadogPredicate {
  const tokens = tokenize(text);
  if (tokens[0]?.kind === 'end') return () => true;
  const cursor: Cursor = { tokens, at: 0 };
  const predicate = parseOr(cursor, undefined);
  const rest = peek(cursor);
  if (rest.kind !== 'end') throw unexpected(rest);
  return predicate;
}

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    if (match === null) throw new DatadogQueryError(at, `token recognition error at: '${text.slice(at, at + 1)}'`);
    const [whole, quoted, symbol, word] = match;
    const column = at + whole.length - whole.trimStart().length;
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replace(/\\(.)/g, '$1'), column });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, column });
    else tokens.push({ kind: 'word', text: word ?? '', column });
    at += whole.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', column: text.length });
  return tokens;
}

function peek(cursor: Cursor): Token {
  const token = cursor.tokens[cursor.at] ?? cursor.tokens.at(-1);
  if (token === undefined) throw new DatadogQueryError(0, 'no viable alternative');
  return token;
}

function take(cursor: Cursor, text?: string): Token {
  const token = peek(cursor);
  if (text !== undefined && (token.text !== text || token.kind === 'quoted')) throw unexpected(token);
  cursor.at += 1;
  return token;
}

function unexpected(token: Token): DatadogQueryError {
  return new DatadogQueryError(token.column, `mismatched input '${token.text}'`);
}

function is(cursor: Cursor, text: string): boolean {
  const token = peek(cursor);
  return token.kind !== 'quoted' && token.text === text;
}

function parseOr(cursor: Cursor, field: string | undefined): DatadogPredicate {
  const parts = [parseAnd(cursor, field)];
  while (is(cursor, 'OR')) {
    take(cursor);
    parts.push(parseAnd(cursor, field));
  }
  return (record) => parts.some((part) => part(record));
}

function parseAnd(cursor: Cursor, field: string | undefined): DatadogPredicate {
  const parts = [parseNot(cursor, field)];
  while (peek(cursor).kind !== 'end' && !is(cursor, ')') && !is(cursor, 'OR')) {
    if (is(cursor, 'AND')) take(cursor);
    parts.push(parseNot(cursor, field));
  }
  return (record) => parts.every((part) => part(record));
}

function parseNot(cursor: Cursor, field: string | undefined): DatadogPredicate {
  if (!is(cursor, '-') && !is(cursor, 'NOT')) return parseTerm(cursor, field);
  take(cursor);
  const inner = parseNot(cursor, field);
  return (record) => !inner(record);
}

function parseTerm(cursor: Cursor, field: string | undefined): DatadogPredicate {
  if (is(cursor, '(')) {
    take(cursor);
    const inner = parseOr(cursor, field);
    take(cursor, ')');
    return inner;
  }
  const token = take(cursor);
  if (token.kind === 'symbol' && field !== undefined) return parseSymbolValue(cursor, field, token);
  if (token.kind === 'symbol' || token.kind === 'end') throw unexpected(token);
  if (field !== undefined) return equals(field, token);
  if (token.kind === 'quoted' || !is(cursor, ':')) return freeText(token);
  take(cursor, ':');
  const value = peek(cursor);
  if (value.kind === 'end' || value.text === ':') throw unexpected(value);
  return parseTerm(cursor, token.text);
}

function parseSymbolValue(cursor: Cursor, field: string, symbol: Token): DatadogPredicate {
  if (symbol.text === '-') {
    const value = take(cursor);
    return equals(field, { ...value, text: `-${value.text}` });
  }
  if (symbol.text === '[') {
    const from = boundOf(take(cursor));
    take(cursor, 'TO');
    const to = boundOf(take(cursor));
    take(cursor, ']');
    return compare(field, (value) => (from === undefined || value >= from) && (to === undefined || value <= to));
  }
  if (!['>', '>=', '<', '<='].includes(symbol.text)) throw unexpected(symbol);
  const token = take(cursor);
  const bound = boundOf(token);
  if (bound === undefined) throw unexpected(token);
  const tests: Record<string, (value: number) => boolean> = {
    '>': (value) => value > bound,
    '>=': (value) => value >= bound,
    '<': (value) => value < bound,
    '<=': (value) => value <= bound,
  };
  return compare(field, tests[symbol.text] ?? (() => false));
}

/** A number or a date as a number; `*` is open. */
function boundOf(token: Token): number | undefined {
  if (token.text === '*') return undefined;
  const value = token.text === '' ? Number.NaN : Number(token.text);
  const result = Number.isNaN(value) ? Date.parse(token.text) : value;
  if (Number.isNaN(result)) throw unexpected(token);
  return result;
}

function compare(field: string, test: (value: number) => boolean): DatadogPredicate {
  return (record) =>
    valuesOf(record, field).some((text) => {
      const value = Number.isNaN(Number(text)) ? Date.parse(text) : Number(text);
      return !Number.isNaN(value) && test(value);
    });
}

function equals(field: string, token: Token): DatadogPredicate {
  const test = wildcard(token);
  return (record) => valuesOf(record, field).some(test);
}

function freeText(token: Token): DatadogPredicate {
  const test = wildcard({ ...token, text: `*${token.text}*` });
  return (record) =>
    [...valuesOf(record, 'indicator'), ...valuesOf(record, 'tag'), ...valuesOf(record, 'source')].some(test);
}

function wildcard(token: Token): (text: string) => boolean {
  const source = token.text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const pattern = new RegExp(`^${source}$`, 'is');
  return (text) => pattern.test(text);
}

function namesOf(sources: readonly { readonly name: string }[] | null): readonly string[] {
  return sources?.map(({ name }) => name) ?? [];
}

/** The field names are our assumption; one that does not exist finds nothing. */
function valuesOf(record: DatadogRecord, field: string): readonly string[] {
  const { malicious_sources: malicious, suspicious_sources: suspicious, benign_sources: benign } = record;
  switch (field) {
    case 'indicator':
      return [record.indicator];
    case 'indicator_type':
    case 'type':
      return [record.indicator_type];
    case 'score':
      return [String(record.score)];
    case 'source':
      return [...namesOf(malicious), ...namesOf(suspicious), ...namesOf(benign)];
    case 'tag':
    case 'tags':
      return record.tags;
    case 'category':
    case 'categories':
      return record.categories;
    case 'as_type':
      return [record.as_type];
    case 'country':
      return record.as_geo === undefined ? [] : [record.as_geo.country_code, record.as_geo.country_name];
    case 'signal_count':
      return [String(record.signal_matches)];
    case 'log_count':
      return [String(record.log_matches)];
    case 'first_seen':
      return record.first_seen === undefined ? [] : [record.first_seen];
    case 'last_seen':
      return record.last_seen === undefined ? [] : [record.last_seen];
    case 'triage_state':
      return [record.triage_state ?? 'not_reviewed'];
    default:
      return [];
  }
}
