import type { Exporter, ExportOptions } from '#main/exporters/exporter.ts';
import type { ReportIndicator, ReportModel } from '#main/exporters/report-model.ts';
import type { PagePrinter } from '#main/ports/page-printer.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
import type { DocumentScanner } from '../ports/documents.ts';
import type { Store } from '../ports/store.ts';
import { openReport, type ReportJob, type ReportParts } from './open-report.ts';
import { refuseEmpty } from './refuse-empty.ts';
import type { ReportHead } from './report-builder.ts';
import { optionsOf } from './request.ts';
import { seal } from './seal.ts';
import { type ExportWatch, untilAborted } from './watch.ts';

/** What a report is read from and written with. */
export interface WritingParts extends ReportParts {
  readonly store: Pick<Store, 'snapshot'>;
  /** For formats that a browser sets on paper. */
  readonly printer: PagePrinter;
  /** Encrypts finished files. */
  readonly documents: Pick<DocumentScanner, 'seal'>;
}

/** One writing of a report that was agreed to. */
export interface WritingJob extends ReportJob {
  readonly exporter: Exporter;
  readonly prepared: ReportHead;
  readonly onLeftOut: () => void;
  readonly watch: ExportWatch;
}

/**
 * Reads again, since minutes may lie between the question where to write and the answer, and no snapshot is to be held that
 * long. What is written is of one moment.
 */
export async function* writeReport(parts: WritingParts, job: WritingJob): AsyncGenerator<string | Uint8Array> {
  const { request, exporter, prepared, onLeftOut, watch } = job;
  const snapshot = await parts.store.snapshot();
  let isHeld = true;
  const release = async (): Promise<void> => {
    if (!isHeld) return;
    isHeld = false;
    await snapshot.release();
  };
  try {
    const { head, members, log } = await openReport(parts, snapshot, job);
    refuseEmpty(head, exporter);
    refuseRaised(prepared.tlp, head.tlp);
    const indicators = (): AsyncIterable<ReportIndicator> =>
      counted(
        members.read({ ceiling: request.tlp, includeRaw: request.includeRaw || exporter.needsRaw === true }),
        watch,
      );
    const options = { ...optionsOf(request), onLeftOut };
    const chunks = render(parts, { ...head, ...log, indicators }, { ...job, options, onRead: release });
    if (request.passphrase === undefined) yield* chunks;
    else yield await seal(chunks, { documents: parts.documents, passphrase: request.passphrase, signal: watch.signal });
  } finally {
    await release();
  }
}

/** Tells how far the reading is. @throws AppError `export.cancelled`. */
async function* counted(
  members: AsyncIterable<ReportIndicator>,
  { signal, onProgress }: ExportWatch,
): AsyncGenerator<ReportIndicator> {
  let done = 0;
  for await (const member of untilAborted(members, signal)) {
    yield member;
    done += 1;
    onProgress?.(done, 'reading');
  }
}

async function* whenOver(chunks: AsyncIterable<string>, act: () => Promise<void>): AsyncGenerator<string> {
  yield* chunks;
  await act();
}

interface RenderingJob extends WritingJob {
  readonly options: ExportOptions;
  /** Everything has been read, and what is left takes long: printing. */
  readonly onRead: () => Promise<void>;
}

async function* render(
  { printer }: WritingParts,
  model: ReportModel,
  { exporter, options, watch, onRead }: RenderingJob,
): AsyncGenerator<string | Uint8Array> {
  if (exporter.printing === undefined) yield* exporter.render(model, options);
  else {
    const { finish } = exporter.printing;
    const html = whenOver(exporter.render(model, options), async () => {
      watch.onProgress?.(model.counts.total, 'printing');
      await onRead();
    });
    const printed = await printer.print(html, watch.signal);
    yield finish(printed, model);
  }
}

/** What was agreed to is the mark that was shown. */
function refuseRaised(agreed: TlpMark, now: TlpMark): void {
  if (agreed === now) return;
  throw new AppError(
    'state.conflict',
    `The data changed meanwhile: the export is now marked TLP:${now.toUpperCase()}.`,
    {
      suggestion: 'Export again.',
    },
  );
}
