/** The Falcon Query Language, as far as we write it: `property:[op]value` joined by `+`. */

/** A quoted value. */
export function quoteFql(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}

/** All of the terms; each one that is not ours stands in brackets, since `,` (or) may bind weaker than `+`. */
export function joinFql(terms: readonly string[], foreign: string | undefined): string {
  return [...terms, ...(foreign === undefined ? [] : [`(${foreign})`])].join('+');
}

/**
 * Whether brackets and quotes of a user's filter are closed. Without that, `a:1),(b:2` would step out of the brackets
 * around it and undo what it is joined with.
 */
export function isClosedFql(text: string): boolean {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth < 0) return false;
    }
  }
  return depth === 0 && quote === '';
}
