import { AppError } from '#shared/errors/app-error.ts';
import { bundle } from './bundle/index.ts';
import { csv } from './csv/index.ts';
import { csvObservations } from './csv-observations/index.ts';
import { docx } from './docx/index.ts';
import type { Exporter } from './exporter.ts';
import { html } from './html/index.ts';
import { json } from './json/index.ts';
import { jsonl } from './jsonl/index.ts';
import { markdown } from './markdown/index.ts';
import { misp } from './misp/index.ts';
import { openioc } from './openioc/index.ts';
import { pdf } from './pdf/index.ts';
import { stix } from './stix/index.ts';
import { txt } from './txt/index.ts';

/** Every export format: one line each. */
export const exporters: readonly Exporter[] = [
  html,
  pdf,
  docx,
  markdown,
  csv,
  csvObservations,
  json,
  jsonl,
  stix,
  misp,
  openioc,
  txt,
  bundle,
];

/** @throws AppError `input.invalid` naming the formats there are. */
export function findExporter(id: string): Exporter {
  const found = exporters.find((exporter) => exporter.id === id);
  if (found !== undefined) return found;
  throw new AppError('input.invalid', `There is no export format "${id}".`, {
    suggestion: `Use one of: ${exporters.map((exporter) => exporter.id).join(', ')}.`,
  });
}
