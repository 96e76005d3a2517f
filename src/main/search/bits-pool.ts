import { type Bits, makeBits, wordsOf } from './bits.ts';

/** Sets of one size that are kept; a question rarely needs more at a time. */
const limit = 8;
/** Sizes kept: segments come and go. */
const mostSizes = 64;

/**
 * Sets to work with that are used again and again. Where the system is slow to hand out memory, a fresh set of a million rows
 * costs more than the pass over a column that fills it.
 */
export class BitsPool {
  /** By number of words. */
  readonly #free = new Map<number, Bits[]>();

  /** An empty set of so many rows. */
  take(size: number): Bits {
    const words = wordsOf(size);
    return this.#free.get(words)?.pop()?.fill(0) ?? makeBits(size);
  }

  /** A set with the same rows. */
  copy(of: Bits): Bits {
    const copy = this.#free.get(of.length)?.pop();
    if (copy === undefined) return of.slice();
    copy.set(of);
    return copy;
  }

  /** Nobody looks at this set any more. */
  give(bits: Bits): void {
    const free = this.#free.get(bits.length);
    if (free !== undefined && free.length < limit) free.push(bits);
    if (free !== undefined) return;
    if (this.#free.size >= mostSizes) this.clear();
    this.#free.set(bits.length, [bits]);
  }

  /** Lets go of all of them: other sizes are needed from now on. */
  clear(): void {
    this.#free.clear();
  }

  get byteLength(): number {
    return [...this.#free.values()].flat().reduce((sum, bits) => sum + bits.byteLength, 0);
  }
}
