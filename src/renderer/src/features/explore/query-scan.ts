/** A piece of query text, for colouring and for editing; the meaning of a query is decided by the application. */
export interface QueryToken {
  readonly kind: 'blank' | 'open' | 'close' | 'operator' | 'term';
  readonly text: string;
  /** Index of the first character. */
  readonly start: number;
}

/** Index after a quoted text that starts at `start`; the end of the text when the quote is never closed. */
function skipQuoted(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

/** Index after a term: up to a blank or a parenthesis, but `field:( … )` and quoted parts belong to it. */
export function skipTerm(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '"') {
      at = skipQuoted(text, at);
      continue;
    }
    if (character === '(' && (depth > 0 || text[at - 1] === ':')) depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0 && /[\s()]/.test(character)) break;
    at += 1;
  }
  return at;
}

/** Cuts query text into tokens; joined again they give the same text. Never fails: it also sees half-typed text. */
export function scanQuery(text: string): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    const character = text[at] ?? '';
    let kind: QueryToken['kind'] = 'term';
    if (/\s/.test(character)) {
      while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
      kind = 'blank';
    } else if (character === '(' || character === ')') {
      at += 1;
      kind = character === '(' ? 'open' : 'close';
    } else if (character === '-' && text[at + 1] === '(') {
      at += 1;
      kind = 'operator';
    } else {
      at = Math.max(skipTerm(text, at), at + 1);
      if (/^(AND|OR|NOT)$/.test(text.slice(start, at))) kind = 'operator';
    }
    tokens.push({ kind, text: text.slice(start, at), start });
  }
  return tokens;
}
