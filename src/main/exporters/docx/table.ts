import type { Chart } from '../document/chart.ts';
import type { Cell } from '../document/document.ts';
import { escapeXml, renderParagraph, renderRun, renderRuns } from './text.ts';

/** Width of the text in twentieths of a point: A4 landscape between its margins. */
export const textWidth = 15_250;

/** The beginning of a table: look, widths, and the row that is repeated on each page. */
export function openTable(
  about: string,
  columns: readonly string[],
  shares: readonly number[],
  style: CellStyle = 'TableText',
): string {
  const widths = shares.map(widthOf);
  return (
    '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>' +
    `<w:tblW w:w="${widths.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>` +
    `<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>` +
    `<w:tblCaption w:val="${escapeXml(about)}"/></w:tblPr>` +
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>` +
    `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${columns.map((name, index) => renderCell(renderRun(name), widths[index], style)).join('')}</w:tr>`
  );
}

export const closeTable = '</w:tbl>';

/** A row is not torn between pages, unless it is longer than one. */
const wholeRow = '<w:trPr><w:cantSplit/></w:trPr>';

/**
 * One row.
 * @param shares as the table was opened with.
 * @param isNarrow a time stands on two lines then.
 */
export function renderRow(cells: readonly Cell[], shares: readonly number[], isNarrow: boolean): string {
  return `<w:tr>${wholeRow}${cells.map((cell, index) => renderCell(renderRuns(cell, isNarrow), widthOf(shares[index] ?? 0))).join('')}</w:tr>`;
}

type CellStyle = 'TableText' | 'ChartText';

function renderCell(runs: string, width = 0, style: CellStyle = 'TableText'): string {
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${renderParagraph(runs, style)}</w:tc>`;
}

function widthOf(share: number): number {
  return Math.round((share / 100) * textWidth);
}

const chartShares = [22, 10, 50] as const;
const barWidth = widthOf(chartShares[2]) - 200;

/** A chart as a table: the numbers, and beside each a bar that is a paragraph's ground. */
export function* renderChart({ title, of, bars }: Chart): Iterable<string> {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  yield renderParagraph(renderRun(title), 'ChartTitle');
  yield openTable(title, [of, 'Indicators', 'Share of the largest'], chartShares, 'ChartText');
  for (const [at, { label, count }] of bars.entries()) {
    const style = at === bars.length - 1 ? 'TableText' : 'ChartText';
    const right = Math.round((1 - count / most) * barWidth);
    const bar =
      count === 0
        ? renderParagraph('', 'TableText')
        : `<w:p><w:pPr><w:pStyle w:val="Bar"/><w:ind w:right="${right}"/></w:pPr></w:p>`;
    yield `<w:tr>${renderCell(renderRun(label), widthOf(chartShares[0]), style)}${renderCell(renderRun(String(count)), widthOf(chartShares[1]), style)}`;
    yield `<w:tc><w:tcPr><w:tcW w:w="${widthOf(chartShares[2])}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${bar}</w:tc></w:tr>`;
  }
  yield closeTable;
}
