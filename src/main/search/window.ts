import { listBits } from './bits.ts';
import type { Found } from './engine.ts';
import { type CompareRows, compareRows, defaultOrder, type EngineSort, nameOf } from './order.ts';
import { inDefaultOrder, inOtherOrder, type OrderedPart, type Permutations } from './ordered-part.ts';
import { selectTop } from './top.ts';

/** A stretch of a result: `limit` may be infinite. */
export interface Stretch {
  readonly offset: number;
  readonly limit: number;
}

/** Beginnings up to here are picked out in one pass over what was found. */
const deepestTop = 1_000;

/** Ids of a stretch of what was found, in an order. Deep ones cost no more than the first. */
export function selectIds(
  found: Found,
  order: { sort: EngineSort; permutations: Permutations },
  stretch: Stretch,
): number[] {
  const { sort, permutations } = order;
  const end = Math.min(found.count, stretch.offset + stretch.limit);
  if (stretch.offset >= end) return [];
  const isDefault = nameOf(sort) === nameOf(defaultOrder);
  if (!isDefault && end <= deepestTop && !permutations.has(found, sort)) {
    return selectTop(found, sort, end).slice(stretch.offset);
  }
  const parts = found.parts
    .filter(({ index }) => index.count > 0)
    .map((part) => (isDefault ? inDefaultOrder(part) : inOtherOrder(part, permutations.of(part.segment, sort))));
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return idsOf(only, stretch.offset, end);
  return mergeParts(parts, sort, { offset: stretch.offset, end });
}

/** Of one part only. */
function idsOf({ segment, index, rowAt }: OrderedPart, from: number, to: number): number[] {
  const ids: number[] = [];
  if (from === 0 && to === index.count) {
    for (const position of listBits(index.bits)) ids.push(segment.ids[rowAt(position)] ?? 0);
    return ids;
  }
  for (let n = from; n < to; n += 1) ids.push(segment.ids[rowAt(index.select(n))] ?? 0);
  return ids;
}

/** Where reading of a part stands. */
interface Head {
  readonly part: OrderedPart;
  /** How compare its rows with those of each part. */
  readonly compares: readonly CompareRows[];
  next: number;
  row: number;
}

function mergeParts(parts: readonly OrderedPart[], sort: EngineSort, range: { offset: number; end: number }): number[] {
  const heads = parts.map((part): Head => {
    const compares = parts.map((other) => compareRows(part.segment, other.segment, sort));
    return { part, compares, next: 0, row: 0 };
  });
  for (const head of heads) moveTo(head, firstFrom(head, heads, range.offset));
  const ids: number[] = [];
  for (let left = range.end - range.offset; left > 0; left -= 1) {
    const head = firstOf(heads);
    ids.push(head.part.segment.ids[head.row] ?? 0);
    moveTo(head, head.next + 1);
  }
  return ids;
}

function moveTo(head: Head, n: number): void {
  head.next = n;
  if (n < head.part.index.count) head.row = head.part.rowAt(head.part.index.select(n));
}

function firstOf(heads: readonly Head[]): Head {
  let best: Head | undefined;
  let bestAt = 0;
  for (const [at, head] of heads.entries()) {
    if (head.next >= head.part.index.count) continue;
    if (best === undefined || (best.compares[at]?.(best.row, head.row) ?? 0) > 0) [best, bestAt] = [head, at];
  }
  if (best === undefined) throw new RangeError(`Nothing is left behind part ${bestAt}.`);
  return best;
}

/** The first hit of a part that is not among the first `offset` of all. */
function firstFrom(head: Head, heads: readonly Head[], offset: number): number {
  let low = 0;
  let high = head.part.index.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rankOf(head, heads, middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many hits of all parts come before the n-th of one. */
function rankOf(head: Head, heads: readonly Head[], n: number): number {
  const row = head.part.rowAt(head.part.index.select(n));
  let rank = 0;
  for (const [at, { part }] of heads.entries()) {
    if (part === head.part) {
      rank += n;
      continue;
    }
    const compare = head.compares[at];
    rank += part.index.rank(part.countBefore((other) => (compare?.(row, other) ?? 0) > 0));
  }
  return rank;
}
