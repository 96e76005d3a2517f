import type { ReportModel } from './report-model.ts';

/** What the analyst may choose for one export. */
export interface ExportOptions {
  /** Formats for people defang by default; never a link either way. */
  readonly defang: boolean;
}

/** An export format: a folder under `exporters/` plus one line in the registry. Pure: model in, text out. */
export interface Exporter {
  /** The word for `--format`. */
  readonly id: string;
  readonly displayName: string;
  /** Without the dot. */
  readonly fileExtension: string;
  readonly audience: 'people' | 'machines';
  readonly scopes: readonly ('case' | 'query')[];
  /** Yields the file in pieces, so that large exports need no second copy in memory. */
  render(model: ReportModel, options: ExportOptions): Iterable<string>;
}
