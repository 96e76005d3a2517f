import { endOfString } from './json-scan.ts';

/**
 * A JSON text with the members of every object in the order of their names and nothing between the tokens: the same for
 * records that differ in the order of members only. Strings and numbers stay as they were written, lists in their order,
 * members of one name as well.
 *
 * @param json a text that has been parsed: complete, and not too deep.
 */
export function sortMembers(json: string): string {
  return new Sorter(json).value();
}

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

interface Member {
  readonly name: string;
  readonly text: string;
}

class Sorter {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): string {
    const code = this.#peek();
    if (code === openBrace) return this.#object();
    if (code === openBracket) return this.#list();
    return this.#take(code === quote ? endOfString(this.#text, this.#at) : this.#endOfWord());
  }

  #object(): string {
    const members: Member[] = [];
    while (this.#hasMore(closeBrace)) {
      const name = this.value();
      this.#peek();
      // The colon.
      this.#at += 1;
      members.push({ name, text: `${name}:${this.value()}` });
    }
    return `{${members
      .sort(byName)
      .map(({ text }) => text)
      .join(',')}}`;
  }

  #list(): string {
    const elements: string[] = [];
    while (this.#hasMore(closeBracket)) elements.push(this.value());
    return `[${elements.join(',')}]`;
  }

  /** Steps over the opening bracket, a comma or the closing bracket. @returns whether an item follows. */
  #hasMore(close: number): boolean {
    if (this.#peek() === close) {
      this.#at += 1;
      return false;
    }
    this.#at += 1;
    if (this.#peek() !== close) return this.#at < this.#text.length;
    this.#at += 1;
    return false;
  }

  /** The next character that is not white space. */
  #peek(): number {
    let code = this.#text.charCodeAt(this.#at);
    while (code <= 0x20) {
      this.#at += 1;
      code = this.#text.charCodeAt(this.#at);
    }
    return code;
  }

  #take(end: number): string {
    const taken = this.#text.slice(this.#at, end);
    this.#at = end;
    return taken;
  }

  /** Of a number, `true`, `false` or `null`. */
  #endOfWord(): number {
    let at = this.#at + 1;
    for (;;) {
      const code = this.#text.charCodeAt(at);
      const isInside = code > 0x20 && code !== comma && code !== closeBrace && code !== closeBracket;
      if (!isInside) return at;
      at += 1;
    }
  }
}

function byName(left: Member, right: Member): number {
  if (left.name === right.name) return 0;
  return left.name < right.name ? -1 : 1;
}
