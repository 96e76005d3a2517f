import { BitIndex, hasBit, makeBits, setBit } from './bits.ts';
import type { Found, FoundPart } from './engine.ts';
import { compareRows, type EngineSort, nameOf } from './order.ts';
import type { Segment } from './segment.ts';

/** Hits of one segment by their position in some order of its rows. */
export interface OrderedPart {
  readonly segment: Segment;
  /** Positions of the hits. */
  readonly index: BitIndex;
  rowAt(position: number): number;
  /** How many rows of the segment come first, where `isBefore` holds for those and only those. */
  countBefore(isBefore: (row: number) => boolean): number;
}

/** Segments hold their rows in the default order. */
export function inDefaultOrder({ segment, index }: FoundPart): OrderedPart {
  const rowAt = (position: number): number => position;
  return { segment, index, rowAt, countBefore: (isBefore) => countWhile(segment.size, isBefore) };
}

/** @param order the segment's rows in the order meant. */
export function inOtherOrder({ segment, index }: FoundPart, order: Uint32Array): OrderedPart {
  const bits = makeBits(segment.size);
  for (let position = 0; position < order.length; position += 1) {
    if (hasBit(index.bits, order[position] ?? 0)) setBit(bits, position);
  }
  const rowAt = (position: number): number => order[position] ?? 0;
  return {
    segment,
    index: new BitIndex(bits),
    rowAt,
    countBefore: (isBefore) => countWhile(segment.size, (position) => isBefore(rowAt(position))),
  };
}

function countWhile(size: number, isBefore: (position: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows of segments in the order that was asked for last; four bytes a row, so one order only is kept. */
export class Permutations {
  #name = '';
  #orders = new Map<Segment, Uint32Array>();

  /** Whether asking costs no sorting. */
  has(found: Found, sort: EngineSort): boolean {
    return nameOf(sort) === this.#name && found.parts.every(({ segment }) => this.#orders.has(segment));
  }

  of(segment: Segment, sort: EngineSort): Uint32Array {
    if (nameOf(sort) !== this.#name) {
      this.#name = nameOf(sort);
      this.#orders.clear();
    }
    const known = this.#orders.get(segment);
    if (known !== undefined) return known;
    const order = Uint32Array.from(segment.ids.keys()).sort(compareRows(segment, segment, sort));
    this.#orders.set(segment, order);
    return order;
  }

  /** Forgets the orders of segments that are no longer in use. */
  keepOnly(segments: ReadonlySet<Segment>): void {
    for (const segment of this.#orders.keys()) if (!segments.has(segment)) this.#orders.delete(segment);
  }
}
