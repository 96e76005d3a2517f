import { listBits } from './bits.ts';
import type { Found } from './engine.ts';
import { compareRows, type EngineSort } from './order.ts';

/** The first ids of what was found in any order, in one pass: what cannot be among them is left at once. */
export function selectTop({ parts }: Found, sort: EngineSort, count: number): number[] {
  const filled = parts.filter(({ index }) => index.count > 0);
  const compares = filled.map((a) => filled.map((b) => compareRows(a.segment, b.segment, sort)));
  const compare = (a: Hit, b: Hit): number => compares[a.part]?.[b.part]?.(a.row, b.row) ?? 0;
  let best: Hit[] = [];
  let worst: Hit | undefined;
  for (const [part, { index }] of filled.entries()) {
    const candidate = { part, row: 0 };
    for (const row of listBits(index.bits)) {
      candidate.row = row;
      if (worst !== undefined && compare(candidate, worst) > 0) continue;
      best.push({ part, row });
      if (best.length < 2 * count + spare) continue;
      best = best.sort(compare).slice(0, count);
      worst = best.at(-1);
    }
  }
  return best
    .sort(compare)
    .slice(0, count)
    .map(({ part, row }) => filled[part]?.segment.ids[row] ?? 0);
}

interface Hit {
  readonly part: number;
  row: number;
}

/** So that small numbers are not sorted all the time. */
const spare = 256;
