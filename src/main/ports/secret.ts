import { inspect } from 'node:util';

/** What every accidental printing of a {@link Secret} shows. */
export const secretMask = '[secret]';

/** A secret text that cannot be printed, serialised or inspected by accident; `reveal` is called where it is sent, nowhere else. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return secretMask;
  }

  toJSON(): string {
    return secretMask;
  }

  [inspect.custom](): string {
    return secretMask;
  }
}
