import { placeHolding } from './texts.ts';

/** Numbers from one full one to the next. */
const blockBits = 6;

/**
 * Where each of many stretches begins, and where the last one ends, in little more than two bytes each: a full number for every
 * 64, and the distance from it for the others.
 */
export class Offsets {
  /** One for each block, and behind them where the last stretch ends. */
  readonly bases: Uint32Array<ArrayBuffer>;
  readonly distances: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

  constructor(bases: Uint32Array<ArrayBuffer>, distances: Offsets['distances']) {
    this.bases = bases;
    this.distances = distances;
  }

  /** @param offsets rising, at least one. */
  static of(offsets: Uint32Array): Offsets {
    const bases = new Uint32Array(((offsets.length + 63) >>> blockBits) + 1);
    const distances = new Uint32Array(offsets.length);
    let most = 0;
    for (let at = 0; at < offsets.length; at += 1) {
      const offset = offsets[at] ?? 0;
      if (at % 64 === 0) bases[at >>> blockBits] = offset;
      distances[at] = offset - (bases[at >>> blockBits] ?? 0);
      most = Math.max(most, distances[at] ?? 0);
    }
    bases[bases.length - 1] = offsets.at(-1) ?? 0;
    return new Offsets(bases, most > 0xffff ? distances : Uint16Array.from(distances));
  }

  /** How many stretches there are. */
  get count(): number {
    return this.distances.length - 1;
  }

  /** Where one begins; of `count`, where the last one ends. */
  at(stretch: number): number {
    return (this.bases[stretch >>> blockBits] ?? 0) + (this.distances[stretch] ?? 0);
  }

  /** The stretch that holds a position; looked for from one before it. */
  find(from: number, position: number): number {
    const block = placeHolding(this.bases, from >>> blockBits, position);
    const distance = position - (this.bases[block] ?? 0);
    let low = block << blockBits;
    let high = Math.min(low + (1 << blockBits), this.distances.length);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.distances[middle] ?? 0) <= distance) low = middle;
      else high = middle;
    }
    return low;
  }

  get byteLength(): number {
    return this.bases.byteLength + this.distances.byteLength;
  }
}
