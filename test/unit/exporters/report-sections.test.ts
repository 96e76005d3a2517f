import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { countForCharts, listPeriods } from '#main/exporters/document/chart.ts';
import { docx } from '#main/exporters/docx/index.ts';
import type { Exporter, ExportOptions } from '#main/exporters/exporter.ts';
import { html } from '#main/exporters/html/index.ts';
import { markdown } from '#main/exporters/markdown/index.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import { type ReportSection, reportSections } from '#shared/model/report.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { makeNote, makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const host = makeReportIndicator('domain', 'evil.example', {
  relations: [
    { kind: 'parent_domain', id: makeReportIndicator('domain', 'x').indicator.id, type: 'domain', value: 'example' },
  ],
});
const model = makeReportModel([host, makeReportIndicator('url', 'https://evil.example/a')]);

const write = (format: typeof html, options: Partial<ExportOptions> = {}): Promise<string> =>
  joinChunks(format.render(model, { defang: true, ...options }));

/** What a reader sees of it. */
async function readText(format: Exporter, of: ReportModel, section?: ReportSection): Promise<string> {
  const options = { defang: true, ...(section === undefined ? {} : { sections: [section] }) };
  const chunks: Buffer[] = [];
  for await (const chunk of format.render(of, options)) chunks.push(Buffer.from(chunk));
  const whole = Buffer.concat(chunks);
  const text =
    format === docx ? strFromU8(unzipSync(whole)['word/document.xml'] ?? new Uint8Array()) : whole.toString();
  return text.replaceAll(/<[^>]+>|\\/g, '');
}

const headings: Readonly<Record<(typeof reportSections)[number], string>> = {
  summary: 'Summary',
  facts: 'Key facts',
  tasks: 'Tasks',
  charts: 'Overview',
  indicators: 'Indicators',
  provenance: 'Provenance',
  relations: 'Relations',
  timeline: 'Timeline',
  notes: 'Notes',
  files: 'Files',
  sources: 'Sources',
  missing: 'What is missing',
};

const headingsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text ?? '');

describe('sections of a report', () => {
  it('are all there, in order, unless some are chosen', async () => {
    expect(headingsOf(await write(html))).toEqual(reportSections.map((section) => headings[section]));
  });

  it.each(reportSections)('can be only: %s', async (section) => {
    expect(headingsOf(await write(html, { sections: [section] }))).toEqual([headings[section]]);
    const text = await write(markdown, { sections: [section] });
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([headings[section]]);
  });

  it('keep the order of reports, whatever the order of the choice', async () => {
    expect(headingsOf(await write(html, { sections: ['missing', 'summary'] }))).toEqual(['Summary', 'What is missing']);
  });

  it('give the same bytes for the same case and choice', async () => {
    for (const format of [html, markdown]) {
      expect(await write(format, { sections: ['charts', 'notes'] })).toBe(
        await write(format, { sections: ['charts', 'notes'] }),
      );
      expect(await write(format)).toBe(await write(format));
    }
  });
});

it('a report has the same bytes for the same case and template, whatever the clock and the zone of whoever writes it', async () => {
  const template =
    '# {{ case.title }}\n\n{{ data_state }}\n{% section provenance %}\n{% section timeline %}\n{% section charts %}';
  const writeAll = () =>
    Promise.all([html, markdown].flatMap((format) => [write(format, { template }), write(format)]));
  vi.useFakeTimers({ now: Date.UTC(2027, 0, 1), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const here = await writeAll();
  vi.stubEnv('TZ', 'Pacific/Auckland');
  vi.stubEnv('LANG', 'de_DE.UTF-8');
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.setSystemTime(Date.UTC(2031, 5, 5, 5));
  expect(await writeAll()).toEqual(here);
  for (const text of here) expect(text).not.toMatch(/2027|2031/);
});

describe('provenance', () => {
  it('names vendor, connection, statement, time of fetching and record of every statement', async () => {
    const page = await write(html, { sections: ['provenance'] });
    const [first] = [...page.matchAll(/<tr><td>(.*?)<\/tr>/g)].map(([row]) =>
      row.replaceAll(/<[^>]+>/g, '|').replaceAll(/\|+/g, '|'),
    );
    expect(first).toContain('evil[.]example');
    expect(first).toContain('Falcon EU| (CrowdStrike Falcon)');
    expect(first).toContain('score |critical|, 95 of 100, action |prevent');
    expect(first).toContain('2026-11-20T|12:00:00.000Z');
    expect(first).toContain('abababababababab');
  });

  it('tells our own verdict from what vendors say, with who gave it and when', async () => {
    const page = (await write(html, { sections: ['provenance'] })).replaceAll(/<(?!\/?td)[^>]+>/g, '');
    expect(page).toContain('<td>R. Example (triage)</td><td>Malicious, reviewed</td><td>2026-11-20T12:00:00.000Z</td>');
  });

  it('of a verdict of which nobody knows who gave it says that it is one', async () => {
    const one = makeReportModel([makeReportIndicator('domain', 'evil.example', { judgedBy: null })]);
    const page = await joinChunks(html.render(one, { defang: true, sections: ['provenance'] }));
    expect(page).toContain('<td>Triage</td><td>Malicious, reviewed</td>');
  });
});

describe('vendors', () => {
  it.each([html, markdown, docx])('stand by their names wherever $id tells of them', async (format) => {
    const told = await readText(format, model);
    // In the chart, the tables of indicators, provenance and sources, and at the evidence of a note.
    expect(told.match(/CrowdStrike Falcon/g)?.length).toBeGreaterThanOrEqual(6);
    expect(told).not.toContain('crowdstrike');
  });

  it.each([html, markdown, docx])('have streams with names at the evidence of a note in $id', async (format) => {
    const told = await readText(format, model, 'notes');
    expect(told).toContain('CrowdStrike Falcon, Custom indicators');
    const note = makeNote('Found.', { by: 'R. Example' });
    const evidence = note.evidence.map((one) => ({ ...one, stream: 'see https://evil.example/\u202E' }));
    const foreign = makeReportModel([], {
      async *notes() {
        yield { ...note, evidence };
      },
    });
    const hostile = await readText(format, foreign, 'notes');
    expect(hostile).toMatch(/hxxps.*evil/);
    expect(hostile).not.toMatch(/https:|\u202E/);
  });

  it.each([html, markdown, docx])('of other builds are foreign text in $id, and in no picture', async (format) => {
    const vendor = 'their‮own';
    const other = makeReportIndicator('domain', 'a.example', {
      indicator: { vendors: ['crowdstrike', vendor] },
      observation: { vendor },
    });
    const again = makeReportIndicator('domain', 'b.example', { indicator: { vendors: ['another', vendor] } });
    const of = makeReportModel([other, again]);
    expect(await readText(format, of, 'charts')).toMatch(/Other vendors\W*2/);
    expect(await readText(format, of, 'charts')).not.toMatch(/their|another/);
    expect(await readText(format, of, 'indicators')).toContain('CrowdStrike Falcon, their');
    expect(await readText(format, of)).not.toContain(vendor);
  });
});

describe('charts', () => {
  it('are named and described, with their numbers as a table beside them', async () => {
    const page = await write(html, { sections: ['charts'] });
    const pictures = [...page.matchAll(/<svg role="img"[^>]*><title>(.*?)<\/title><desc>(.*?)<\/desc>/g)];
    expect(pictures.map(([, title]) => title)).toEqual([
      'Indicators by type',
      'Indicators by vendor',
      'Indicators by first sighting',
    ]);
    for (const [, , description] of pictures) expect(description).toMatch(/Most: .+, 2|Most: .+, 1/);
    expect(page.match(/<table class="numbers"/g)).toHaveLength(3);
    expect(page).toContain('<th scope="row">CrowdStrike Falcon</th><td>2</td>');
  });

  it('are tables in Markdown', async () => {
    expect(await write(markdown, { sections: ['charts'] })).toContain('| CrowdStrike Falcon | 2 |');
  });

  it('choose steps of time so that few bars show all of it, without gaps', () => {
    const periods = (...days: readonly string[]): readonly string[] =>
      listPeriods(new Map(days.map((day) => [day, 1]))).map(({ label, count }) => `${label}:${count}`);
    expect(periods('2026-02-27', '2026-03-01')).toEqual(['2026-02-27:1', '2026-02-28:0', '2026-03-01:1']);
    expect(periods('2025-11-27', '2026-01-01')).toEqual(['2025-11:1', '2025-12:0', '2026-01:1']);
    expect(periods('2022-01-01', '2026-01-01')).toHaveLength(5);
    expect(periods('1990-01-01', '2026-01-01')).toEqual(['1990s:1', '2000s:0', '2010s:0', '2020s:1']);
    expect(periods()).toEqual([]);
  });

  it('believe no year that a vendor made up', async () => {
    const made = ['0001-01-01', '9999-12-31', '2026-11-01'].map((day) =>
      makeReportIndicator('domain', `${day}.example`, { indicator: { firstSeenMs: Date.parse(day) } }),
    );
    const counts = await countForCharts(makeReportModel(made));
    expect([...counts.byFirstSeen]).toEqual([['2026-11-01', 1]]);
    expect(counts.undated).toBe(2);
  });
});
