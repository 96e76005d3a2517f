import type { Exporter } from '#main/exporters/exporter.ts';
import type { ReportIndicator, ReportModel, ReportSource } from '#main/exporters/report-model.ts';
import type { FileSink } from '#main/ports/ports.ts';
import type { ExportFormatDescription } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Case } from '#shared/model/case.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
import { type CaseService, parseCaseNumber } from './case-service.ts';
import { isComplete } from './connection-view.ts';
import type { Store } from './ports/store.ts';
import { buildReportModel, memberOfDetail, membersOfCase, sha256 } from './report-builder.ts';
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
}

/** An export that is ready to be written. */
export interface PreparedExport {
  /** Suggested name, made of the case number or the data's time and the format: no foreign text in it. */
  readonly fileName: string;
  readonly tlp: TlpMark;
  readonly tlpRaised: boolean;
  readonly indicators: number;
  readonly leftOut: number;
  /** The file in pieces, UTF-8; can be asked for again. */
  chunks(): Iterable<string>;
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
   * Gathers and marks; writes nothing. A case is told from its frozen snapshots, a query from the present state.
   * @throws AppError `input.invalid` (format, ceiling, query), `state.notFound` (no such case, nothing to export).
   */
  prepare(request: ExportRequest): Promise<PreparedExport>;
  /** @throws AppError `export.notWritable`; an existing file is untouched then. */
  writeTo(prepared: PreparedExport, path: string): Promise<{ readonly sizeBytes: number }>;
}

export interface ExportServiceParts {
  readonly store: Store;
  readonly cases: CaseService;
  readonly search: SearchService;
  readonly settings: SettingsService;
  readonly vendors: VendorCatalogue;
  readonly fileSink: FileSink;
  readonly loadExporters: () => Promise<ExporterRegistry>;
  /** e.g. `Sightline 0.1.0`. */
  readonly tool: string;
}

/** Indicators per question to the store. */
const pieceSize = 100;

/** Builds the report model and hands it to a format. */
export function createExportService(parts: ExportServiceParts): ExportService {
  return {
    async formats() {
      const { exporters } = await parts.loadExporters();
      return exporters.map(({ id, displayName, fileExtension, audience, scopes }) => ({
        id,
        displayName,
        fileExtension,
        audience,
        scopes: [...scopes],
      }));
    },
    async prepare(request) {
      const exporter = (await parts.loadExporters()).findExporter(request.format);
      refuseUnfit(exporter, request);
      const model = await gatherModel(parts, request);
      refuseEmpty(model, exporter);
      return {
        fileName: nameFile(model, exporter),
        tlp: model.tlp,
        tlpRaised: model.tlpRaised,
        indicators: model.indicators.length,
        leftOut: model.leftOut,
        chunks: () => exporter.render(model, { defang: request.defang }),
      };
    },
    writeTo: (prepared, path) => parts.fileSink.write(path, prepared.chunks()),
  };
}

function refuseUnfit(exporter: Exporter, request: ExportRequest): void {
  const scope = 'case' in request.scope ? 'case' : 'query';
  if (!exporter.scopes.includes(scope)) {
    throw new AppError('input.invalid', `The format ${exporter.id} cannot be made of a ${scope}.`);
  }
  if (request.includeRaw && !isLossless(exporter)) {
    throw new AppError('input.invalid', 'Raw records go into the json format only.');
  }
}

async function gatherModel(parts: ExportServiceParts, request: ExportRequest): Promise<ReportModel> {
  const { scope } = request;
  const found = 'case' in scope ? await parts.cases.get(parseCaseNumber(scope.case)) : null;
  const indicators = 'query' in scope ? await gatherLive(parts, scope.query) : membersOf(found);
  const model = buildReportModel({
    tool: parts.tool,
    case: found,
    query: 'query' in scope ? scope.query : null,
    indicators,
    sources: await gatherSources(parts, indicators),
    defaultTlp: (await parts.settings.get()).defaultTlp,
    ceiling: request.tlp,
  });
  return request.includeRaw ? { ...model, raw: await gatherRaw(parts.store, model.indicators) } : model;
}

function membersOf(found: Case | null): readonly ReportIndicator[] {
  return found === null ? [] : membersOfCase(found);
}

async function gatherLive(parts: ExportServiceParts, query: string): Promise<readonly ReportIndicator[]> {
  const ids = await parts.search.resolve({ query });
  const members: ReportIndicator[] = [];
  for (let start = 0; start < ids.length; start += pieceSize) {
    const details = await parts.store.read('indicators.details', { ids: ids.slice(start, start + pieceSize) });
    for (const detail of details) members.push(memberOfDetail(detail));
  }
  return members;
}

/** The connections whose records are in the report, by name; a connection that was removed since is known by its records only. */
async function gatherSources(
  parts: ExportServiceParts,
  indicators: readonly ReportIndicator[],
): Promise<readonly ReportSource[]> {
  const vendorOf = new Map<string, string>();
  for (const { observations } of indicators) {
    for (const { connection, vendor } of observations) vendorOf.set(connection, vendor);
  }
  const stored = await parts.store.read('connections.list', null);
  const modules = await parts.vendors.list();
  return [...vendorOf]
    .map(([connection, vendor]) => {
      const row = stored.find(({ name }) => name === connection);
      const streams = modules.find(({ id }) => id === vendor)?.streams.map(({ id }) => id) ?? [];
      return {
        connection,
        vendor,
        lastCompleteAtMs: row?.lastCompleteAtMs ?? null,
        complete: row !== undefined && isComplete(row.latestRuns, streams),
      };
    })
    .sort((a, b) => (a.connection < b.connection ? -1 : 1));
}

/** Only text that still is what the report tells of: a record may have changed since a case froze it. */
async function gatherRaw(store: Store, indicators: readonly ReportIndicator[]): Promise<ReadonlyMap<number, string>> {
  const raw = new Map<number, string>();
  for (const { observations } of indicators) {
    for (const { id, rawSha256 } of observations) {
      const text = await store.read('observations.raw', { id });
      if (text !== null && sha256(text) === rawSha256) raw.set(id, text);
    }
  }
  return raw;
}

/** The one form that keeps everything, raw records included. */
function isLossless(exporter: Exporter): boolean {
  return exporter.id === 'json';
}

/** A case without indicators still has words; a format that is rows of indicators has nothing then. */
function refuseEmpty(model: ReportModel, exporter: Exporter): void {
  if (model.indicators.length > 0) return;
  const hasWords = model.case !== null && model.case.notes.length + model.case.tasks.length > 0;
  if (model.leftOut === 0 && hasWords && (exporter.audience === 'people' || isLossless(exporter))) return;
  const reason = model.leftOut === 0 ? 'no indicator is in it' : `all ${model.leftOut} are marked above the ceiling`;
  throw new AppError('state.notFound', `Nothing to export: ${reason}.`);
}

/** `CASE-0001.html`, `CASE-0001-observations.csv`, `indicators-20261120T120000Z.csv`. */
function nameFile(model: ReportModel, exporter: Exporter): string {
  const { id, fileExtension } = exporter;
  const stamp = new Date(model.dataStateAtMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const base = model.case === null ? `indicators-${stamp}` : model.case.number;
  return `${base}${id.startsWith(`${fileExtension}-`) ? id.slice(fileExtension.length) : ''}.${fileExtension}`;
}
