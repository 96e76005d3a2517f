import type { Overlap, OverlapCell } from '#shared/model/overlap.ts';
import { quoteValue } from '#shared/text/value-lists.ts';

/** How many indicators exactly these vendors know; no vendor is named twice. */
export interface VendorSet {
  readonly vendors: readonly string[];
  readonly count: number;
}

/**
 * Who knows what others know too, from the counts of each set of vendors. Each number comes with the query that finds exactly
 * those indicators.
 */
export function tabulateOverlap(sets: readonly VendorSet[]): Overlap {
  const vendors = [...new Set(sets.flatMap((set) => set.vendors))].sort();
  const sum = (isMeant: (vendors: readonly string[]) => boolean): number =>
    sets.reduce((total, set) => (isMeant(set.vendors) ? total + set.count : total), 0);
  return {
    indicators: sum(() => true),
    shared: sum((known) => known.length > 1),
    rows: vendors.map((vendor) => ({
      vendor,
      onlyHere: {
        count: sum((known) => known.length === 1 && known[0] === vendor),
        query: queryOnlyHere(
          vendor,
          vendors.filter((other) => other !== vendor),
        ),
      },
      cells: vendors.map(
        (other): OverlapCell => ({
          vendor: other,
          count: sum((known) => known.includes(vendor) && known.includes(other)),
          query: other === vendor ? term(vendor) : `${term(vendor)} ${term(other)}`,
        }),
      ),
    })),
  };
}

const term = (vendor: string): string => `vendor:${quoteValue(vendor)}`;

function queryOnlyHere(vendor: string, others: readonly string[]): string {
  const [other, ...more] = others.map(quoteValue);
  if (other === undefined) return term(vendor);
  return `${term(vendor)} -vendor:${more.length === 0 ? other : `(${[other, ...more].join(' OR ')})`}`;
}
