import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { ExportChoice, Exporter, ExportOptions } from '#main/exporters/exporter.ts';
import type { ReportIndicator, ReportModel } from '#main/exporters/report-model.ts';
import type { PagePrinter } from '#main/ports/page-printer.ts';
import type { Clock, FileSink } from '#main/ports/ports.ts';
import type { TemplateFolder } from '#main/ports/template-folder.ts';
import type { ExportFormatDescription } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import type { ReportSection } from '#shared/model/report.ts';
import type { IndicatorType, TlpMark, Verdict } from '#shared/model/vocabulary.ts';
import { type CaseLog, emptyLog, readLog } from './case-log.ts';
import { parseCaseNumber, readCase } from './case-service.ts';
import { createExportRuns, type ExportRuns } from './export-runs.ts';
import type { DocumentScanner } from './ports/documents.ts';
import type { Store, StoreReader } from './ports/store.ts';
import { buildReportHead, type ReportHead } from './report-builder.ts';
import { openFrozenMembers, openLiveMembers, type ReportMembers } from './report-members.ts';
import { readSources } from './report-sources.ts';
import type { SearchService } from './search-service.ts';
import type { SettingsService } from './settings-service.ts';
import type { VendorCatalogue } from './vendor-catalogue.ts';

/** What an analyst asks for. */
export interface ExportRequest {
  readonly format: string;
  readonly scope: { readonly case: string } | { readonly query: string };
  /** Ceiling; null for none. */
  readonly tlp: TlpMark | null;
  readonly defang: boolean;
  /** Raw vendor records, for the lossless form only. */
  readonly includeRaw: boolean;
  /** Parts of a report for people; absent for all. */
  readonly sections?: readonly ReportSection[] | undefined;
  /** Text of the analyst's own template, for reports for people; absent for none. */
  readonly template?: string | undefined;
  /** For the formats that know these choices; absent for none. */
  readonly types?: readonly IndicatorType[] | undefined;
  readonly verdicts?: readonly Verdict[] | undefined;
  readonly includeHarmless?: boolean | undefined;
  readonly tlp1?: boolean | undefined;
  /** The finished file is encrypted with it; absent for none. */
  readonly passphrase?: string | undefined;
}

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

/** Who watches a writing, and may end it. */
export interface ExportWatch {
  readonly signal?: AbortSignal | undefined;
  /** How many indicators were read since the last beginning: a report is read more than once. */
  readonly onProgress?: ((done: number, stage: 'reading' | 'printing') => void) | undefined;
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
   * Counts and marks; writes nothing. A case is told from its frozen snapshots, a query from the present state.
   * @throws AppError `input.invalid` (format, ceiling, query), `state.notFound` (no such case, nothing to export, no browser
   * for a format that is printed).
   */
  prepare(request: ExportRequest): Promise<PreparedExport>;
  /** @throws AppError `export.notWritable`, `export.cancelled`, `state.conflict`; an existing file is untouched then. */
  writeTo(prepared: PreparedExport, path: string, watch?: ExportWatch): Promise<{ readonly sizeBytes: number }>;
  /** The beginning of a report as Markdown, whatever its format; writes nothing. @throws AppError as `prepare`. */
  preview(request: ExportRequest): Promise<ExportPreview>;
  /** Those that the window has asked for. */
  readonly runs: ExportRuns;
  /** The analyst's own report templates. */
  readonly templates: TemplateFolder;
}

export interface ExportServiceParts {
  readonly store: Store;
  readonly search: SearchService;
  readonly settings: SettingsService;
  readonly vendors: VendorCatalogue;
  readonly fileSink: FileSink;
  /** For formats that a browser sets on paper. */
  readonly printer: PagePrinter;
  /** Encrypts finished files. */
  readonly documents: Pick<DocumentScanner, 'seal'>;
  readonly templates: TemplateFolder;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly loadExporters: () => Promise<ExporterRegistry>;
  /** e.g. `Sightline 0.1.0`. */
  readonly tool: string;
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
      const scope = readScope(parts, request);
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

/** Ends the writing of a file, so that nothing half is left behind. @throws AppError `export.cancelled`. */
async function* untilAborted<Chunk>(
  chunks: AsyncIterable<Chunk>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    if (signal?.aborted === true) throw new AppError('export.cancelled', 'Stopped: nothing was written.');
    yield chunk;
  }
}

/** What a report is about, understood once: a query's relative times mean the same at each reading. */
type Scope = { readonly number: CaseNumber } | { readonly query: string; readonly plan: QueryPlan };

function readScope({ search }: ExportServiceParts, { scope }: ExportRequest): Scope {
  return 'case' in scope ? { number: parseCaseNumber(scope.case) } : { ...scope, plan: search.plan(scope.query) };
}

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

interface Job {
  readonly request: ExportRequest;
  readonly scope: Scope;
}

/** The first, cheap pass over the indicators, and a way to read them. */
async function openReport(
  parts: ExportServiceParts,
  store: StoreReader,
  { request, scope }: Job,
): Promise<{ readonly head: ReportHead; readonly members: ReportMembers; readonly log: CaseLog }> {
  const isCase = 'number' in scope;
  const found = isCase ? await readCase(store, scope.number) : null;
  const members = isCase ? await openFrozenMembers(store, scope.number) : await openLiveMembers(store, scope.plan);
  const tallies = await members.tally();
  const { analystName, defaultTlp } = await parts.settings.get();
  const head = buildReportHead({
    tool: parts.tool,
    author: analystName,
    case: found,
    query: isCase ? null : scope.query,
    tallies,
    sources: await readSources(store, parts.vendors, tallies),
    defaultTlp,
    ceiling: request.tlp,
  });
  return { head, members, log: isCase ? readLog(store, scope.number) : emptyLog };
}

interface WritingJob extends Job {
  readonly exporter: Exporter;
  readonly prepared: ReportHead;
  readonly onLeftOut: () => void;
  readonly watch: ExportWatch;
}

/**
 * Reads again, since minutes may lie between the question where to write and the answer, and no snapshot is to be held that
 * long. What is written is of one moment.
 */
async function* writeReport(parts: ExportServiceParts, job: WritingJob): AsyncGenerator<string | Uint8Array> {
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
    else yield await seal(parts, chunks, { passphrase: request.passphrase, signal: watch.signal });
  } finally {
    await release();
  }
}

/** Held as a whole: the last byte may change what the first ones mean to whoever opens it. @throws AppError `input.tooLarge`. */
async function seal(
  { documents }: ExportServiceParts,
  chunks: AsyncIterable<string | Uint8Array>,
  { passphrase, signal }: { readonly passphrase: string; readonly signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    const piece = Buffer.from(chunk);
    sizeBytes += piece.byteLength;
    if (sizeBytes > sealedLimitBytes) {
      throw new AppError('input.tooLarge', 'The case is too large to be encrypted in one piece.', {
        suggestion: 'Write it without a passphrase, and encrypt the file with a tool of your own.',
      });
    }
    pieces.push(piece);
  }
  return documents.seal(new Uint8Array(Buffer.concat(pieces)), passphrase, signal);
}

const sealedLimitBytes = 256 * 1024 * 1024;

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
  { printer }: ExportServiceParts,
  model: ReportModel,
  { exporter, options, watch, onRead }: RenderingJob,
): AsyncGenerator<string | Uint8Array> {
  if (exporter.printing === undefined) yield* exporter.render(model, options);
  else {
    const { runningHeads, finish } = exporter.printing;
    const html = whenOver(exporter.render(model, options), async () => {
      watch.onProgress?.(model.counts.total, 'printing');
      await onRead();
    });
    const printed = await printer.print({ html, ...runningHeads(model) }, watch.signal);
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

function refuseUnfit(exporter: Exporter, request: ExportRequest): void {
  const scope = 'case' in request.scope ? 'case' : 'query';
  if (!exporter.scopes.includes(scope)) {
    throw new AppError('input.invalid', `The format ${exporter.id} cannot be made of a ${scope}.`);
  }
  for (const [choice, isMade] of listChoices(request)) {
    if (!isMade || exporter.choices.includes(choice)) continue;
    throw new AppError('input.invalid', `The format ${exporter.id} does not know the choice ${choiceWords[choice]}.`, {
      suggestion: `Leave it out, or use another format.`,
    });
  }
}

const choiceWords: Readonly<Record<ExportChoice, string>> = {
  defang: 'of exact text',
  sections: 'of sections',
  template: 'of a template',
  raw: 'of raw records',
  types: 'of types',
  verdicts: 'of verdicts',
  harmless: 'of harmless values',
  tlp1: 'of marks of TLP 1',
  passphrase: 'of a passphrase',
};

/** Machines always get exact text, so that choice is never refused. */
function listChoices(request: ExportRequest): readonly (readonly [choice: ExportChoice, isMade: boolean])[] {
  return [
    ['sections', request.sections !== undefined],
    ['template', request.template !== undefined],
    ['raw', request.includeRaw],
    ['types', request.types !== undefined],
    ['verdicts', request.verdicts !== undefined],
    ['harmless', request.includeHarmless === true],
    ['tlp1', request.tlp1 === true],
    ['passphrase', request.passphrase !== undefined],
  ];
}

function optionsOf(request: ExportRequest): ExportOptions {
  const { defang, sections, template, types, verdicts, includeHarmless, tlp1 } = request;
  return {
    defang,
    ...(sections === undefined ? {} : { sections }),
    ...(template === undefined ? {} : { template }),
    ...(types === undefined ? {} : { types }),
    ...(verdicts === undefined ? {} : { verdicts }),
    includeHarmless: includeHarmless === true,
    tlp1: tlp1 === true,
  };
}

/** The forms that keep everything, raw records included. */
function isLossless(exporter: Exporter): boolean {
  return exporter.id === 'json' || exporter.id === 'bundle';
}

/** A case without indicators still has words; a format that is rows of indicators has nothing then. */
function refuseEmpty({ counts, leftOut, case: found }: ReportHead, exporter: Exporter): void {
  if (counts.total > 0) return;
  const hasWords =
    found !== null && (found.summary !== null || found.noteCount + found.tasks.length + found.files.length > 0);
  if (leftOut === 0 && hasWords && (exporter.audience === 'people' || isLossless(exporter))) return;
  const [reason, suggestion] = reasonOfNothing(leftOut, found !== null);
  throw new AppError('state.notFound', `Nothing to export: ${reason}.`, { suggestion });
}

function reasonOfNothing(leftOut: number, isCase: boolean): readonly [reason: string, suggestion: string] {
  if (leftOut > 0) return [`all ${leftOut} are marked above the ceiling`, 'Raise the ceiling, or leave it out.'];
  if (isCase)
    return ['no indicator is in it', 'Add indicators to it; reports for people also take a summary or notes.'];
  return ['the query finds nothing', 'Ask for something else; * stands for everything.'];
}

/** `CASE-0001.html`, `CASE-0001-observations.csv`, `CASE-0001-stix.json`, `indicators-20261120T120000Z.csv`. */
function nameFile(model: ReportHead, { id, fileExtension, audience }: Exporter): string {
  const stamp = new Date(model.dataStateAtMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const base = model.case === null ? `indicators-${stamp}` : model.case.number;
  // Formats for machines share extensions, so one is told from the other by its word.
  const kind = audience === 'people' || id === fileExtension ? '' : `-${id.replace(`${fileExtension}-`, '')}`;
  return `${base}${kind}.${fileExtension}`;
}
