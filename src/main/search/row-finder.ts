import type { Bits } from './bits.ts';
import { offsetBytes, type RowPlaces, rowBytes } from './row-finder-program.ts';

/** Of a program with marks in its memory: see `makeRows`. */
export interface RowExports {
  rows(end: number, shift: number, start: number, length: number): void;
  denseRows(end: number, shift: number, start: number, length: number, beyond: number): void;
}

/** Places that are marked, from one on up to before another. */
export interface Marked {
  readonly start: number;
  readonly end: number;
}

/** The rows in which such places lie, both included, and how many places there must be from a mark to the end of its row. */
export interface MarkedRows {
  readonly offsets: Uint32Array;
  readonly first: number;
  readonly last: number;
  readonly length: number;
  /** Whether most of them have marks. */
  readonly areMost: boolean;
}

/** Finds the rows in which marked places lie, where there are many of them. */
export class RowFinder {
  readonly #program: RowExports;
  readonly #rows: Int32Array<ArrayBuffer>;
  readonly #offsets: Uint32Array<ArrayBuffer>;

  constructor(program: RowExports, buffer: ArrayBuffer, { rowsAt, offsetsAt }: RowPlaces) {
    this.#program = program;
    this.#rows = new Int32Array(buffer, rowsAt, rowBytes / Int32Array.BYTES_PER_ELEMENT);
    this.#offsets = new Uint32Array(buffer, offsetsAt, offsetBytes / Uint32Array.BYTES_PER_ELEMENT);
  }

  /** Adds the rows to a set. @param rows at most `mostRows`. */
  addRows({ offsets, first, last, length, areMost }: MarkedRows, { start, end }: Marked, found: Bits): void {
    const count = last + 1 - first;
    const shift = first & 31;
    const words = Math.ceil((shift + count) / 32);
    this.#offsets.set(offsets.subarray(first, last + 2));
    this.#rows.fill(0, 0, words);
    if (areMost) this.#program.denseRows(count * 4, shift, start, end - start, length - 1);
    else this.#program.rows(Math.ceil((end - start) / 8), shift, start, length);
    const from = first >>> 5;
    for (let word = 0; word < words; word += 1)
      found[from + word] = (found[from + word] ?? 0) | (this.#rows[word] ?? 0);
  }
}
