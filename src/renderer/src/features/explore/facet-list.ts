/** One value of a facet with how many indicators have it. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** A facet in display order: the most frequent value first, equal ones by name. */
export interface Facet {
  readonly field: string;
  readonly title: string;
  readonly values: readonly FacetValue[];
}

/** Field -> value -> how many indicators have it. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Order and titles; fields the application adds later follow behind under their own name. */
const titles: Readonly<Record<string, string>> = {
  type: 'Type',
  severity: 'Severity',
  vendor: 'Vendor',
  connection: 'Connection',
  stream: 'Stream',
  state: 'Triage state',
  verdict: 'Verdict',
  is: 'Flags',
  tag: 'Tag',
  category: 'Category',
  source: 'Source',
  rule: 'Rule',
  country: 'Country',
  as_type: 'Network kind',
  asn: 'AS number',
  action: 'Action',
  platform: 'Platform',
  tlp: 'TLP',
  case: 'Case',
};

/** Severity has an order of its own; a list by count would shuffle it with each query. */
const severityOrder = ['critical', 'high', 'medium', 'low', 'none'];

/** Made once: comparing thousands of words without it takes longer than drawing them. */
const names = new Intl.Collator('en');

function sortValues(field: string, values: readonly FacetValue[]): readonly FacetValue[] {
  if (field === 'severity') {
    return [...values].sort((a, b) => severityOrder.indexOf(a.value) - severityOrder.indexOf(b.value));
  }
  return [...values].sort((a, b) => b.count - a.count || names.compare(a.value, b.value));
}

/**
 * Facets to show. Counts of a field the query narrows come from the query without that field (`perField`), so that
 * its other values can still be chosen.
 */
export function listFacets(counts: Counts, perField: Counts): readonly Facet[] {
  const known = Object.keys(titles);
  const order = (field: string): number => (known.includes(field) ? known.indexOf(field) : known.length);
  return Object.keys(counts)
    .sort((a, b) => order(a) - order(b) || a.localeCompare(b))
    .map((field) => ({
      field,
      title: titles[field] ?? field,
      values: sortValues(
        field,
        Object.entries(perField[field] ?? counts[field] ?? {}).map(([value, count]) => ({ value, count })),
      ),
    }))
    .filter((facet) => facet.values.length > 0);
}
