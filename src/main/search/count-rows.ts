import { type Bits, dropBits, fullBits } from './bits.ts';
import type { FoundPart } from './engine.ts';

/** How rows are counted by something that they have. */
export interface RowCounter {
  /** The part of the segment that they are counted by. */
  readonly by: object;
  /** How many numbers come out, whatever the rows. */
  readonly numbers: number;
  readonly count: (rows: Bits) => Uint32Array;
}

/** Counts of all rows are kept where they are few numbers beside so many rows. */
const rowsForNumber = 8;

/** Counts of all rows of a segment, by what they were counted by. */
const ofAll = new WeakMap<object, Uint32Array>();

/**
 * Counts what was found in a segment. Where that is most of its rows, the others are counted and taken away from all: a segment
 * never changes, so all are counted once.
 */
export function countFound({ segment, index }: FoundPart, { by, numbers, count }: RowCounter): Uint32Array {
  const isKept = numbers * rowsForNumber <= segment.size;
  if (!isKept || 2 * index.count <= segment.size) return count(index.bits);
  const rest = fullBits(segment.size);
  const all = ofAll.get(by) ?? count(rest);
  ofAll.set(by, all);
  dropBits(rest, index.bits);
  const others = count(rest);
  return all.map((number, at) => number - (others[at] ?? 0));
}
