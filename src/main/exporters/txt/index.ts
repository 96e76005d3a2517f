import { displayValue, type IndicatorFacts } from '#shared/model/indicator.ts';
import type { Exporter, ExportOptions } from '../exporter.ts';
import { formatMoment } from '../moment.ts';
import type { ReportModel } from '../report-model.ts';
import { isChosen, nothingLeft } from '../selection.ts';

/** One value per line for block lists; what is harmless stays out unless asked for. */
export const txt: Exporter = {
  id: 'txt',
  displayName: 'Text, one value per line',
  fileExtension: 'txt',
  audience: 'machines',
  scopes: ['case', 'query'],
  choices: ['types', 'verdicts', 'harmless'],
  render,
};

async function* render(model: ReportModel, options: ExportOptions): AsyncIterable<string> {
  let count = 0;
  for await (const { indicator } of model.indicators()) if (isListed(indicator, options)) count += 1;
  if (count === 0) throw nothingLeft();
  yield `# TLP:${model.tlp.toUpperCase()}\n# count ${count}\n# data state ${formatMoment(model.dataStateAtMs) ?? 'unknown'}\n`;
  for await (const { indicator, lists } of model.indicators()) {
    if (!isListed(indicator, options)) options.onLeftOut?.();
    else yield `${lists.map(remark).join('')}${displayValue(indicator)}\n`;
  }
}

/** Stands above a value that a list of harmless values names, where such values are asked for. */
function remark(title: string): string {
  return `# listed as harmless: ${title.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')}\n`;
}

/** What would not come back as one line, or would be read as a remark. */
const unfit = /[\p{Cc}\p{Cs}\u2028\u2029]|^\s*#|^\s*$/u;

function isListed(indicator: IndicatorFacts, options: ExportOptions): boolean {
  return isChosen(indicator, options) && !unfit.test(displayValue(indicator));
}
