import { formatMoment } from '../moment.ts';
import type { ReportCase, ReportModel } from '../report-model.ts';
import { type Block, type Fact, words } from './document.ts';
import { describeTlp, describeWord } from './words.ts';
import type { Writer } from './writer.ts';

/** What the analysts found, in their words; a list made from a query has no such thing. */
export async function* summaryBlocks({ case: report }: ReportModel, write: Writer): AsyncIterable<Block> {
  if (report === null) return;
  yield { kind: 'heading', level: 2, text: [words('Summary')] };
  if (report.summary === null) yield { kind: 'paragraph', text: [words('No summary has been written.')] };
  else yield await write.prose(report.summary, 2);
}

/** What can be said in a word or a number. */
export function* factBlocks(model: ReportModel, write: Writer): Iterable<Block> {
  if (model.case !== null) yield { kind: 'heading', level: 2, text: [words('Key facts')] };
  yield {
    kind: 'facts',
    rows: model.case === null ? listFacts(model) : caseFacts(model.case, model, write),
  };
}

function caseFacts(report: ReportCase, model: ReportModel, write: Writer): readonly Fact[] {
  return [
    { label: 'Status', value: [words(describeWord(report.status))] },
    ...(report.verdict === null ? [] : [{ label: 'Verdict', value: [words(describeWord(report.verdict))] }]),
    { label: 'Severity', value: [words(describeWord(report.severity))] },
    { label: 'Assignee', value: [report.assignee === null ? words('nobody') : write.text(report.assignee)] },
    { label: 'Opened', value: [words(formatMoment(report.createdAtMs) ?? 'unknown')] },
    ...(report.closedAtMs === null ? [] : [{ label: 'Closed', value: [words(formatMoment(report.closedAtMs) ?? '')] }]),
    { label: 'Last change', value: [words(formatMoment(report.updatedAtMs) ?? 'unknown')] },
    { label: 'Handling', value: [words(`${describeTlp(model.tlp)}, PAP:${report.pap.toUpperCase()}`)] },
    ...listFacts(model),
    { label: 'Case id', value: [words(report.uuid)] },
  ];
}

function listFacts(model: ReportModel): readonly Fact[] {
  const { total, harmless } = model.counts;
  return [
    { label: 'Indicators', value: [words(String(total))] },
    ...(harmless === 0 ? [] : [{ label: 'Of these harmless', value: [words(`${harmless}, marked in the tables`)] }]),
    ...(model.tlpRaised
      ? [{ label: 'Mark raised', value: [words('something inside is marked higher than the case')] }]
      : []),
  ];
}

export function* taskBlocks({ case: report }: ReportModel, write: Writer): Iterable<Block> {
  if (report === null || report.tasks.length === 0) return;
  yield { kind: 'heading', level: 2, text: [words('Tasks')] };
  yield {
    kind: 'list',
    items: report.tasks.map((task) => [words(task.done ? 'Done: ' : 'Open: '), write.text(task.text)]),
  };
}
