/** Which characters of a text are taken. */
export class Claims {
  readonly #taken: Uint8Array;

  constructor(length: number) {
    this.#taken = new Uint8Array(length);
  }

  isFree(start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) if (this.#taken[at] === 1) return false;
    return true;
  }

  isTaken(at: number): boolean {
    return this.#taken[at] === 1;
  }

  take(start: number, end: number): void {
    this.#taken.fill(1, start, end);
  }
}
