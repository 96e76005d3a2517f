import { displayValue } from '#shared/model/indicator.ts';
import type { CopyForm, LookupCandidate } from '#shared/model/lookup.ts';
import { csvLine, listField, numberField, textField } from '#shared/text/csv-fields.ts';
import { defang } from '#shared/text/defang.ts';
import { escapeMarkdown, renderCode } from '#shared/text/markdown.ts';

/** What stands above the lines of a form. */
export const copyHeads: Readonly<Record<CopyForm, string>> = {
  plain: '',
  defanged: '',
  csv: csvLine(
    ['type', 'value', 'defanged', 'status', 'score', 'vendors', 'verdict', 'lists', 'cases', 'remark'].map(textField),
  ),
  markdown:
    '| Type | Indicator | Status | Score | Vendors | Verdict | Listed, remark |\n| - | - | - | - | - | - | - |\n',
};

/** One candidate as a line. What is defanged is for people, what is not is exact. */
export function copyLine(form: CopyForm, candidate: LookupCandidate): string {
  const { type, status, lists, reason, known } = candidate;
  const exact = known === null || known.isSameFile ? candidate.value : displayValue(known.summary);
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
        textField(status),
        numberField(known?.summary.score ?? null),
        listField(known?.summary.vendors ?? []),
        textField(known?.summary.verdict ?? null),
        listField(lists),
        listField(known?.summary.cases ?? []),
        textField(reason),
      ]);
    case 'markdown':
      return `| ${[
        type,
        renderCode(defang(type, exact), true),
        status,
        String(known?.summary.score ?? ''),
        escapeMarkdown(known?.summary.vendors.join(', ') ?? ''),
        known?.summary.verdict ?? '',
        escapeMarkdown([...lists, ...(reason === null ? [] : [reason])].join('; ')),
      ].join(' | ')} |\n`;
  }
}
