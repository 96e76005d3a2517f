import { describe, expect, it } from 'vitest';
import { markdown } from '#main/exporters/markdown/index.ts';
import { readProse } from '#shared/text/prose/read-prose.ts';
import { splitReport } from '../../../src/renderer/src/features/exports/report-parts.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const write = (values: readonly string[]): Promise<string> =>
  joinChunks(
    markdown.render(makeReportModel(values.map((value) => makeReportIndicator('path', value))), { defang: true }),
  );

describe('a report taken apart for its preview', () => {
  it('has headings, prose and tables in their order', () => {
    expect(
      splitReport(
        '**TLP\\:AMBER**\n\n# One \\#1\n\nText\nmore\n\n| A | B |\n| --- | ---: |\n| x | 1 |\n| a\\|b |  |\n\nend\n',
      ),
    ).toEqual([
      { kind: 'prose', text: '**TLP\\:AMBER**' },
      { kind: 'heading', level: 1, text: 'One \\#1' },
      { kind: 'prose', text: 'Text\nmore' },
      {
        kind: 'table',
        columns: ['A', 'B'],
        rows: [
          ['x', '1'],
          ['a|b', ''],
        ],
      },
      { kind: 'prose', text: 'end' },
    ]);
  });

  it('leaves code of a note alone', () => {
    const code = '```\n# no heading\n| no | table |\n| --- | --- |\n~~~\n```';
    expect(splitReport(`Note\n\n${code}\n\n## Next`)).toEqual([
      { kind: 'prose', text: `Note\n\n${code}` },
      { kind: 'heading', level: 2, text: 'Next' },
    ]);
  });

  it('has as many cells in each row as there are columns, whatever the values are', async () => {
    const tables = splitReport(await write(nastyValues)).filter((part) => part.kind === 'table');
    expect(tables.length).toBeGreaterThan(3);
    for (const { columns, rows } of tables) expect(rows.filter((row) => row.length !== columns.length)).toEqual([]);
  });

  it('shows values without what Markdown put before their signs', async () => {
    const values = ['C:\\Users\\a|b\\x.exe', '`tick`', '*star*_[x](y)'];
    const table = splitReport(await write(values)).find(
      (part) => part.kind === 'table' && part.columns.includes('Value') && part.columns.includes('Remarks'),
    );
    const shown = (table?.kind === 'table' ? table.rows : []).map(([cell = '']) =>
      readProse(cell)
        .flatMap((block) => (block.kind === 'paragraph' ? block.runs.map(({ text }) => text) : []))
        .join(''),
    );
    expect(shown.toSorted()).toEqual(values.toSorted());
  });
});
