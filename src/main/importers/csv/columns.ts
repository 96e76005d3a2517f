import type { CsvColumns } from '#main/services/ports/imports.ts';
import type { CsvField, CsvMapping } from '#shared/model/import.ts';
import { shorten } from '../statement.ts';
import type { TableLine } from './read-table.ts';

/** Most columns that can be named. */
export const columnLimit = 200;

/** The columns of a table, with their headers as they stand in the file. */
export interface TableColumns extends CsvColumns {
  readonly headers: readonly string[];
}

export function describeColumns(lines: readonly TableLine[], mapping: CsvMapping): TableColumns {
  const header = mapping.hasHeader ? (lines[0]?.cells ?? []) : [];
  const width = lines.slice(0, 100).reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const names = nameColumns(header, Math.min(width, columnLimit));
  const sample = lines
    .slice(mapping.hasHeader ? 1 : 0, mapping.hasHeader ? 6 : 5)
    .map(({ cells }) => cells.slice(0, names.length).map(shorten));
  return { mapping, names, sample, headers: header.slice(0, columnLimit).map(oneLine) };
}

/** What columns are called: their headers, long ones cut, equal ones numbered; `Column 3` without one. */
export function nameColumns(header: readonly string[], width: number): readonly string[] {
  const names = Array.from({ length: width }, (_, at) => header[at]?.trim() || `Column ${at + 1}`);
  return distinguish(names.map(shorten));
}

/** Repeated names numbered, so that none hides another: `note`, `note (2)`. A header that is there only once stays as it is. */
export function distinguish(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let own = name;
    if (seen.has(name)) for (let n = 2; taken.has(own); n += 1) own = `${name} (${n})`;
    taken.add(own);
    seen.add(name);
    return own;
  });
}

/** Where each field stands; a column is named as it is shown or by its whole header, without regard to case, or by its number. */
export function placeColumns({ mapping, names, headers }: TableColumns): ReadonlyMap<CsvField, number> {
  const [shown, whole] = [names, headers].map((texts) => texts.map((text) => text.toLowerCase()));
  const places = Object.entries(mapping.columns).flatMap(([field, column]) => {
    const wanted = oneLine(column).toLowerCase();
    const named = [shown, whole].map((texts) => texts?.indexOf(wanted) ?? -1).find((at) => at >= 0);
    const at = named ?? (/^\d{1,3}$/.test(column) ? Number(column) - 1 : -1);
    // Keys of the mapping were parsed as fields.
    return at >= 0 && at < names.length ? [[field as CsvField, at] as const] : [];
  });
  return new Map(places);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
