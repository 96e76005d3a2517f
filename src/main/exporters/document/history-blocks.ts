import type { CaseEvidence, CaseTimelineEntry } from '#shared/model/case.ts';
import { formatMoment } from '../moment.ts';
import type { ReportModel } from '../report-model.ts';
import { type Block, type Cell, type Inline, words } from './document.ts';
import { mapLazily } from './lazily.ts';
import type { Writer } from './writer.ts';

/** What happened in the case, by its time: what Sightline wrote and what analysts wrote. */
export function* timelineBlocks(model: ReportModel, write: Writer): Iterable<Block> {
  if (model.case === null) return;
  yield { kind: 'heading', level: 2, text: [words('Timeline')] };
  yield {
    kind: 'table',
    about: 'timeline',
    columns: ['When', 'What'],
    rows: mapLazily(model.timeline(), (entry) => [[words(formatMoment(entry.atMs) ?? '')], tellEntry(entry, write)]),
  };
}

function tellEntry({ text, by }: CaseTimelineEntry, write: Writer): Cell {
  return by === null ? [write.text(text)] : [write.text(text), words(' (entered by '), write.text(by), words(')')];
}

/** What analysts wrote, with who and when, and the records that they pinned to it. */
export async function* noteBlocks(model: ReportModel, write: Writer): AsyncIterable<Block> {
  if (model.case === null || model.case.noteCount === 0) return;
  yield { kind: 'heading', level: 2, text: [words('Notes')] };
  for await (const { atMs, by, text, isPinned, evidence } of model.notes()) {
    const mark = isPinned ? [words(', pinned')] : [];
    yield { kind: 'heading', level: 3, text: [words(`${formatMoment(atMs) ?? ''}, `), write.text(by), ...mark] };
    yield await write.prose(text, 3);
    if (evidence.length > 0) yield { kind: 'list', items: evidence.map((one) => tellEvidence(one, write)) };
  }
}

/** With the whole hash of the record: it is what the evidence can be held against. */
function tellEvidence(one: CaseEvidence, write: Writer): readonly Inline[] {
  return [
    words('Evidence: '),
    write.value(one.type, one.value),
    words(', record '),
    write.text(one.vendorKey),
    words(' of '),
    write.text(one.connection),
    words(' ('),
    write.vendor(one.vendor),
    words(', '),
    write.stream(one.vendor, one.stream),
    words(')'),
    ...(one.vendorScore === null ? [] : [words(', score '), write.text(one.vendorScore)]),
    words(`, fetched ${formatMoment(one.fetchedAtMs) ?? ''}, SHA-256 ${one.rawSha256}`),
  ];
}

/** The files of the case by what proves them. */
export function* fileBlocks({ case: report }: ReportModel, write: Writer): Iterable<Block> {
  if (report === null || report.files.length === 0) return;
  yield { kind: 'heading', level: 2, text: [words('Files')] };
  for (const file of report.files) {
    yield { kind: 'heading', level: 3, text: [write.text(file.name)] };
    yield {
      kind: 'facts',
      rows: [
        { label: 'Size', value: [words(`${file.sizeBytes.toLocaleString('en-US')} bytes`)] },
        { label: 'MD5', value: [write.value('md5', file.md5)] },
        { label: 'SHA-1', value: [write.value('sha1', file.sha1)] },
        { label: 'SHA-256', value: [write.value('sha256', file.sha256)] },
        { label: 'Added', value: [words(`${formatMoment(file.addedAtMs) ?? ''} by `), write.text(file.by)] },
        ...(file.comment === null ? [] : [{ label: 'Comment', value: [write.text(file.comment)] }]),
      ],
    };
  }
}
