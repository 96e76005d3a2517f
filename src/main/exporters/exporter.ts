import type { ReportModel } from './report-model.ts';

/** What the analyst may choose for one export. */
export interface ExportOptions {
  /** Formats for people defang by default; never a link either way. */
  readonly defang: boolean;
}

/** An export format: a folder under `exporters/` plus one line in the registry. Text out of the model and nothing else. */
export interface Exporter {
  /** The word for `--format`. */
  readonly id: string;
  readonly displayName: string;
  /** Without the dot. */
  readonly fileExtension: string;
  readonly audience: 'people' | 'machines';
  readonly scopes: readonly ('case' | 'query')[];
  /** Yields the file in pieces, while it reads the indicators: neither is ever held as a whole. */
  render(model: ReportModel, options: ExportOptions): AsyncIterable<string>;
}
