import type { Block, ReportDocument } from '../document/document.ts';
import { wordNamespaces, xmlHead } from './parts.ts';
import { renderProse } from './prose.ts';
import { closeTable, openTable, renderChart, renderRow } from './table.ts';
import { renderParagraph, renderRun, renderRuns } from './text.ts';

type TableBlock = Extract<Block, { readonly kind: 'table' }>;

/** Widths of the columns in percent of the text's width. */
const shares: Readonly<Partial<Record<TableBlock['about'], readonly number[]>>> = {
  indicators: [25, 8, 13, 8, 8.5, 8.5, 12, 17],
  provenance: [28, 16, 31, 14, 11],
  relations: [40, 20, 40],
  timeline: [16, 84],
  sources: [30, 20, 30, 20],
};
/** Tables with columns that are too narrow for a time on one line. */
const narrow: readonly TableBlock['about'][] = ['indicators'];
const factShares = [18, 82] as const;

const pageSetup =
  '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>' +
  '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' +
  '<w:pgMar w:top="1134" w:right="794" w:bottom="964" w:left="794" w:header="510" w:footer="454" w:gutter="0"/></w:sectPr>';

/** The document's own part, in pieces while the indicators are read. */
export async function* renderBody(report: ReportDocument, mark: string): AsyncGenerator<string> {
  yield `${xmlHead}<w:document ${wordNamespaces}><w:body>`;
  yield renderParagraph(renderRun(` ${mark} `, 'MarkBanner'), 'Mark');
  yield renderParagraph(renderRuns(report.title), 'Title');
  yield renderParagraph(renderRun(report.imprint), 'Imprint');
  for await (const block of report.blocks) yield* renderBlock(block);
  yield renderParagraph(renderRun(` ${mark} `, 'MarkBanner'), 'Mark');
  yield `${pageSetup}</w:body></w:document>`;
}

/** A table of a template has as many columns as it likes, all of one width. */
function sharesOf({ about, columns }: TableBlock): readonly number[] {
  return shares[about] ?? columns.map(() => 100 / columns.length);
}

async function* renderBlock(block: Block): AsyncGenerator<string> {
  switch (block.kind) {
    case 'heading':
      yield renderParagraph(renderRuns(block.text), block.level === 2 ? 'Heading1' : 'Heading2');
      return;
    case 'paragraph':
      yield renderParagraph(renderRuns(block.text));
      return;
    case 'prose':
      yield renderProse(block.blocks, block.below);
      return;
    case 'facts':
      yield openTable('Facts', ['Fact', 'Value'], factShares);
      for (const { label, value } of block.rows)
        yield renderRow([[{ kind: 'words', text: label }], value], factShares, false);
      yield closeTable;
      return;
    case 'chart':
      yield* renderChart(block.chart);
      return;
    case 'list':
      for (const item of block.items) yield renderParagraph(renderRuns(item), 'ListBullet');
      return;
    case 'table':
      yield openTable(block.about, block.columns, sharesOf(block));
      for await (const row of block.rows) yield renderRow(row, sharesOf(block), narrow.includes(block.about));
      // Two tables in a row would grow together.
      yield `${closeTable}${renderParagraph('', 'AfterTable')}`;
  }
}
