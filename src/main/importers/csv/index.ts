import type { CsvColumns, ImportedTriage } from '#main/services/ports/imports.ts';
import { parseEpoch, parseTimestamp } from '#main/vendors/kit/times.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CsvField, CsvMapping } from '#shared/model/import.ts';
import type { ObservationFields } from '#shared/model/indicator.ts';
import { Collector } from '../collect.ts';
import type { Importer } from '../importer.ts';
import { shorten } from '../statement.ts';
import { describeColumns, distinguish, placeColumns } from './columns.ts';
import { guessMapping } from './guess-mapping.ts';
import { guessDelimiter, readTable, type TableLine } from './read-table.ts';
import { readPercent, readSeverity, readState, readType, readVerdict } from './words.ts';

/** Tables: one indicator per line, in columns that a mapping names. */
export const csv: Importer = {
  id: 'csv',
  // What is JSON or XML, whole or not, is no table; anything else may be a list with one column.
  fits: ({ text }) => !/^\s*(?:[{[]|<(?:\?xml|!|[a-z]))/i.test(text),
  read({ name, text, mapping }) {
    const lines = readTable(name, text, mapping?.delimiter ?? guessDelimiter(text));
    if (lines.length === 0) throw new AppError('input.invalid', `${name}: there is nothing in it.`);
    const used = mapping ?? guessMapping(lines, guessDelimiter(text));
    const table = describeColumns(lines, used);
    const collector = new Collector();
    const place = placeColumns(table);
    for (const line of used.hasHeader ? lines.slice(1) : lines) readLine({ collector, table, place }, line);
    return {
      format: 'csv',
      author: null,
      title: name,
      case: null,
      rows: collector.rows,
      passedOver: collector.passedOver,
      notes: tellMissing(used, place),
      columns: { mapping: used, names: table.names, sample: table.sample },
    };
  },
};

function tellMissing({ columns }: CsvMapping, place: ReadonlyMap<CsvField, number>): readonly string[] {
  const missing = Object.entries(columns).filter(([field]) => !place.has(field as CsvField));
  const notes = missing.map(([field, column]) => `There is no column “${shorten(column)}” for ${field}.`);
  return place.has('value') ? notes : [...notes, 'No column is known to hold indicators: say which one does.'];
}

interface Frame {
  readonly collector: Collector;
  readonly table: CsvColumns;
  readonly place: ReadonlyMap<CsvField, number>;
}

function readLine({ collector, table, place }: Frame, { number, cells }: TableLine): void {
  const cell = (field: CsvField): string => cells[place.get(field) ?? -1]?.trim() ?? '';
  const at = `line ${number}`;
  const text = cell('value');
  const word = cell('type');
  const type = word === '' ? table.mapping.defaultType : readType(word);
  if (type === undefined) {
    collector.passOver({
      place: at,
      what: shorten(text),
      reason: `“${shorten(word)}” is no type that is kept.`,
      kind: 'refused',
    });
    return;
  }
  collector.add({
    place: at,
    // The line may move; what it says of a value is what it is.
    key: `${type ?? ''} ${text}`,
    type,
    text,
    fields: readFields(cell),
    comment: cell('comment'),
    role: cell('role'),
    triage: readTriage(cell),
    raw: nameCells(table.names, cells),
  });
}

/** A line as it stands; it may be longer than the table is wide. */
function nameCells(names: readonly string[], cells: readonly string[]): Readonly<Record<string, string>> {
  const more = cells.slice(names.length).map((_, at) => `Column ${names.length + at + 1}`);
  const all = more.length === 0 ? names : distinguish([...names, ...more]);
  return Object.fromEntries(cells.map((cell, at) => [all[at] ?? '', cell]));
}

function readFields(cell: (field: CsvField) => string): Partial<ObservationFields> {
  const textOf = (field: CsvField): string | null => cell(field) || null;
  const moment = (field: CsvField): number | null => readMoment(cell(field));
  const source = cell('source');
  return {
    score: readPercent(cell('score')),
    vendorScore: textOf('score'),
    confidence: readPercent(cell('confidence')),
    severity: readSeverity(cell('severity')),
    firstSeenMs: moment('firstSeen'),
    lastSeenMs: moment('lastSeen'),
    expiresAtMs: moment('expiresAt'),
    tags: splitList(cell('tags')),
    categories: splitList(cell('category')),
    sources: source === '' ? [] : [{ name: source, intent: 'unstated' }],
    country: textOf('country'),
    asn: textOf('asn'),
    description: textOf('description'),
  };
}

const splitList = (text: string): string[] =>
  text
    .split(text.includes(';') ? ';' : text.includes('|') ? '|' : ',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** A time, a day, or an epoch; UTC where no zone is told. */
function readMoment(text: string): number | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const minute = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/.test(day) ? `${day}:00` : day;
  return parseTimestamp(minute.replace(/ UTC$/, 'Z')) ?? parseEpoch(minute);
}

function readTriage(cell: (field: CsvField) => string): ImportedTriage | null {
  const verdict = readVerdict(cell('verdict')) ?? 'unknown';
  const state = readState(cell('state')) ?? 'new';
  return verdict === 'unknown' && state === 'new' ? null : { verdict, state, atMs: null, by: null };
}
