/** Reads a filter that a user typed, so that a slip is told here with its place and not by the vendor without one. */

/** What is wrong with a filter and where; columns count from 1. */
export interface FqlProblem {
  readonly column: number;
  readonly message: string;
}

/** The vendor refuses more properties in one filter. */
const mostProperties = 20;

const property = /[A-Za-z_][\w.]*/y;
/** As documented and as guides spell them. */
const operators = /(?:!~|!\*|>=|<=|=>|=<|[!><~*])*/y;
const bareValue = /[^\s+,()[\]'":]+/y;
const blanks = /\s*/y;

/** @returns what is wrong with a filter in the Falcon Query Language; undefined when it can be sent. */
export function checkFql(text: string): FqlProblem | undefined {
  try {
    new FqlReader(text).readAll();
    return undefined;
  } catch (error) {
    if (error instanceof FqlSlip) return { column: error.at + 1, message: error.message };
    throw error;
  }
}

/** {@link checkFql} as one sentence, for forms and messages. */
export function describeFqlProblem(text: string): string | undefined {
  const problem = checkFql(text);
  return problem === undefined ? undefined : `${problem.message} (column ${problem.column})`;
}

class FqlSlip extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Recursive descent over `property:[op]value`, joined by `+` and `,`, grouped by brackets. */
class FqlReader {
  readonly #text: string;
  #at = 0;
  #properties = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): void {
    this.#readTerms(0);
    if (this.#at < this.#text.length) {
      throw this.#slip(this.#peek() === ')' ? 'this bracket closes nothing' : 'join terms with + (and) or , (or)');
    }
  }

  #readTerms(depth: number): void {
    if (depth > 32) throw this.#slip('brackets are nested too deeply');
    do this.#readTerm(depth);
    while (this.#take('+') || this.#take(','));
  }

  #readTerm(depth: number): void {
    this.#skip();
    this.#take('!');
    if (this.#take('(')) this.#readGroup(depth + 1);
    else this.#readClause();
  }

  #readGroup(depth: number): void {
    const openedAt = this.#at - 1;
    this.#readTerms(depth);
    if (!this.#take(')')) throw new FqlSlip('this bracket is not closed', openedAt);
  }

  #readClause(): void {
    if (this.#match(property) === '') throw this.#slip('a property is missing, as in type:');
    this.#properties += 1;
    if (this.#properties > mostProperties) throw this.#slip(`more than ${mostProperties} properties in one filter`);
    if (!this.#take(':')) throw this.#slip('a colon is missing after the property');
    this.#skip();
    this.#match(operators);
    this.#skip();
    if (this.#take('[')) this.#readList();
    else this.#readValue();
  }

  #readList(): void {
    const openedAt = this.#at - 1;
    do this.#readValue();
    while (this.#take(','));
    if (!this.#take(']')) throw new FqlSlip('this list is not closed', openedAt);
  }

  /** Several pieces in a row are one value: `*'*example*'`. */
  #readValue(): void {
    this.#skip();
    const startedAt = this.#at;
    for (;;) {
      const quote = this.#peek();
      if (quote === "'" || quote === '"') this.#readQuoted(quote);
      else if (this.#match(bareValue) === '') break;
    }
    if (this.#at === startedAt) throw this.#slip('a value is missing');
  }

  #readQuoted(quote: string): void {
    const openedAt = this.#at;
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      if (this.#text[this.#at] === '\\') this.#at += 1;
      else if (this.#text[this.#at] === quote) {
        this.#at += 1;
        return;
      }
    }
    throw new FqlSlip('this quote is not closed', openedAt);
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #take(sign: string): boolean {
    this.#skip();
    if (this.#peek() !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skip(): void {
    this.#match(blanks);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #slip(message: string): FqlSlip {
    return new FqlSlip(message, this.#at);
  }
}
