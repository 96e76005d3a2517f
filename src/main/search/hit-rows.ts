import { type Bits, countOnes } from './bits.ts';
import type { Marked, RowFinder } from './row-finder.ts';
import { mostRows } from './row-finder-program.ts';
import { placeHolding } from './texts.ts';

/** Places that were looked through, and a bit for each from which on there may be the needle. */
export interface MarkedStretch extends Marked {
  readonly marks: Int32Array;
  /** Which groups of four words of marks are not all zero, rising; not known of all that is marked. */
  readonly groups?: Uint16Array;
  /** For the rows of these marks. */
  readonly finder: RowFinder;
}

/** What is looked for. */
export interface Needle {
  /** How many places it takes. */
  readonly length: number;
  /** A mark tells only some of it: where it is looked for, and what is to be found there. */
  readonly whole?: { readonly text: Uint8Array; readonly bytes: Uint8Array };
}

const wordsPerGroup = 4;

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
    const { whole } = this.#needle;
    const { start, end } = stretch;
    dropBehind(stretch);
    if (whole !== undefined) dropFalse(stretch, whole);
    if (start >= this.#rowEnd) this.#moveTo(rowHolding(this.#offsets, this.#row, start));
    const last = placeHolding(this.#offsets, this.#row, end - 1);
    const marksPerRow = countMarks(stretch) / this.#rowsPerWord;
    if (last - this.#row >= mostRows || marksPerRow < few) this.#addByMark(stretch);
    else {
      const areMost = marksPerRow > most;
      const rows = { offsets: this.#offsets, first: this.#row, last, length: this.#needle.length, areMost };
      stretch.finder.addRows(rows, stretch, this.#found);
      this.#moveTo(last);
    }
  }

  #addByMark(stretch: MarkedStretch): void {
    const { marks, start } = stretch;
    visitWords(stretch, (word) => this.#addWord(marks[word] ?? 0, start + word * 32));
  }

  /** @param at the place of the first of the marks. */
  #addWord(marks: number, at: number): void {
    let rest = withoutBelow(marks, this.#from - at);
    while (rest !== 0) {
      const hit = at + 31 - Math.clz32(rest & -rest);
      rest &= rest - 1;
      if (hit >= this.#rowEnd) this.#moveTo(rowHolding(this.#offsets, this.#row, hit));
      // Not from one row into the next, nor beyond the last one.
      if (hit + this.#needle.length > this.#rowEnd) continue;
      this.#found[this.#row >>> 5] = (this.#found[this.#row >>> 5] ?? 0) | (1 << (this.#row & 31));
      this.#from = this.#rowEnd;
      rest = withoutBelow(rest, this.#from - at);
    }
  }

  #moveTo(row: number): void {
    this.#row = row;
    this.#rowEnd = this.#offsets[row + 1] ?? 0;
  }
}

/** Behind the end there are marks of an earlier text. */
function dropBehind({ marks, start, end }: MarkedStretch): void {
  const length = end - start;
  const word = length >>> 5;
  if (word >= marks.length) return;
  marks[word] = (marks[word] ?? 0) & ~(-1 << (length & 31));
  marks.fill(0, word + 1, word + wordsPerGroup);
}

/** Visits the words of marks that may not be zero. */
function visitWords({ groups, start, end }: MarkedStretch, visit: (word: number) => void): void {
  const count = groups?.length ?? Math.ceil((end - start) / (32 * wordsPerGroup));
  for (let nth = 0; nth < count; nth += 1) {
    const first = (groups === undefined ? nth : (groups[nth] ?? 0)) * wordsPerGroup;
    for (let word = first; word < first + wordsPerGroup; word += 1) visit(word);
  }
}

/** Unmarks places at which there is not all of a needle. */
function dropFalse(stretch: MarkedStretch, { text, bytes }: Required<Needle>['whole']): void {
  const { marks, start } = stretch;
  visitWords(stretch, (word) => {
    const marked = marks[word] ?? 0;
    let kept = marked;
    for (let rest = marked; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      if (!isAt(text, start + word * 32 + 31 - Math.clz32(bit), bytes)) kept ^= bit;
    }
    marks[word] = kept;
  });
}

/** Of the words of marks, the part that is looked at to tell how many there are. */
const sampled = 16;
/** Marks for each row. */
const few = 0.01;
const most = 0.25;

/** About how many marks there are in a word. */
function countMarks({ marks, start, end }: MarkedStretch): number {
  const words = (end - start) >>> 5;
  let marked = 0;
  for (let word = 0; word < words; word += sampled) marked += countOnes(marks[word] ?? 0);
  return (marked * sampled) / Math.max(1, words);
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

function isAt(text: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if (text[start + at] !== bytes[at]) return false;
  return true;
}
