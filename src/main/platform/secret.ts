/** What every accidental printing of a {@link Secret} shows. */
export const secretMask = '[secret]';

/**
 * Holds one secret text so that only {@link Secret.reveal} gives it back.
 *
 * Text conversion, JSON, template literals, string concatenation, `console.log` and `util.inspect` print {@link secretMask};
 * a structured clone (worker messages) is an empty object, as private fields do not travel.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself: only for the request that needs it, for the keychain, and for the redaction that must know it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return secretMask;
  }

  toJSON(): string {
    return secretMask;
  }

  [Symbol.toPrimitive](): string {
    return secretMask;
  }

  /** Node's `util.inspect`; named by its registry symbol, so that this file needs no Node types. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return secretMask;
  }
}
