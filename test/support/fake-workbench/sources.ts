import { tabulateOverlap } from '#main/domain/overlap.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { Overlap } from '#shared/model/overlap.ts';

/** Who of the vendors knows what. */
export function countOverlap(rows: readonly IndicatorSummary[]): Overlap {
  return tabulateOverlap(rows.map(({ vendors }) => ({ vendors, count: 1 })));
}
