import { escapeMarkdown, renderCode } from '#shared/text/markdown.ts';
import { buildDocument } from '../document/build-document.ts';
import type { Chart } from '../document/chart.ts';
import type { Block, Inline, ReportDocument } from '../document/document.ts';
import { describeTlp } from '../document/words.ts';
import type { Exporter } from '../exporter.ts';
import { renderProse } from './prose.ts';

/** The same report as text for wikis and tickets: CommonMark with tables, no raw HTML, no link, no image. */
export const markdown: Exporter = {
  id: 'markdown',
  displayName: 'Markdown report',
  fileExtension: 'md',
  audience: 'people',
  scopes: ['case', 'query'],
  choices: ['defang', 'sections', 'template'],
  render: (model, options) => renderPage(buildDocument(model, options)),
};

/** The report as one text, in pieces. */
export async function* renderPage(report: ReportDocument): AsyncGenerator<string> {
  const mark = `**${escapeMarkdown(describeTlp(report.tlp))}**`;
  yield `${mark}\n\n# ${renderInlines(report.title, false)}\n\n${escapeMarkdown(report.imprint)}\n`;
  for await (const block of report.blocks) yield* renderBlock(block);
  yield `\n${mark}\n`;
}

async function* renderBlock(block: Block): AsyncIterable<string> {
  switch (block.kind) {
    case 'heading':
      yield `\n${'#'.repeat(block.level)} ${renderInlines(block.text, false)}\n`;
      return;
    case 'paragraph':
      yield `\n${renderInlines(block.text, false)}\n`;
      return;
    case 'prose':
      yield `\n${renderProse(block.blocks, block.below).join('\n')}\n`;
      return;
    case 'facts':
      yield '\n| Fact | Value |\n| --- | --- |\n';
      for (const { label, value } of block.rows) yield `| ${escapeMarkdown(label)} | ${renderInlines(value, true)} |\n`;
      return;
    case 'chart':
      yield* renderChart(block.chart);
      return;
    case 'list':
      yield '\n';
      for (const item of block.items) yield `- ${renderInlines(item, false)}\n`;
      return;
    case 'table':
      yield `\n| ${block.columns.map(escapeMarkdown).join(' | ')} |\n|${' --- |'.repeat(block.columns.length)}\n`;
      for await (const row of block.rows) yield `| ${row.map((cell) => renderInlines(cell, true)).join(' | ')} |\n`;
  }
}

/** Markdown has no pictures of its own, and may refer to none: the numbers stand for the chart. */
function* renderChart({ title, of, bars }: Chart): Iterable<string> {
  yield `\n**${escapeMarkdown(title)}**\n\n| ${escapeMarkdown(of)} | Indicators |\n| --- | ---: |\n`;
  for (const { label, count } of bars) yield `| ${escapeMarkdown(label)} | ${count} |\n`;
}

function renderInlines(inlines: readonly Inline[], isInTable: boolean): string {
  return inlines
    .map((inline) => (inline.kind === 'value' ? renderCode(inline.text, isInTable) : escapeMarkdown(inline.text)))
    .join('');
}
