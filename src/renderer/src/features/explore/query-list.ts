import { looksLikeValue, splitValues, writeAnyOf } from '#shared/text/value-lists.ts';
import { skipTerm } from './query-scan.ts';
import { groupChoice, readValues } from './query-text.ts';

/** Shorter lists are shown as text; longer ones as their number, since nobody edits a thousand hashes in one line. */
const shownValues = 6;
const listStart = 'value:(';

/** A query as the search box shows it: a list of values as a whole, and the rest as text. */
export interface ListedQuery {
  /** Any of these; empty where the query has no long list. */
  readonly values: readonly string[];
  readonly text: string;
  /** Where the text begins in the query. */
  readonly offset: number;
}

/** Takes the long list at the beginning of a query apart from what else it says. */
export function splitQuery(query: string): ListedQuery {
  const whole = { values: [], text: query, offset: 0 };
  if (!query.startsWith(listStart)) return whole;
  const end = skipTerm(query, 0);
  const values = query[end - 1] === ')' ? readValues(query.slice(listStart.length - 1, end)) : undefined;
  if (values === undefined || values.length <= shownValues || /^\S/.test(query.slice(end, end + 1))) return whole;
  const text = query.slice(end).trimStart();
  return { values, text, offset: query.length - text.length };
}

/** The query for any of some values that also fit the text. */
export function joinQuery(values: readonly string[], text: string): string {
  const rest = text.trim();
  if (values.length === 0) return rest;
  const list = writeAnyOf(values);
  if (rest === '') return list;
  return /^(?:AND|OR)\b/.test(rest) ? `${list} ${rest}` : `${list} ${groupChoice(rest)}`;
}

/** Words that only queries have, so that a query that was broken into lines is not taken for a list. */
const queryLook = /(?:^|\s)(?:AND|OR|NOT)(?:\s|$)|(?:^|[\s(])-?(?!mailto:|h[tx]{2}ps?:|[a-f]+:)[a-z_]{2,}:[^/\\\s[]/i;

/**
 * The values of a pasted list, if it is one: at least two, one of which can be an indicator.
 *
 * @returns undefined for anything else, which is pasted as it is.
 */
export function readPastedList(text: string): readonly string[] | undefined {
  const values = splitValues(text);
  if (values.length < 2 || !values.some(looksLikeValue)) return undefined;
  return values.some((value) => queryLook.test(value)) ? undefined : values;
}
