/** A word of a pattern. */
export interface Token {
  readonly kind: 'word' | 'text' | 'mark';
  /** Of a text its content, without quotes and escapes. */
  readonly value: string;
}

/** Longest pattern that is read, in characters; lists of thousands of values fit. */
const patternLimit = 1_000_000;

/**
 * One of: blank, comment, quoted text (with a letter in front: time or bytes), mark, or a word. Names, numbers and object
 * paths up to their first quoted part are words.
 */
const token =
  /\s+|\/\*.*?\*\/|\/\/[^\n]*|([thb]?)'((?:[^'\\]|\\.)*)'|(!=|<>|<=|>=|==|[=<>[\](),])|((?:(?!\/\*)[^\s'[\](),=<>!])+(?:\[(?:\*|\d+)\](?:(?!\/\*)[^\s'[\](),=<>!])*)*)/gsy;

/** The words of a pattern; undefined where it does not follow the language. */
export function tokenise(pattern: string): readonly Token[] | undefined {
  if (pattern.length > patternLimit) return undefined;
  const tokens: Token[] = [];
  let at = 0;
  while (at < pattern.length) {
    // Looked for once: each further one would be looked for to the end of the pattern again.
    if (pattern.startsWith('/*', at) && !pattern.includes('*/', at + 2)) return undefined;
    token.lastIndex = at;
    const match = token.exec(pattern);
    if (match === null) return undefined;
    at = token.lastIndex;
    const [, , quoted, mark, word] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replace(/\\(.)/gs, '$1') });
    else if (mark !== undefined) tokens.push({ kind: 'mark', value: mark });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
  }
  return tokens;
}
