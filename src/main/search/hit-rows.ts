import { type Bits, countOnes } from './bits.ts';
import { placeHolding } from './texts.ts';

/** Places that were looked through, and a bit for each from which on there may be the needle. */
export interface MarkedStretch {
  readonly marks: Int32Array;
  readonly start: number;
  readonly end: number;
}

/** What is looked for. */
export interface Needle {
  /** How many places it takes. */
  readonly length: number;
  readonly rest: Rest;
}

/** What of a needle is not told by a mark: bytes at a distance behind it, in a text. */
export interface Rest {
  readonly text: Uint8Array;
  readonly bytes: Uint8Array;
  readonly distance: number;
}

/** Collects the rows in which marked places lie. The stretches come one after the other. */
export class HitRows {
  readonly #offsets: Uint32Array;
  readonly #needle: Needle;
  readonly #found: Bits;
  /** How many rows begin in 32 places, on average. */
  readonly #rowsPerWord: number;
  /** The row reached, and where it ends. */
  #row = 0;
  #rowEnd: number;
  /** Places before this one are not asked: they are in a row that is found already. */
  #from = 0;

  /** @param offsets where each row begins, and where the last one ends. */
  constructor(offsets: Uint32Array, needle: Needle, found: Bits) {
    this.#offsets = offsets;
    this.#needle = needle;
    this.#found = found;
    this.#rowEnd = offsets[1] ?? 0;
    const rows = offsets.length - 1;
    this.#rowsPerWord = (32 * rows) / Math.max(1, offsets[rows] ?? 0);
  }

  add(stretch: MarkedStretch): void {
    // A mark is not all of a long needle: each has to be looked at.
    if (this.#needle.rest.bytes.length === 0 && isDense(stretch, this.#rowsPerWord)) this.#addByRow(stretch);
    else this.#addByMark(stretch);
  }

  #addByMark({ marks, start, end }: MarkedStretch): void {
    const offsets = this.#offsets;
    const { length, rest: needleRest } = this.#needle;
    for (let at = start, word = 0; at < end; at += 32, word += 1) {
      let rest = withoutBelow(marks[word] ?? 0, this.#from - at);
      while (rest !== 0) {
        const hit = at + 31 - Math.clz32(rest & -rest);
        rest &= rest - 1;
        if (hit >= this.#rowEnd) this.#moveTo(rowHolding(offsets, this.#row, hit));
        // Not from one row into the next, nor beyond the last one.
        if (hit + length > this.#rowEnd || !hasRest(hit, needleRest)) continue;
        this.#keep();
        this.#from = this.#rowEnd;
        rest = withoutBelow(rest, this.#from - at);
      }
    }
  }

  /** The same where most rows are found: by the row, which has fewer surprises for the processor. */
  #addByRow({ marks, start, end }: MarkedStretch): void {
    const offsets = this.#offsets;
    const size = offsets.length - 1;
    const beyond = 1 - this.#needle.length;
    if (start >= this.#rowEnd) this.#moveTo(rowHolding(offsets, this.#row, start));
    let row = this.#row;
    let low = 0;
    for (; row < size; row += 1) {
      const rowEnd = (offsets[row + 1] ?? 0) - start;
      const high = Math.min(rowEnd + beyond, end - start);
      if (high > low) {
        this.#found[row >>> 5] = (this.#found[row >>> 5] ?? 0) | (anyMark(marks, low, high) << (row & 31));
      }
      // Its end is in the next stretch.
      if (rowEnd > end - start) break;
      low = rowEnd;
    }
    this.#moveTo(row);
  }

  #moveTo(row: number): void {
    this.#row = row;
    this.#rowEnd = this.#offsets[row + 1] ?? 0;
  }

  #keep(): void {
    const word = this.#row >>> 5;
    this.#found[word] = (this.#found[word] ?? 0) | (1 << (this.#row & 31));
  }
}

/** Of the words of marks, the part that is looked at to tell how many there are; marks for each row that are many. */
const sampled = 16;
const many = 0.25;

function isDense({ marks, start, end }: MarkedStretch, rowsPerWord: number): boolean {
  const words = (end - start) >>> 5;
  let marked = 0;
  for (let word = 0; word < words; word += sampled) marked += countOnes(marks[word] ?? 0);
  return marked * sampled > many * words * rowsPerWord;
}

/**
 * 1 where there is a mark from one place up to before another, else 0. Without a branch for texts of up to 64 bytes: which of
 * them have marks cannot be foreseen, and a wrong guess of the processor costs more than all of this.
 */
function anyMark(marks: Int32Array, low: number, high: number): number {
  const first = low >>> 5;
  const last = (high - 1) >>> 5;
  // Of the first and of the last word; each -1 where all bits count.
  const fromLow = -1 << (low & 31);
  const toHigh = (2 << ((high - 1) & 31)) - 1;
  // -1 for yes, 0 for no.
  const isOneWord = (last - first - 1) >> 31;
  const hasMiddle = (first + 1 - last) >> 31;
  let hits = (marks[first] ?? 0) & fromLow & (toHigh | ~isOneWord);
  hits |= (marks[last] ?? 0) & toHigh & ~isOneWord;
  hits |= (marks[first + 1] ?? 0) & hasMiddle;
  for (let word = first + 2; word < last; word += 1) hits |= marks[word] ?? 0;
  return (hits | -hits) >>> 31;
}

/** A word without its bits below one. */
function withoutBelow(word: number, bit: number): number {
  if (bit <= 0) return word;
  return bit >= 32 ? 0 : word & (-1 << bit);
}

/** Rows looked at one by one: mostly it is one of the next. */
const nearRows = 16;

/** The row behind one that holds a position. */
function rowHolding(offsets: Uint32Array, after: number, position: number): number {
  for (let row = after + 1; row <= after + nearRows; row += 1) {
    // Undefined behind the last one.
    if (position < (offsets[row + 1] ?? Number.POSITIVE_INFINITY)) return row;
  }
  return placeHolding(offsets, after + nearRows, position);
}

function hasRest(hit: number, { text, bytes, distance }: Rest): boolean {
  const start = hit + distance;
  for (let at = 0; at < bytes.length; at += 1) if (text[start + at] !== bytes[at]) return false;
  return true;
}
