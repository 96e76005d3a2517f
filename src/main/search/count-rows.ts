import { type Bits, dropBits, fullBits } from './bits.ts';
import type { FoundPart } from './engine.ts';

/** Counts some rows of a segment by something that rows have; how many numbers it gives does not depend on the rows. */
export type CountRows = (rows: Bits) => Uint32Array;

/** Counts of all rows are kept where they are few numbers beside so many rows. */
const rowsForNumber = 64;

/** Counts of all rows of a segment, by what was counted. */
const ofAll = new WeakMap<object, Uint32Array>();

/**
 * Counts what was found in a segment. Where that is most of its rows, the others are counted and taken away from all: a segment
 * never changes, so all are counted once.
 *
 * @param counted what the rows are counted by, a part of the segment.
 */
export function countFound({ segment, index }: FoundPart, counted: object, count: CountRows): Uint32Array {
  if (2 * index.count <= segment.size) return count(index.bits);
  const rest = fullBits(segment.size);
  const all = ofAll.get(counted) ?? count(rest);
  if (all.length * rowsForNumber <= segment.size) ofAll.set(counted, all);
  dropBits(rest, index.bits);
  const others = count(rest);
  return all.map((number, at) => number - (others[at] ?? 0));
}
