import { describe, expect, it } from 'vitest';
import { markdown } from '#main/exporters/markdown/index.ts';
import { escapeMarkdown, renderCode } from '#shared/text/markdown.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const render = (...parameters: Parameters<typeof makeReportModel>): Promise<string> =>
  joinChunks(markdown.render(makeReportModel(...parameters), { defang: true }));

describe('Markdown report', () => {
  it.each(nastyValues)('leaves nothing of %j to be interpreted', (text) => {
    const escaped = escapeMarkdown(text);
    expect(escaped).not.toMatch(/[\r\n<>]/);
    // Every punctuation character stands behind a backslash, or belongs to one of the three entities.
    const rest = escaped.replaceAll(/&(lt|gt|amp);/g, '').replaceAll(/\\[!-/:-@[-`{-~]/g, '');
    expect(rest).not.toMatch(/[!-/:-@[-`{-~]/);
  });

  it.each(nastyValues)('holds %j in its code span', (text) => {
    const span = renderCode(text, true);
    const fence = /^`+/.exec(span)?.[0] ?? '';
    const inside = span.slice(fence.length, -fence.length);
    expect(span.endsWith(fence)).toBe(true);
    expect([...inside.matchAll(/`+/g)].every(([run]) => run.length < fence.length)).toBe(true);
    expect(inside).not.toMatch(/[\r\n]/);
    expect(inside.replaceAll('\\|', '')).not.toContain('|');
  });

  it.each([
    ['indicators', 8],
    ['provenance', 5],
  ] as const)('keeps its table of %s whole', async (section, columns) => {
    const members = nastyValues.map((value) =>
      makeReportIndicator('other', value, {
        comment: value,
        role: value,
        indicator: { triagedAtMs: null },
        observation: { vendorScore: value, rule: value, action: value },
      }),
    );
    const text = await joinChunks(markdown.render(makeReportModel(members), { defang: true, sections: [section] }));
    const rows = text.split('\n').filter((line) => line.startsWith('| ` '));
    expect(rows).toHaveLength(nastyValues.filter((value) => !value.includes('`')).length);
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(columns + 2);
  });

  it('is headed and closed by the mark', async () => {
    const text = await render([makeReportIndicator('domain', 'evil.example')]);
    expect(text.startsWith('**TLP\\:AMBER\\+STRICT**\n')).toBe(true);
    expect(text.trimEnd().endsWith('**TLP\\:AMBER\\+STRICT**')).toBe(true);
    expect(text).toContain('` evil[.]example `');
  });
});
