/** Texts of many rows one behind the other, as UTF-8. */
export interface Texts {
  readonly bytes: Buffer<ArrayBuffer>;
  /** Where each begins, and where the last one ends. */
  readonly offsets: Uint32Array<ArrayBuffer>;
}

/** Texts of a few of the rows. */
export interface SparseTexts {
  /** Rising. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly texts: Texts;
}

/** A stretch of bytes without a copy. */
export interface Slice {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly start: number;
  readonly end: number;
}

export function sliceOf(texts: Texts, index: number): Slice {
  return { bytes: texts.bytes, start: texts.offsets[index] ?? 0, end: texts.offsets[index + 1] ?? 0 };
}

/** The text of a row; undefined where it has none. */
export function findSparse({ rows, texts }: SparseTexts, row: number): Slice | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low < rows.length && rows[low] === row ? sliceOf(texts, low) : undefined;
}

/**
 * Which of several stretches, one behind the other, holds a position; looked for from one before it: near ones in a few
 * steps, far ones in few more.
 */
export function placeHolding(offsets: Uint32Array, from: number, position: number): number {
  let low = from;
  let step = 1;
  while (low + step < offsets.length && (offsets[low + step] ?? 0) <= position) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, offsets.length - 1);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return low;
}

/** Order of the bytes, which is that of the code points and of SQLite. */
export function compareSlices(a: Slice, b: Slice): number {
  const lengthA = a.end - a.start;
  const lengthB = b.end - b.start;
  const shared = Math.min(lengthA, lengthB);
  // Most differ soon: a native call would cost more than the loop.
  for (let at = 0; at < shared; at += 1) {
    const difference = (a.bytes[a.start + at] ?? 0) - (b.bytes[b.start + at] ?? 0);
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

/** Collects texts. */
export class TextsBuilder {
  #bytes: Buffer<ArrayBuffer>;
  #offsets: Uint32Array<ArrayBuffer>;
  #count = 0;
  #length = 0;

  constructor(count: number, byteLength: number) {
    this.#offsets = new Uint32Array(count + 1);
    this.#bytes = Buffer.from(new ArrayBuffer(byteLength));
  }

  get count(): number {
    return this.#count;
  }

  addText(text: string): void {
    const needed = text.length * 3;
    if (this.#length + needed > this.#bytes.length) this.#grow(needed);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
    this.#close();
  }

  addSlice({ bytes, start, end }: Slice): void {
    const length = end - start;
    if (this.#length + length > this.#bytes.length) this.#grow(length);
    // A call of `copy` costs more than a short loop.
    if (length > 200) bytes.copy(this.#bytes, this.#length, start, end);
    else for (let at = 0; at < length; at += 1) this.#bytes[this.#length + at] = bytes[start + at] ?? 0;
    this.#length += length;
    this.#close();
  }

  /** What was collected, in buffers of just its size. */
  finish(): Texts {
    const isExact = this.#length === this.#bytes.length && this.#count + 1 === this.#offsets.length;
    if (isExact) return { bytes: this.#bytes, offsets: this.#offsets };
    const bytes = Buffer.from(new ArrayBuffer(this.#length));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    return { bytes, offsets: this.#offsets.slice(0, this.#count + 1) };
  }

  #close(): void {
    this.#count += 1;
    if (this.#count >= this.#offsets.length) {
      const offsets = new Uint32Array(this.#offsets.length * 2);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    this.#offsets[this.#count] = this.#length;
  }

  #grow(needed: number): void {
    const bytes = Buffer.from(new ArrayBuffer(Math.max(1_024, this.#bytes.length * 2, this.#length + needed)));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}
