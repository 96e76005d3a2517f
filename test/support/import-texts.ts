import type { Exporter } from '#main/exporters/exporter.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import { readImportText, type TextImport } from '#main/importers/registry.ts';
import type { ImportedFile } from '#main/services/ports/imports.ts';
import { joinChunks } from './join-chunks.ts';

/** Reads a text as a file, its format told by its content. */
export function readText(text: string, how: Partial<TextImport> = {}): ImportedFile {
  return readImportText({ name: 'file.txt', text, format: null, mapping: null, ...how });
}

/** Reads a JSON value as a file. */
export function readValue(value: unknown): ImportedFile {
  return readText(JSON.stringify(value));
}

/** Exports a model and reads the file. */
export async function exportAndRead(exporter: Exporter, model: ReportModel): Promise<ImportedFile> {
  return readText(await joinChunks(exporter.render(model, { defang: true, includeHarmless: true })));
}

/** `type value` of everything that was found. */
export function namesOf({ rows }: ImportedFile): readonly string[] {
  return rows.map(({ draft }) => `${draft.type} ${draft.value}`);
}
