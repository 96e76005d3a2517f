import type { CsvMappings } from '#main/services/imports/csv-mappings.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type CsvField, type CsvMapping, csvFields } from '#shared/model/import.ts';
import { indicatorTypes } from '#shared/model/vocabulary.ts';

/** What the command line says about the columns of a CSV file. */
export interface MappingOptions {
  readonly mapping?: string;
  readonly column: readonly string[];
  readonly delimiter?: string;
  /** False where the first line is data. */
  readonly header: boolean;
  readonly defaultType?: string;
}

/**
 * How a CSV file is read: a saved mapping or the guessed one, with what single options change of it.
 * @returns asks for the guess only where it is needed; null leaves everything to the guess.
 */
export async function readMapping(
  mappings: CsvMappings,
  options: MappingOptions,
): Promise<(guess: () => Promise<CsvMapping>) => Promise<CsvMapping | null>> {
  const saved = options.mapping === undefined ? null : await mappings.find(options.mapping);
  const change = readChange(options);
  const isChanged = Object.keys(change).length > 0 || options.column.length > 0;
  return async (guess) => {
    if (!isChanged) return saved;
    const base = saved ?? (await guess());
    return { ...base, ...change, columns: { ...base.columns, ...readColumns(options.column) } };
  };
}

const delimiters: Readonly<Record<string, CsvMapping['delimiter']>> = {
  comma: ',',
  ',': ',',
  semicolon: ';',
  ';': ';',
  tab: '\t',
  '\t': '\t',
  pipe: '|',
  '|': '|',
};

function readChange({ delimiter, header, defaultType }: MappingOptions): Partial<Omit<CsvMapping, 'columns'>> {
  const mark = delimiter === undefined ? undefined : delimiters[delimiter];
  if (delimiter !== undefined && mark === undefined) throw wrong('--delimiter', 'comma, semicolon, tab or pipe');
  const type = indicatorTypes.find((word) => word === defaultType);
  if (defaultType !== undefined && type === undefined) throw wrong('--default-type', indicatorTypes.join(', '));
  return {
    ...(mark === undefined ? {} : { delimiter: mark }),
    ...(header ? {} : { hasHeader: false }),
    ...(type === undefined ? {} : { defaultType: type }),
  };
}

function readColumns(given: readonly string[]): CsvMapping['columns'] {
  return Object.fromEntries(
    given.map((text): [CsvField, string] => {
      const at = text.indexOf('=');
      const field = csvFields.find((word) => word === text.slice(0, at));
      const name = text.slice(at + 1).trim();
      if (field === undefined || name === '')
        throw wrong('--column', `field=name, the field being one of ${csvFields.join(', ')}`);
      return [field, name];
    }),
  );
}

function wrong(option: string, takes: string): AppError {
  return new AppError('input.invalid', `${option} takes ${takes}.`);
}
