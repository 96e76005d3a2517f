import { hash } from 'node:crypto';
import type { ImportedCase, ImportedFile, ImportedRow } from '#main/services/ports/imports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CsvMapping, ImportFormat } from '#shared/model/import.ts';
import { csv } from './csv/index.ts';
import type { Importer, ImportSource } from './importer.ts';
import { json } from './json/index.ts';
import { misp } from './misp/index.ts';
import { openioc } from './openioc/index.ts';
import { storable } from './statement.ts';
import { stix } from './stix/index.ts';
import { uuidOf } from './uuid.ts';

/** Every format that can be imported: one line each; CSV, which is told by nothing, is last. */
export const importers: readonly Importer[] = [json, stix, misp, openioc, csv];

/** How a text is read. */
export interface TextImport {
  readonly name: string;
  readonly text: string;
  readonly format: ImportFormat | null;
  readonly mapping: CsvMapping | null;
}

/** Reads a file's text. @throws AppError `input.invalid`, `input.tooLarge`. */
export function readImportText({ name, text, format, mapping }: TextImport): ImportedFile {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const source: ImportSource = { name, text: plain, json: parseJson(plain), mapping };
  const chosen = importers.find((one) => (format === null ? one.fits(source) : one.id === format));
  if (chosen !== undefined) {
    const file = chosen.read(source);
    const found = file.case === null ? null : cleanCase(file.case);
    const caseUuid = found?.uuid ?? uuidOf(`${name} ${hash('sha256', plain)}`);
    return { ...file, title: storable(file.title), case: found, caseUuid, rows: file.rows.toSorted(byAddition) };
  }
  throw new AppError('input.invalid', `${name}: it is of no format that can be imported.`, {
    suggestion:
      'STIX 2.1, MISP events, OpenIOC, CSV and JSON of another Sightline can be. Look the file up to find indicators in any text.',
  });
}

/** Into a case in the order in which they once came into it; the order of the file where it tells none. */
function byAddition(one: ImportedRow, other: ImportedRow): number {
  return (one.addedAtMs ?? 0) - (other.addedAtMs ?? 0);
}

function storableTexts<Record extends object>(record: Record): Record {
  const texts = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'string' ? storable(value) : value,
  ]);
  // Texts stay texts.
  return Object.fromEntries(texts) as Record;
}

/** Texts of a case as they can be stored. */
function cleanCase(found: ImportedCase): ImportedCase {
  const { title, assignee, summary, notes, tasks, files, timeline } = found;
  return {
    ...found,
    title: storable(title),
    assignee: assignee === null ? null : storable(assignee),
    summary: summary === null ? null : storable(summary),
    notes: notes.map((note) => ({
      ...note,
      by: storable(note.by),
      text: storable(note.text),
      evidence: note.evidence.map(storableTexts),
    })),
    files: files.map(storableTexts),
    tasks: tasks.map(storableTexts),
    timeline: timeline.map(storableTexts),
  };
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
