import { type Token, tokenise } from './tokens.ts';

/** One comparison of a pattern: `domain-name:value = 'x'`. */
export interface Comparison {
  /** `file:hashes.'SHA-256'` without its quotes. */
  readonly path: string;
  readonly operator: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** Comparisons that must all hold for one observation, or of which any may. */
export type Condition =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] };

/** Deepest nesting of brackets. */
const depthLimit = 64;

/**
 * The conditions of a pattern's observations, in their order; how observations follow each other (`FOLLOWEDBY`, `WITHIN`)
 * says nothing about what they are made of.
 *
 * @returns undefined for a text that is no pattern.
 */
export function readPattern(pattern: string): readonly Condition[] | undefined {
  const tokens = tokenise(pattern);
  return tokens === undefined ? undefined : new Reader(tokens).read();
}

class Broken extends Error {}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): readonly Condition[] | undefined {
    const observations: Condition[] = [];
    try {
      while (this.#at < this.#tokens.length) {
        // What stands between observations: operators, qualifiers with their values, round brackets.
        if (!this.#takeMark('[')) {
          this.#next();
          continue;
        }
        observations.push(this.#condition(0));
        this.#expect(']');
      }
    } catch (error) {
      if (error instanceof Broken) return undefined;
      throw error;
    }
    return observations.length === 0 ? undefined : observations;
  }

  /** AND binds tighter than OR. */
  #condition(depth: number): Condition {
    if (depth > depthLimit) throw new Broken();
    const alternatives = [this.#conjunction(depth)];
    while (this.#takeWord('OR')) alternatives.push(this.#conjunction(depth));
    return combine('or', alternatives);
  }

  #conjunction(depth: number): Condition {
    const parts = [this.#proposition(depth)];
    while (this.#takeWord('AND')) parts.push(this.#proposition(depth));
    return combine('and', parts);
  }

  #proposition(depth: number): Condition {
    if (this.#takeMark('(')) {
      const inner = this.#condition(depth + 1);
      this.#expect(')');
      return inner;
    }
    if (this.#takeWord('EXISTS')) {
      const path = this.#path();
      return { kind: 'comparison', comparison: { path, operator: 'EXISTS', negated: false, values: [] } };
    }
    const path = this.#path();
    const negated = this.#takeWord('NOT');
    const operator = this.#next().value.toUpperCase();
    return { kind: 'comparison', comparison: { path, operator, negated, values: this.#values() } };
  }

  /** A path goes on behind a quoted part: `file:hashes.'SHA-256'`. */
  #path(): string {
    const first = this.#next();
    if (first.kind !== 'word' || !first.value.includes(':')) throw new Broken();
    let path = first.value;
    for (;;) {
      const next = this.#tokens[this.#at];
      const isQuotedPart = next?.kind === 'text' && /[.:]$/.test(path);
      const isRest = next?.kind === 'word' && next.value.startsWith('.');
      if (next === undefined || (!isQuotedPart && !isRest)) return path;
      this.#at += 1;
      path += next.value;
    }
  }

  #values(): readonly string[] {
    if (!this.#takeMark('(')) return [this.#value()];
    const values = [this.#value()];
    while (this.#takeMark(',')) values.push(this.#value());
    this.#expect(')');
    return values;
  }

  #value(): string {
    const { kind, value } = this.#next();
    if (kind === 'mark') throw new Broken();
    return value;
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Broken();
    this.#at += 1;
    return token;
  }

  #takeMark(mark: string): boolean {
    return this.#take('mark', mark);
  }

  #takeWord(word: string): boolean {
    return this.#take('word', word);
  }

  #take(kind: Token['kind'], value: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token?.kind === kind && token.value.toUpperCase() === value;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #expect(mark: string): void {
    if (!this.#takeMark(mark)) throw new Broken();
  }
}

function combine(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}
