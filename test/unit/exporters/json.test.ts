import { describe, expect, it } from 'vitest';
import { json } from '#main/exporters/json/index.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

async function render(...parameters: Parameters<typeof makeReportModel>) {
  const text = await joinChunks(json.render(makeReportModel(...parameters), { defang: true }));
  return JSON.parse(text) as Record<string, unknown> & { indicators: Record<string, unknown>[] };
}

describe('JSON', () => {
  it('carries every text unchanged', async () => {
    const parsed = await render(nastyValues.map((text) => makeReportIndicator('other', text, { comment: text })));
    expect(parsed.indicators.map(({ canonical }) => canonical)).toEqual(nastyValues);
    expect(parsed.indicators.map(({ comment }) => comment)).toEqual(nastyValues);
  });

  it('names itself, the case, the mark and the sources', async () => {
    const parsed = await render([makeReportIndicator('domain', 'evil.example')]);
    expect(parsed).toMatchObject({
      format: 'sightline-case',
      version: 1,
      tlp: 'amber+strict',
      dataStateAt: '2026-11-20T12:00:00.000Z',
      case: { number: 'CASE-0001', createdAt: '2026-11-20T11:00:00.000Z' },
      sources: [{ connection: 'Falcon EU', lastCompleteAt: '2026-11-20T12:00:00.000Z', complete: true }],
    });
    expect(parsed.indicators[0]).toMatchObject({
      type: 'domain',
      value: 'evil.example',
      firstSeen: '2026-11-19T12:00:00.000Z',
      observationList: [{ vendorKey: 'k-1', rawSha256: 'ab'.repeat(32) }],
    });
    expect(JSON.stringify(parsed)).not.toContain('Ms"');
  });

  it('carries raw records only when asked for', async () => {
    const one = makeReportIndicator('domain', 'evil.example');
    expect((await render([one])).indicators[0]).not.toHaveProperty('observationList.0.raw');
    const parsed = await render([{ ...one, raw: new Map([[1, '{"as":"received"}']]) }]);
    expect(parsed.indicators[0]).toHaveProperty('observationList.0.raw', '{"as":"received"}');
  });

  it('is a list for a query, and the same model gives the same bytes', async () => {
    const model = makeReportModel([makeReportIndicator('ipv4', '198.51.100.3')], { case: null, query: 'type:ipv4' });
    const once = await joinChunks(json.render(model, { defang: true }));
    expect(await joinChunks(json.render(model, { defang: true }))).toBe(once);
    expect(JSON.parse(once)).toMatchObject({ format: 'sightline-list', query: 'type:ipv4', case: null });
  });
});
