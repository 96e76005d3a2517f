/**
 * Where the records of a page stand in its text. Records are kept exactly as the vendor sent them, so the text is cut up
 * before it is parsed; the same pass bounds the nesting and finds the numbers that a double cannot hold.
 */
import { AppError } from '#shared/errors/app-error.ts';

/** Deepest nesting that is read; the vendors' own answers reach about ten. */
const depthLimit = 64;
/** Any number of so many characters is exact as a double. */
const exactNumberLength = 15;

/** One element of the array of records. */
export interface RecordSpan {
  /** Index of its first character. */
  readonly start: number;
  /** Index behind its last character. */
  readonly end: number;
  /** It may hold a number that a double would round. */
  readonly hasLongNumber: boolean;
}

/** What one pass over a JSON text found. The text is not validated: its parts are parsed afterwards. */
export interface JsonScan {
  /** Index of the array's `[` and of its `]`; undefined when no array stands at the path. */
  readonly array: { readonly open: number; readonly close: number } | undefined;
  readonly records: readonly RecordSpan[];
  /** The text outside the records may hold a number that a double would round. */
  readonly hasLongNumber: boolean;
}

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Finds the array at `path` (member names from the root; empty: the root itself; null: no array is wanted) and its elements.
 *
 * @throws AppError `vendor.badResponse` when the nesting is too deep or the path leads to two arrays.
 */
export function scanJson(text: string, path: readonly string[] | null): JsonScan {
  const scanner = new Scanner(text, path);
  scanner.run();
  return scanner;
}

class Scanner implements JsonScan {
  array: { open: number; close: number } | undefined;
  readonly records: RecordSpan[] = [];
  hasLongNumber = false;

  readonly #text: string;
  readonly #path: readonly string[];
  /** -1: no array is wanted. */
  readonly #pathLength: number;
  #at = 0;
  #depth = 0;
  /** The outermost so many containers are the ones on the path. */
  #onPath = 0;
  /** The value under way belongs to the next name on the path. */
  #isWanted = false;
  /** Depth of the elements while inside the array of records, else 0. */
  #arrayDepth = 0;
  #recordStart = -1;
  #recordHasLongNumber = false;

  constructor(text: string, path: readonly string[] | null) {
    this.#text = text;
    this.#path = path ?? [];
    this.#pathLength = path?.length ?? -1;
  }

  run(): void {
    const { length } = this.#text;
    while (this.#at < length) {
      const code = this.#text.charCodeAt(this.#at);
      if (code <= 0x20) this.#at += 1;
      else this.#token(code);
    }
  }

  #token(code: number): void {
    const isClosing = code === closeBrace || code === closeBracket;
    if (this.#depth === this.#arrayDepth && this.#arrayDepth > 0) {
      if (code === comma || isClosing) this.#endRecord();
      else if (this.#recordStart < 0) this.#recordStart = this.#at;
    }
    if (code === openBrace || code === openBracket) this.#open(code);
    else if (isClosing) this.#close();
    else if (code === quote) this.#string();
    else if (code === minus || (code >= 0x30 && code <= 0x39)) this.#number();
    else {
      if (code === comma && this.#depth === this.#onPath) this.#isWanted = false;
      this.#at += 1;
    }
  }

  #open(code: number): void {
    this.#depth += 1;
    if (this.#depth > depthLimit) throw new AppError('vendor.badResponse', 'The answer is nested too deeply.');
    const isNext = this.#depth === this.#onPath + 1 && (this.#isWanted || this.#depth === 1);
    if (isNext && code === openBracket && this.#onPath === this.#pathLength) this.#enterArray();
    else if (isNext && code === openBrace && this.#onPath < this.#pathLength) this.#onPath += 1;
    this.#isWanted = false;
    this.#at += 1;
  }

  #enterArray(): void {
    if (this.array !== undefined) throw new AppError('vendor.badResponse', 'The answer holds its records twice.');
    this.array = { open: this.#at, close: this.#text.length };
    this.#arrayDepth = this.#depth;
  }

  #close(): void {
    if (this.#depth === this.#arrayDepth && this.#arrayDepth > 0 && this.array !== undefined) {
      this.array.close = this.#at;
      this.#arrayDepth = 0;
    }
    if (this.#onPath === this.#depth) this.#onPath = Math.max(0, this.#onPath - 1);
    this.#depth -= 1;
    this.#isWanted = false;
    this.#at += 1;
  }

  #endRecord(): void {
    // An empty place (`[1,,2]`) becomes an empty record, which the parser then refuses.
    const isEmptyArray =
      this.#recordStart < 0 && this.records.length === 0 && this.#text.charCodeAt(this.#at) !== comma;
    const start = this.#recordStart < 0 ? this.#at : this.#recordStart;
    if (!isEmptyArray) {
      const end = start === this.#at ? start : lastSolid(this.#text, this.#at);
      this.records.push({ start, end, hasLongNumber: this.#recordHasLongNumber });
    }
    this.#recordStart = -1;
    this.#recordHasLongNumber = false;
  }

  #string(): void {
    const start = this.#at;
    const end = endOfString(this.#text, start);
    this.#at = end;
    if (this.#depth !== this.#onPath || this.#onPath === 0) return;
    if (this.#text.charCodeAt(skipSpace(this.#text, end)) !== colon) return;
    this.#isWanted = nameOf(this.#text, start, end) === this.#path[this.#onPath - 1];
  }

  #number(): void {
    const start = this.#at;
    let code = this.#text.charCodeAt(this.#at);
    let hasExponent = false;
    // Digits, signs, points and exponents: whether they form a number is the parser's matter.
    while ((code >= 0x2b && code <= 0x39 && code !== comma) || code === 0x45 || code === 0x65) {
      if (code === 0x45 || code === 0x65) hasExponent = true;
      this.#at += 1;
      code = this.#text.charCodeAt(this.#at);
    }
    if (!hasExponent && this.#at - start <= exactNumberLength) return;
    if (this.#arrayDepth > 0) this.#recordHasLongNumber = true;
    else this.hasLongNumber = true;
  }
}

/** Index behind the closing quote of the string that opens at `start`; the end of the text when it is never closed. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at += 1;
  }
  return text.length;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** Index behind the last character before `end` that is not white space. */
function lastSolid(text: string, end: number): number {
  let at = end;
  while (at > 0 && text.charCodeAt(at - 1) <= 0x20) at -= 1;
  return at;
}

/** A member name; names are rarely escaped, but `"d\u0061ta"` is the same as `"data"`. */
function nameOf(text: string, start: number, end: number): string | undefined {
  const plain = text.slice(start + 1, end - 1);
  if (!plain.includes('\\')) return plain;
  try {
    const parsed: unknown = JSON.parse(text.slice(start, end));
    return typeof parsed === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
