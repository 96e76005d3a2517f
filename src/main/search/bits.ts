/** Sets of rows as bits, 32 to a word; the bits behind the last row are always 0. */
export type Bits = Int32Array<ArrayBuffer>;

/** Words that so many rows take. */
export function wordsOf(size: number): number {
  return (size + 31) >>> 5;
}

export function makeBits(size: number): Bits {
  return new Int32Array(wordsOf(size));
}

/** All of so many rows. */
export function fullBits(size: number): Bits {
  const bits = makeBits(size).fill(-1);
  const rest = size & 31;
  if (rest !== 0) bits[bits.length - 1] = (1 << rest) - 1;
  return bits;
}

export function hasBit(bits: Bits, row: number): boolean {
  return ((bits[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0;
}

export function setBit(bits: Bits, row: number): void {
  bits[row >>> 5] = (bits[row >>> 5] ?? 0) | (1 << (row & 31));
}

export function clearBit(bits: Bits, row: number): void {
  bits[row >>> 5] = (bits[row >>> 5] ?? 0) & ~(1 << (row & 31));
}

/** Ones in a word. */
export function countOnes(word: number): number {
  let ones = word - ((word >>> 1) & 0x55555555);
  ones = (ones & 0x33333333) + ((ones >>> 2) & 0x33333333);
  return Math.imul((ones + (ones >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function countBits(bits: Bits): number {
  let count = 0;
  for (let at = 0; at < bits.length; at += 1) count += countOnes(bits[at] ?? 0);
  return count;
}

/** Keeps the rows of a set that another one has too. */
export function keepBits(of: Bits, also: Bits): void {
  for (let at = 0; at < of.length; at += 1) of[at] = (of[at] ?? 0) & (also[at] ?? 0);
}

/** Takes the rows of another set away from a set. */
export function dropBits(from: Bits, without: Bits): void {
  for (let at = 0; at < from.length; at += 1) from[at] = (from[at] ?? 0) & ~(without[at] ?? 0);
}

/** The rows of a set in rising order. */
export function listBits(bits: Bits): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(countBits(bits));
  let count = 0;
  for (let at = 0; at < bits.length; at += 1) {
    for (let word = bits[at] ?? 0; word !== 0; word &= word - 1) {
      rows[count] = (at << 5) + 31 - Math.clz32(word & -word);
      count += 1;
    }
  }
  return rows;
}

/** Words per entry of a {@link BitIndex}. */
const stride = 16;

/** Counts of a set up to each stretch of 512 rows: where its n-th row is, and how many rows come before one. */
export class BitIndex {
  readonly bits: Bits;
  readonly count: number;
  readonly #before: Uint32Array;

  constructor(bits: Bits) {
    this.bits = bits;
    this.#before = new Uint32Array(Math.ceil(bits.length / stride) + 1);
    let count = 0;
    for (let at = 0; at < bits.length; at += 1) {
      if (at % stride === 0) this.#before[at / stride] = count;
      count += countOnes(bits[at] ?? 0);
    }
    this.#before[this.#before.length - 1] = count;
    this.count = count;
  }

  /** How many rows of the set come before a row. */
  rank(row: number): number {
    const word = row >>> 5;
    const block = Math.floor(word / stride);
    let count = this.#before[block] ?? this.count;
    for (let at = block * stride; at < word; at += 1) count += countOnes(this.bits[at] ?? 0);
    return count + countOnes((this.bits[word] ?? 0) & ((1 << (row & 31)) - 1));
  }

  /** The n-th row of the set, from 0. @throws RangeError beyond its end. */
  select(n: number): number {
    let low = 0;
    let high = this.#before.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#before[middle] ?? 0) <= n) low = middle;
      else high = middle;
    }
    let left = n - (this.#before[low] ?? 0);
    for (let at = low * stride; at < this.bits.length; at += 1) {
      let word = this.bits[at] ?? 0;
      const ones = countOnes(word);
      if (left < ones) {
        for (; left > 0; left -= 1) word &= word - 1;
        return (at << 5) + 31 - Math.clz32(word & -word);
      }
      left -= ones;
    }
    throw new RangeError('The set has no such row.');
  }
}
