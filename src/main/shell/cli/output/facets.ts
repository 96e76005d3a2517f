import type { Facets } from '#main/services/ports/store/indicators.ts';
import { writeJson } from './json-text.ts';

/** A value of a facet and how many indicators have it. */
interface FacetLine {
  readonly facet: string;
  readonly value: string;
  readonly count: number;
}

/**
 * The values of every facet in falling order of count, then by name. An object cannot keep that order: names that look like
 * whole numbers (a tag `2024`) come first in it.
 */
export function listFacets(facets: Facets): readonly FacetLine[] {
  return Object.entries(facets).flatMap(([facet, counts]) =>
    Object.entries(counts)
      .map(([value, count]) => ({ facet, value, count }))
      .sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1)),
  );
}

/** `{facet:{value:count}}` as JSON text with its members in the order of {@link listFacets}. */
export function facetsToJson(facets: Facets): string {
  const lines = listFacets(facets);
  const members = Object.keys(facets).map((facet) => {
    const own = lines.filter((line) => line.facet === facet);
    return `${writeJson(facet)}:{${own.map(({ value, count }) => `${writeJson(value)}:${count}`).join(',')}}`;
  });
  return `{${members.join(',')}}`;
}
