import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';
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
  for await (const { indicator } of model.indicators()) {
    if (isListed(indicator, options)) yield `${displayValue(indicator)}\n`;
    else options.onLeftOut?.();
  }
}

/** What would not come back as one line, or would be read as a remark. */
const unfit = /[\p{Cc}\p{Cs}\u2028\u2029]|^\s*#|^\s*$/u;

function isListed(indicator: IndicatorSummary, options: ExportOptions): boolean {
  return isChosen(indicator, options) && !unfit.test(displayValue(indicator));
}
