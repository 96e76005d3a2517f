import type { Exporter } from '#main/exporters/exporter.ts';
import type { Clock, FileSink } from '#main/ports/ports.ts';
import type { TemplateFolder } from '#main/ports/template-folder.ts';
import type { ExportFormatDescription } from '#shared/contract/schemas.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
import type { Store, StoreReader } from '../ports/store.ts';
import { createExportRuns, type ExportRuns } from './export-runs.ts';
import { nameFile } from './name-file.ts';
import { openReport, readScope } from './open-report.ts';
import { refuseEmpty } from './refuse-empty.ts';
import { type ExportRequest, refuseUnfit } from './request.ts';
import { type ExportWatch, untilAborted } from './watch.ts';
import { type WritingParts, writeReport } from './write-report.ts';

/** An export that is ready to be written. */
export interface PreparedExport {
  /** Suggested name, made of the case number or the data's time and the format: no foreign text in it. */
  readonly fileName: string;
  readonly tlp: TlpMark;
  readonly tlpRaised: boolean;
  readonly indicators: number;
  readonly leftOut: number;
  /** How many more the format could not carry, or the choices left out, in the latest writing; known when it is over. */
  unfit(): number;
  /**
   * The file in pieces, text in UTF-8, read from the store while it is asked for; can be asked for again.
   * @throws AppError `state.conflict` when what is to be written bears another mark by now, `export.cancelled`.
   */
  chunks(watch?: ExportWatch): AsyncIterable<string | Uint8Array>;
}

/** A report as it would be, for the eyes. */
export interface ExportPreview {
  /** As Markdown. */
  readonly text: string;
  /** False when there is more. */
  readonly isWhole: boolean;
}

/** The formats of this build, loaded when first used. */
export interface ExporterRegistry {
  readonly exporters: readonly Exporter[];
  /** @throws AppError `input.invalid` naming the known ones. */
  findExporter(id: string): Exporter;
}

/** Reports and lists. */
export interface ExportService {
  formats(): Promise<readonly ExportFormatDescription[]>;
  /**
   * Counts and marks; writes no file. A case is told from its frozen snapshots, a list from the present state.
   * @throws AppError `input.invalid` (format, ceiling, query), `state.notFound` (no such case, nothing to export, no browser
   * for a format that is printed).
   */
  prepare(request: ExportRequest): Promise<PreparedExport>;
  /** @throws AppError `export.notWritable`, `export.cancelled`, `state.conflict`; an existing file is untouched then. */
  writeTo(prepared: PreparedExport, path: string, watch?: ExportWatch): Promise<{ readonly sizeBytes: number }>;
  /** The beginning of a report as Markdown, whatever its format; writes no file. @throws AppError as `prepare`. */
  preview(request: ExportRequest): Promise<ExportPreview>;
  /** Those that the window has asked for. */
  readonly runs: ExportRuns;
  /** The analyst's own report templates. */
  readonly templates: TemplateFolder;
}

/** Who knows, writes and prints. */
export interface ExportServiceParts extends WritingParts {
  readonly store: Store;
  readonly fileSink: FileSink;
  readonly templates: TemplateFolder;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly loadExporters: () => Promise<ExporterRegistry>;
}

/** Builds the report and hands it to a format. */
export function createExportService(parts: ExportServiceParts): ExportService {
  const service: ExportService = {
    async formats() {
      const { exporters } = await parts.loadExporters();
      return exporters.map(({ id, displayName, fileExtension, audience, scopes, choices }) => ({
        id,
        displayName,
        fileExtension,
        audience,
        scopes: [...scopes],
        choices: [...choices],
      }));
    },
    async prepare(request) {
      const exporter = (await parts.loadExporters()).findExporter(request.format);
      refuseUnfit(exporter, request);
      if (exporter.printing !== undefined) await parts.printer.check();
      const scope = await readScope(parts, request);
      const { head } = await inSnapshot(parts, (store) => openReport(parts, store, { request, scope }));
      refuseEmpty(head, exporter);
      let unfit = 0;
      return {
        fileName: `${nameFile(head, exporter)}${request.passphrase === undefined ? '' : '.age'}`,
        tlp: head.tlp,
        tlpRaised: head.tlpRaised,
        indicators: head.counts.total,
        leftOut: head.leftOut,
        unfit: () => unfit,
        chunks(watch = {}) {
          unfit = 0;
          const onLeftOut = (): void => {
            unfit += 1;
          };
          return writeReport(parts, { request, scope, exporter, prepared: head, onLeftOut, watch });
        },
      };
    },
    writeTo: (prepared, path, watch) => parts.fileSink.write(path, untilAborted(prepared.chunks(watch), watch?.signal)),
    async preview(request) {
      const prepared = await service.prepare({ ...request, format: previewFormat });
      let text = '';
      for await (const chunk of prepared.chunks()) {
        text += chunk;
        if (text.length >= previewLength) return { text: text.slice(0, previewLength), isWhole: false };
      }
      return { text, isWhole: true };
    },
    runs: createExportRuns(parts.clock),
    templates: parts.templates,
  };
  return service;
}

/** Reports are shown as the format that is text; no more than fits an answer. */
const previewFormat = 'markdown';
const previewLength = 20_000;

async function inSnapshot<Result>(
  { store }: ExportServiceParts,
  body: (store: StoreReader) => Promise<Result>,
): Promise<Result> {
  const snapshot = await store.snapshot();
  try {
    return await body(snapshot);
  } finally {
    await snapshot.release();
  }
}
