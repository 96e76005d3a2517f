import { formatMoment } from '../moment.ts';
import type { ReportModel } from '../report-model.ts';
import { type Block, words } from './document.ts';
import type { Writer } from './writer.ts';

/** Where the data came from, and how whole it is. */
export function* sourceBlocks(model: ReportModel, write: Writer): Iterable<Block> {
  yield { kind: 'heading', level: 2, text: [words('Sources')] };
  yield {
    kind: 'table',
    about: 'sources',
    columns: ['Connection', 'Vendor', 'Last complete sync', 'Latest sync'],
    rows: model.sources.map((source) => [
      [write.text(source.connection)],
      [write.vendor(source.vendor)],
      [words(formatMoment(source.lastCompleteAtMs) ?? 'never')],
      [words(source.complete ? 'complete' : 'not complete')],
    ]),
  };
}

/** What a reader could wrongly take for said. */
export function* missingBlocks(model: ReportModel): Iterable<Block> {
  const missing = listMissing(model);
  yield { kind: 'heading', level: 2, text: [words('What is missing')] };
  if (missing.length === 0) yield { kind: 'paragraph', text: [words('Nothing is known to be missing.')] };
  else yield { kind: 'list', items: missing.map((text) => [words(text)]) };
}

function listMissing(model: ReportModel): readonly string[] {
  const { unscored } = model.counts;
  const incomplete = model.sources.filter(({ complete }) => !complete).length;
  return [
    ...(model.leftOut === 0
      ? []
      : [`${model.leftOut} indicators are marked above the ceiling of this report and were left out.`]),
    ...(model.withholdsNames && model.case !== null && model.case.noteCount > 0
      ? ['Records pinned to notes are left out, as this report has a ceiling.']
      : []),
    ...(incomplete === 0
      ? []
      : [`${incomplete} of ${model.sources.length} sources did not complete their latest sync.`]),
    ...(unscored === 0 ? [] : [`${unscored} indicators have no score from any vendor.`]),
  ];
}
