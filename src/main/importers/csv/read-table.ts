import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '#shared/errors/app-error.ts';
import type { CsvMapping } from '#shared/model/import.ts';

/** A line of a table. */
export interface TableLine {
  /** Of the file, from 1; of a line whose fields hold breaks, its last. */
  readonly number: number;
  readonly cells: readonly string[];
}

type Delimiter = CsvMapping['delimiter'];
const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

/** Whichever stands most often in the first lines, outside of quotes. */
export function guessDelimiter(text: string): Delimiter {
  const start = text.slice(0, 16_384).replace(/"(?:[^"]|"")*"/g, '');
  const counts = delimiters.map((mark) => [mark, start.split(mark).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** The lines of a table, empty ones left out. @throws AppError `input.invalid`. */
export function readTable(name: string, text: string, delimiter: Delimiter): readonly TableLine[] {
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      // Of one line; a quote that is never closed would swallow the file.
      max_record_size: 1_048_576,
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    return records.map(({ record, info }) => ({ number: info.lines, cells: record.map(withoutGuard) }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('input.invalid', `${name}: it is no table that can be read (${error.message.slice(0, 160)}).`, {
      cause: error,
      suggestion: 'Choose another delimiter, or look for a quotation mark that is never closed.',
    });
  }
}

/** What a spreadsheet would take for a formula has one `'` in front, ours too: it is not part of the value. */
function withoutGuard(cell: string): string {
  return /^'[\s\p{Cc}\p{Cf}\uFFFD]*[=+\-@|＝＋－＠]/u.test(cell) ? cell.slice(1) : cell;
}
