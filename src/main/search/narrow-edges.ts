import { type Bits, countOnes } from './bits.ts';
import type { Texts } from './texts.ts';

/** A piece that texts begin or end with. */
export interface Edge {
  readonly piece: Uint8Array;
  readonly at: 'start' | 'end';
}

/** Bytes that are compared at once. */
export const edgeWidth = 8;

/** So many of 32 rows are looked at as all of them are: without a branch for each. */
const dense = 10;

/**
 * Keeps those rows of a set whose text begins, or ends, with the piece; of a longer one, with its {@link edgeWidth} outermost
 * bytes. Two numbers are compared for each row, and nothing branches: which rows fit cannot be foreseen, and a wrong guess of the
 * processor costs more than both.
 */
export function narrowToEdge(texts: Texts, edge: Edge, rows: Bits): void {
  const test = new EdgeTest(texts, edge);
  for (let at = 0; at < rows.length; at += 1) {
    const word = rows[at] ?? 0;
    if (word === 0) continue;
    if (countOnes(word) >= dense && test.isInside(at << 5)) {
      rows[at] = test.hitsOfAll(at << 5) & word;
      continue;
    }
    let hits = 0;
    for (let rest = word; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      hits |= test.hitOf((at << 5) + bit) << bit;
    }
    rows[at] = hits;
  }
}

/** The outermost bytes of a piece as two numbers, and how to read those of a text. */
class EdgeTest {
  readonly #view: DataView;
  readonly #offsets: Uint32Array;
  readonly #needed: number;
  readonly #isEnd: boolean;
  readonly #outer: number;
  readonly #outerMask: number;
  readonly #inner: number;
  readonly #innerMask: number;

  constructor({ bytes, offsets }: Texts, { piece, at }: Edge) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offsets = offsets;
    this.#needed = Math.min(edgeWidth, piece.length);
    this.#isEnd = at === 'end';
    // As in the texts: what is outermost comes first at their start, and last at their end.
    const [seen, mask] = [new DataView(new ArrayBuffer(edgeWidth)), new DataView(new ArrayBuffer(edgeWidth))];
    for (let nth = 0; nth < this.#needed; nth += 1) {
      const to = this.#isEnd ? edgeWidth - 1 - nth : nth;
      seen.setUint8(to, piece[this.#isEnd ? piece.length - 1 - nth : nth] ?? 0);
      mask.setUint8(to, 0xff);
    }
    const [outer, inner] = this.#isEnd ? [4, 0] : [0, 4];
    this.#outer = seen.getInt32(outer, true);
    this.#outerMask = mask.getInt32(outer, true);
    this.#inner = seen.getInt32(inner, true);
    this.#innerMask = mask.getInt32(inner, true);
  }

  /** Whether 32 rows from one on exist and can be read without leaving the bytes. */
  isInside(first: number): boolean {
    const offsets = this.#offsets;
    if (first + 32 >= offsets.length) return false;
    return this.#isEnd
      ? (offsets[first + 1] ?? 0) >= edgeWidth
      : (offsets[first + 31] ?? 0) + edgeWidth <= this.#view.byteLength;
  }

  /** Which of 32 rows inside fit. */
  hitsOfAll(first: number): number {
    const offsets = this.#offsets;
    let hits = 0;
    let start = offsets[first] ?? 0;
    for (let bit = 0; bit < 32; bit += 1) {
      const end = offsets[first + bit + 1] ?? 0;
      hits |= this.#fits(start, end) << bit;
      start = end;
    }
    return hits;
  }

  /** 1 where a row fits, else 0. */
  hitOf(row: number): number {
    const start = this.#offsets[row] ?? 0;
    const end = this.#offsets[row + 1] ?? 0;
    const from = this.#isEnd ? end - edgeWidth : start;
    if (from >= 0 && from + edgeWidth <= this.#view.byteLength) return this.#fits(start, end);
    return this.#fitsSlowly(start, end);
  }

  #fits(start: number, end: number): number {
    const outerAt = this.#isEnd ? end - 4 : start;
    const innerAt = this.#isEnd ? end - 8 : start + 4;
    const outer = (this.#view.getInt32(outerAt, true) ^ this.#outer) & this.#outerMask;
    const inner = (this.#view.getInt32(innerAt, true) ^ this.#inner) & this.#innerMask;
    const difference = outer | inner;
    // The sign is set where there is a difference, or where the text is too short.
    return ((difference | -difference | (end - start - this.#needed)) >>> 31) ^ 1;
  }

  /** For the few texts at the beginning and at the end of the bytes. */
  #fitsSlowly(start: number, end: number): number {
    if (end - start < this.#needed) return 0;
    const near = new DataView(new ArrayBuffer(edgeWidth));
    for (let nth = 0; nth < this.#needed; nth += 1) {
      const to = this.#isEnd ? edgeWidth - 1 - nth : nth;
      near.setUint8(to, this.#view.getUint8(this.#isEnd ? end - 1 - nth : start + nth));
    }
    const [outer, inner] = this.#isEnd ? [4, 0] : [0, 4];
    const isOuter = near.getInt32(outer, true) === this.#outer;
    return isOuter && near.getInt32(inner, true) === this.#inner ? 1 : 0;
  }
}
