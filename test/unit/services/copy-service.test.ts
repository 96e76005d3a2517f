import { describe, expect, it } from 'vitest';
import { createCopyService, type IndicatorForm } from '#main/services/copy/copy-service.ts';
import type { SearchService } from '#main/services/search-service.ts';
import { createVendorCatalogue } from '#main/services/vendor-catalogue.ts';
import { checkFql } from '#main/vendors/crowdstrike/fql-check.ts';
import { vendors } from '#main/vendors/registry.ts';
import { indicatorIdSchema } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator } from '../../support/report-models.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

function setUp(rows: readonly Partial<IndicatorSummary>[]) {
  const all = rows.map(
    (row, at) =>
      makeReportIndicator('domain', 'a.example', { indicator: { id: indicatorIdSchema.parse(at + 1), ...row } })
        .indicator,
  );
  const store = new ScriptedStore({
    reads: {
      'indicators.searchIds': ({ limit }) => all.map(({ id }) => id).slice(0, limit ?? undefined),
      'indicators.summaries': ({ ids }) => all.filter(({ id }) => ids.includes(id)),
    },
  });
  const search = { plan: () => ({ where: { kind: 'all', of: [] }, sort: [], includeDerived: false }) } satisfies Pick<
    SearchService,
    'plan'
  >;
  const service = createCopyService({ store, search, vendors: createVendorCatalogue(async () => vendors) });
  return (form: IndicatorForm) => service.copy({ query: '' }, form);
}

const some = [
  {
    type: 'domain',
    value: 'evil.example',
    score: 92,
    severity: 'critical',
    verdict: 'malicious',
    vendors: ['datadog'],
  },
  { type: 'ipv4', value: '198.51.100.7', score: null, severity: 'none', vendors: [] },
  { type: 'domain', value: 'second.example', vendors: [] },
  { type: 'registry_key', value: "hklm\\it's", vendors: [] },
] as const satisfies readonly Partial<IndicatorSummary>[];

describe('indicators for the clipboard', () => {
  it('are exact or defanged, one per line', async () => {
    const copy = setUp(some);
    expect((await copy('plain')).text).toBe("evil.example\n198.51.100.7\nsecond.example\nhklm\\it's");
    expect((await copy('defanged')).text).toContain('evil[.]example\n198[.]51[.]100[.]7\n');
  });

  it('are tables', async () => {
    const copy = setUp(some);
    const csv = (await copy('csv')).text.split('\r\n');
    expect(csv[0]).toBe(
      '"type","value","defanged","score","severity","verdict","state","last_seen","vendors","tags","flags","cases"',
    );
    expect(csv[1]).toMatch(/^"domain","evil\.example","evil\[\.\]example","92","critical","malicious"/);
    expect((await copy('markdown')).text.split('\n')[2]).toMatch(
      /^\| domain \| ` evil\[\.\]example ` \| 92 \| critical \|/,
    );
  });

  it('are queries for the vendors that have a search, without what those cannot look for', async () => {
    const copy = setUp(some);
    expect(await copy({ vendor: 'crowdstrike' })).toEqual({
      text: "(type:'ipv4'+value:['198.51.100.7']),(type:'domain'+value:['evil.example','second.example'])",
      copied: 3,
      leftOut: 1,
    });
    expect((await copy({ vendor: 'datadog' })).text).toBe(
      'indicator:("evil.example" OR "198.51.100.7" OR "second.example")',
    );
    await expect(copy({ vendor: 'virustotal' })).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(setUp([{ type: 'path', value: 'c:\\x' }])({ vendor: 'crowdstrike' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  it('cannot break out of their quotes', async () => {
    for (const value of nastyValues) {
      const { text } = await setUp([{ type: 'domain', value }])({ vendor: 'crowdstrike' });
      expect(checkFql(text), text).toBeUndefined();
      expect(text.startsWith("type:'domain'+value:['")).toBe(true);
      const datadog = (await setUp([{ type: 'domain', value }])({ vendor: 'datadog' })).text;
      expect(datadog.slice('indicator:'.length)).toMatch(/^"(?:[^"\\]|\\["\\])*"$/);
    }
  });

  it('are refused when they are too many, and exported instead', async () => {
    await expect(setUp(Array.from({ length: 5_001 }, () => ({})))('plain')).rejects.toMatchObject({
      code: 'input.tooLarge',
      suggestion: 'Export them instead, or narrow the query.',
    });
  });
});
