import { describe, expect, it } from 'vitest';
import type { Facets } from '#main/services/ports/store/indicators.ts';
import { facetsToJson, listFacets } from '#main/shell/cli/output/facets.ts';

const facets: Facets = {
  type: { domain: 2, url: 2 },
  vendor: {},
  connection: {},
  stream: {},
  severity: {},
  score: {},
  state: {},
  verdict: {},
  is: {},
  category: {},
  rule: {},
  action: {},
  platform: {},
  country: {},
  asn: {},
  as_type: {},
  tlp: {},
  expires: {},
  tag: { phish: 9, loader: 5, '2024': 3, 'a "b"': 5, '7': 7 },
  source: {},
};

describe('facets', () => {
  it('are listed in falling order of count, whatever their names', () => {
    const tags = listFacets(facets).filter(({ facet }) => facet === 'tag');
    expect(tags.map(({ value }) => value)).toEqual(['phish', '7', 'a "b"', 'loader', '2024']);
  });

  it('are printed in that order', () => {
    const text = facetsToJson(facets);
    expect(JSON.parse(text)).toEqual(facets);
    expect(text).toContain('"tag":{"phish":9,"7":7,"a \\"b\\"":5,"loader":5,"2024":3}');
    expect(text).toContain('{"type":{"domain":2,"url":2},"vendor":{},');
  });
});
