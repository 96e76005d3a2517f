import type { ImportedFile } from '#main/services/ports/imports.ts';
import type { CsvMapping, ImportFormat } from '#shared/model/import.ts';

/** A file as readers get it: text, and for JSON what it says. */
export interface ImportSource {
  /** Of the file, for the eyes. */
  readonly name: string;
  readonly text: string;
  /** The value, where the text is JSON; undefined where it is none. */
  readonly json: unknown;
  /** For CSV; null: guessed. */
  readonly mapping: CsvMapping | null;
}

/** A format that can be imported: a folder under `importers/` plus one line in the registry. Pure: text in, statements out. */
export interface Importer {
  /** The word for `--format`. */
  readonly id: ImportFormat;
  /** Whether a file looks like this format; asked in the order of the registry. */
  fits(source: ImportSource): boolean;
  /** @throws AppError `input.invalid` when it is not of this format, `input.tooLarge`. */
  read(source: ImportSource): Omit<ImportedFile, 'caseUuid'>;
}
