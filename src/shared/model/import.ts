import * as z from 'zod';
import { indicatorTypes } from './vocabulary.ts';

/** Formats that can be imported; words of `--format`. */
export const importFormats = ['stix', 'misp', 'openioc', 'csv', 'json'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** How people call formats; a format is also the stream of the records that came in it. */
export const importFormatNames: Readonly<Record<ImportFormat, string>> = {
  stix: 'STIX',
  misp: 'MISP event',
  openioc: 'OpenIOC',
  csv: 'CSV',
  json: 'JSON of Sightline',
};

/**
 * What becomes of a statement. `new`: the cache does not know the indicator. `changed`: it does, and something is added to
 * it. `same`: all of it is here. `refused`: it is no indicator. `skipped`: there is nothing here for such a thing.
 */
export const importStatuses = ['new', 'changed', 'same', 'refused', 'skipped'] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** What a column of a CSV file can hold. */
export const csvFields = [
  'value',
  'type',
  'tags',
  'comment',
  'description',
  'score',
  'confidence',
  'severity',
  'firstSeen',
  'lastSeen',
  'expiresAt',
  'source',
  'category',
  'country',
  'asn',
  'role',
  'verdict',
  'state',
] as const;
export type CsvField = (typeof csvFields)[number];

/** How the columns of a CSV file are read. */
export const csvMappingSchema = z.strictObject({
  delimiter: z.enum([',', ';', '\t', '|']),
  hasHeader: z.boolean(),
  /** Field -> name of the column (its number from 1 without a header): its header, or that as it is shown. */
  columns: z.partialRecord(z.enum(csvFields), z.string().min(1).max(2_000)),
  /** What a value is where no column says so; null: told by its look. */
  defaultType: z.enum(indicatorTypes).nullable(),
});
export type CsvMapping = z.infer<typeof csvMappingSchema>;

/** Unique without regard to case. */
export const mappingNameSchema = z.string().trim().min(1, 'Give it a name.').max(80, 'The name is too long.');

/** What of a row can be new here: what the file says, its place in the case, the decision that comes with it. */
export const importParts = ['record', 'case', 'verdict'] as const;
export type ImportPart = (typeof importParts)[number];

/** A field of a record in which a file says something else than before; texts for people. */
export const fieldChangeSchema = z.strictObject({ name: z.string(), before: z.string(), after: z.string() });
export type FieldChange = z.infer<typeof fieldChangeSchema>;
