import type { ReportSection } from '#shared/model/report.ts';
import type { IndicatorType, Verdict } from '#shared/model/vocabulary.ts';
import type { ReportModel } from './report-model.ts';

/**
 * What can be chosen for an export beside scope and ceiling; each format says which of these it knows:
 * `defang` on or off, only some `sections`, an own `template`, the vendors' `raw` records, only some `types` or `verdicts`, what is `harmless` as well, marks of TLP 1 too, a `passphrase` that the
 * finished file is encrypted with.
 */
export const exportChoices = [
  'defang',
  'sections',
  'template',
  'raw',
  'types',
  'verdicts',
  'harmless',
  'tlp1',
  'passphrase',
] as const;
export type ExportChoice = (typeof exportChoices)[number];

/** What the analyst chose for one export. What a format does not know has no effect on it. */
export interface ExportOptions {
  /** Formats for people defang by default; never a link either way. */
  readonly defang: boolean;
  /** Parts of a report for people; absent for all. */
  readonly sections?: readonly ReportSection[];
  /** Text of the analyst's own template, instead of the sections; absent for none. */
  readonly template?: string;
  /** Only these; absent for all. */
  readonly types?: readonly IndicatorType[];
  /** Only these; absent for all. */
  readonly verdicts?: readonly Verdict[];
  /** Also what was judged benign or stands on a list of harmless values, where a format is made for blocking. */
  readonly includeHarmless?: boolean;
  /** Marks of TLP 1 beside those of TLP 2, for readers that know no others. */
  readonly tlp1?: boolean;
  /** Told once for each indicator that the format cannot carry, or that these choices leave out. */
  readonly onLeftOut?: () => void;
}

/** An export format: a folder under `exporters/` plus one line in the registry. Bytes out of the model and nothing else. */
export type Exporter = DirectExporter | PrintedExporter;

/** What becomes of the PDF that a browser makes of the page that a {@link PrintedExporter} renders; pure. */
export interface Printing {
  /** @throws AppError `internal.bug` when the PDF holds what no report may hold. */
  finish(bytes: Uint8Array, model: Pick<ReportModel, 'tool' | 'dataStateAtMs'>): Uint8Array;
}

/** Renders the file itself. */
export interface DirectExporter extends ExporterDescription {
  readonly printing?: undefined;
  /**
   * Yields the file in pieces, while it reads the indicators: neither is ever held as a whole.
   * @throws AppError `state.notFound` when the choices leave nothing to write, `input.invalid` when they do not fit the model.
   */
  render(model: ReportModel, options: ExportOptions): AsyncIterable<string | Uint8Array>;
}

/** Renders a page that a browser has to set on paper first. */
export interface PrintedExporter extends ExporterDescription {
  readonly printing: Printing;
  render(model: ReportModel, options: ExportOptions): AsyncIterable<string>;
}

/** What a format says of itself. */
export interface ExporterDescription {
  /** The word for `--format`. */
  readonly id: string;
  readonly displayName: string;
  /** Without the dot. */
  readonly fileExtension: string;
  readonly audience: 'people' | 'machines';
  /** `query` stands for any list: what a query finds, or what somebody picked. */
  readonly scopes: readonly ('case' | 'query')[];
  readonly choices: readonly ExportChoice[];
  /** It always holds the vendors' raw records. */
  readonly needsRaw?: true;
}
