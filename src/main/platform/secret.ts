import { inspect } from 'node:util';

const mask = '[secret]';

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
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
