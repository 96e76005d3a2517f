import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';
import type { CopyForm } from '#shared/model/lookup.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import { csvLine, listField, numberField, textField } from '#shared/text/csv-fields.ts';
import { defang } from '#shared/text/defang.ts';
import { escapeMarkdown, renderCode } from '#shared/text/markdown.ts';

/** What stands above the lines of a form. */
export const lineHeads: Readonly<Record<CopyForm, string>> = {
  plain: '',
  defanged: '',
  csv: csvLine(
    'type,value,defanged,score,severity,verdict,state,last_seen,vendors,tags,flags,cases'
      .split(',')
      .map((name) => textField(name)),
  ),
  markdown: '| Type | Indicator | Score | Severity | Verdict | Vendors | Cases |\n| - | - | - | - | - | - | - |\n',
};

/** One indicator as a line. What is defanged is for people, what is not is exact. */
export function indicatorLine(form: CopyForm, indicator: IndicatorSummary): string {
  const exact = displayValue(indicator);
  const { type, score, severity, verdict, vendors, cases } = indicator;
  switch (form) {
    case 'plain':
      return `${exact}\n`;
    case 'defanged':
      return `${defang(type, exact)}\n`;
    case 'csv':
      return csvLine([
        textField(type),
        textField(exact),
        textField(defang(type, exact)),
        numberField(score),
        textField(severity),
        textField(verdict),
        textField(indicator.state),
        textField(publicMoment(indicator.lastSeenMs)),
        listField(vendors),
        listField(indicator.tags),
        listField(indicator.flags),
        listField(cases),
      ]);
    case 'markdown':
      return `| ${[
        type,
        renderCode(defang(type, exact), true),
        String(score ?? ''),
        severity,
        verdict,
        escapeMarkdown(vendors.join(', ')),
        cases.join(', '),
      ].join(' | ')} |\n`;
  }
}
