import type { Chart } from '../document/chart.ts';
import { escapeHtml } from './escape.ts';

const rowHeight = 16;
const labelWidth = 132;
const barWidth = 300;
const countWidth = 56;

/**
 * A bar chart as SVG within the page, named and described for who hears it, with its numbers as a table beside it. Sizes and
 * places are numbers of ours, texts are our own words.
 */
export function renderChart(chart: Chart): string {
  return `<figure class="chart"><figcaption>${escapeHtml(chart.title)}</figcaption><div class="beside">\n${renderBars(chart)}\n${renderNumbers(chart)}</div></figure>\n`;
}

function renderBars({ title, description, bars }: Chart): string {
  const [width, height] = [labelWidth + barWidth + countWidth, bars.length * rowHeight + 4];
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const rows = bars.map(({ label, count }, index) => {
    const top = index * rowHeight + 2;
    const length = Math.round((count / most) * barWidth * 10) / 10;
    return (
      `<text x="${labelWidth - 8}" y="${top + 11}" text-anchor="end">${escapeHtml(label)}</text>` +
      `<rect x="${labelWidth}" y="${top + 2}" width="${length}" height="${rowHeight - 5}"></rect>` +
      `<text x="${labelWidth + length + 6}" y="${top + 11}">${count}</text>`
    );
  });
  return (
    `<svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<title>${escapeHtml(title)}</title><desc>${escapeHtml(description)}</desc>${rows.join('')}</svg>`
  );
}

function renderNumbers({ title, of, bars }: Chart): string {
  const rows = bars.map(({ label, count }) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${count}</td></tr>`);
  return (
    `<table class="numbers" aria-label="${escapeHtml(title)}"><thead><tr><th scope="col">${escapeHtml(of)}</th>` +
    `<th scope="col">Indicators</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
  );
}
