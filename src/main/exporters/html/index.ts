import { createHash } from 'node:crypto';
import { buildDocument } from '../document/build-document.ts';
import type { Block, Inline, ReportDocument } from '../document/document.ts';
import { describeTlp } from '../document/words.ts';
import type { Exporter } from '../exporter.ts';
import { escapeHtml } from './escape.ts';
import { type InlineRenderer, onPaper, onScreen, renderWords } from './inlines.ts';
import { renderProse } from './prose.ts';
import { renderRunningHeads } from './running-heads.ts';
import { reportStyle } from './style.ts';
import { renderChart } from './svg-chart.ts';

/** A case report or a list as one self-contained page: no script, no link, nothing from outside. */
export const html: Exporter = {
  id: 'html',
  displayName: 'HTML report',
  fileExtension: 'html',
  audience: 'people',
  scopes: ['case', 'query'],
  choices: ['defang', 'sections', 'template'],
  render: (model, options) => renderPage(buildDocument(model, options)),
};

/**
 * The page, for a screen and whoever prints it, or for our own printing on `paper`: there the running heads bear the mark, and
 * the file's title, which becomes a property of the PDF, is the case number alone.
 */
export async function* renderPage(
  report: ReportDocument,
  place: 'screen' | 'paper' = 'screen',
): AsyncGenerator<string> {
  const style = place === 'paper' ? reportStyle + renderRunningHeads(report) : reportStyle;
  const styleHash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const mark = describeTlp(report.tlp);
  const write = place === 'paper' ? onPaper : onScreen;
  const banner = `<div class="banner ${report.tlp.split('+')[0] ?? ''}">${mark}</div>`;
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}">\n<meta name="referrer" content="no-referrer">\n`;
  yield '<meta name="viewport" content="width=device-width">\n';
  yield `<title>${escapeHtml(place === 'paper' ? report.name : titleText(report.title))}</title>\n<style>${style}</style>\n</head>\n<body class="${place}">\n`;
  if (place === 'screen') yield `<div class="running" aria-hidden="true">${mark}</div>\n`;
  yield `<header>${banner}\n<h1>${write.text(report.title)}</h1>\n`;
  yield `<div class="imprint">${renderWords(report.imprint)}</div></header>\n<main>\n`;
  for await (const block of report.blocks) yield* renderBlock(block, write);
  yield '</main>\n';
  // Each sheet bears it in its margin; here it could come to stand on a sheet of its own.
  if (place === 'screen')
    yield `<footer>${banner} <span class="imprint">${renderWords(report.imprint)}</span></footer>\n`;
  yield '</body>\n</html>\n';
}

/** The tab's title: hidden characters would confuse there, so they are left out of it. */
function titleText(title: readonly Inline[]): string {
  return title.map(({ text }) => text.replace(/[\p{C}\u2028\u2029]/gu, '')).join('');
}

async function* renderBlock(block: Block, write: InlineRenderer): AsyncIterable<string> {
  switch (block.kind) {
    case 'heading':
      yield `<h${block.level}>${write.text(block.text)}</h${block.level}>\n`;
      return;
    case 'paragraph':
      yield `<p>${write.text(block.text)}</p>\n`;
      return;
    case 'prose':
      yield renderProse(block.blocks, block.below, write);
      return;
    case 'facts':
      yield `<dl>${block.rows.map(({ label, value }) => `<dt>${renderWords(label)}</dt><dd>${write.text(value)}</dd>`).join('')}</dl>\n`;
      return;
    case 'chart':
      yield renderChart(block.chart);
      return;
    case 'list':
      yield `<ul>${block.items.map((item) => `<li>${write.text(item)}</li>`).join('')}</ul>\n`;
      return;
    case 'table':
      yield `<table class="${block.about}"><thead><tr>${block.columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('')}</tr></thead><tbody>\n`;
      for await (const row of block.rows) yield `<tr>${row.map(write.cell).join('')}</tr>\n`;
      yield '</tbody></table>\n';
  }
}
