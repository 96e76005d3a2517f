import type { Exporter } from '#main/exporters/exporter.ts';
import type { ReportHead } from './report-builder.ts';

/** `CASE-0001.html`, `CASE-0001-observations.csv`, `CASE-0001-stix.json`, `indicators-20261120T120000Z.csv`. */
export function nameFile(model: ReportHead, { id, fileExtension, audience }: Exporter): string {
  const stamp = new Date(model.dataStateAtMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const base = model.case === null ? `indicators-${stamp}` : model.case.number;
  // Formats for machines share extensions, so one is told from the other by its word.
  const kind = audience === 'people' || id === fileExtension ? '' : `-${id.replace(`${fileExtension}-`, '')}`;
  return `${base}${kind}.${fileExtension}`;
}
