/** Most characters of a query: ten thousand hashes or URLs fit, and so does the message that carries them. */
export const queryLengthLimit = 1_000_000;

const lineBreaks = /[\r\n\t\u2028\u2029]+/;
/** A URL, plain or defanged: commas and semicolons may be part of it. */
const urlLook = /:[\])}]?\/\//;
const hashLook = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
/** A dot, also a defanged one, with something behind it; or the sign of a mail address. */
const nameLook = /(?:\.|[[({]dot)[\])}]?[^\s.]|@/i;
const ipv6Look = /^(?=.*:.*:)[0-9a-f:.]{2,45}$/i;

/** Whether one word can be an indicator; a rough look, for telling lists from sentences. */
export function looksLikeValue(word: string): boolean {
  return hashLook.test(word) || nameLook.test(word) || ipv6Look.test(word.slice(0, 64));
}

/**
 * Takes a pasted list apart: one value per line or cell, or several on a line between commas or semicolons, or between
 * blanks where each word can be an indicator. Lines that begin with `#` are remarks. Nothing is repaired: a value stays as
 * it was written, defanged or not, each spelling once.
 */
export function splitValues(text: string): readonly string[] {
  const values = new Set<string>();
  for (const line of text.split(lineBreaks)) {
    const clean = line.trim();
    if (clean === '' || clean.startsWith('#')) continue;
    const separator = urlLook.test(clean) ? /[,;]+(?:\s+|$)/ : /[,;]+/;
    for (const part of clean.split(separator)) for (const value of splitWords(part.trim())) values.add(value);
  }
  return [...values];
}

function splitWords(part: string): readonly string[] {
  if (part === '') return [];
  const words = part.split(/\s+/);
  return words.length > 1 && words.every(looksLikeValue) ? words : [part];
}

/** Query text for any of some values, each as a whole: `value:(a OR b)`. */
export function writeAnyOf(values: readonly string[]): string {
  return `value:(${values.map(quoteValue).join(' OR ')})`;
}

/** A value as it can stand behind a colon and inside a group; quoted when any of its characters means something there. */
export function quoteValue(text: string): string {
  return /^(?!-|AND$|OR$|NOT$)[^\s"(),]+$/.test(text) ? text : quoteText(text);
}

/** Text between quotes, escaped. */
export function quoteText(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
