import { formatMoment } from '../moment.ts';
import type { ReportModel } from '../report-model.ts';
import { type Block, words } from './document.ts';
import { mapLazily } from './lazily.ts';
import type { Writer } from './writer.ts';

/** What happened in the case, in order. */
export function* timelineBlocks(model: ReportModel, write: Writer): Iterable<Block> {
  if (model.case === null) return;
  yield { kind: 'heading', level: 2, text: [words('Timeline')] };
  yield {
    kind: 'table',
    about: 'timeline',
    columns: ['When', 'What'],
    rows: mapLazily(model.timeline(), ({ atMs, text }) => [[words(formatMoment(atMs) ?? '')], [write.text(text)]]),
  };
}

/** What analysts wrote, with who and when. */
export async function* noteBlocks(model: ReportModel, write: Writer): AsyncIterable<Block> {
  if (model.case === null || model.case.noteCount === 0) return;
  yield { kind: 'heading', level: 2, text: [words('Notes')] };
  for await (const note of model.notes()) {
    yield { kind: 'heading', level: 3, text: [words(`${formatMoment(note.atMs) ?? ''}, `), write.text(note.by)] };
    yield { kind: 'paragraph', text: [write.text(note.text)] };
  }
}
