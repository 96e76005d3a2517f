import type { Predicate } from '#main/domain/query/plan.ts';

export type ValuePredicate = Extract<Predicate, { kind: 'value' }>;

/** Whether upper and lower case of a text are more than SQLite's own functions know of (ASCII). */
export function needsFolding(text: string): boolean {
  return [...text].some((char) => char > '\u007f' && char.toUpperCase() !== char.toLowerCase());
}

/** The text that a predicate asks to be the whole value; undefined for a part, and where SQLite cannot compare without case. */
export function wholeValueOf({ pieces, anchoredStart, anchoredEnd }: ValuePredicate): string | undefined {
  const [only = '', ...others] = pieces;
  return anchoredStart && anchoredEnd && others.length === 0 && !needsFolding(only) ? only : undefined;
}

/** The pieces of a pattern as LIKE takes them, with a backslash as its escape. */
export function likePattern({ pieces, anchoredStart, anchoredEnd }: ValuePredicate): string {
  const inner = pieces.map((piece) => piece.replace(/[\\%_]/g, '\\$&')).join('%');
  return `${anchoredStart ? '' : '%'}${inner}${anchoredEnd ? '' : '%'}`;
}
