/** The Falcon Query Language, as far as we write it: `property:[op]value` joined by `+`. */

/** A quoted value. */
export function quoteFql(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}

/**
 * All of the terms; one that is not ours stands in brackets, since `,` (or) may bind weaker than `+`. It was read by
 * `checkFql` before: an unclosed one could step out of its brackets and undo what it is joined with.
 */
export function joinFql(terms: readonly string[], foreign: string | undefined): string {
  return [...terms, ...(foreign === undefined ? [] : [`(${foreign})`])].join('+');
}
