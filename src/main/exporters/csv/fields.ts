import { quoteField } from '#shared/text/csv-fields.ts';
import { formatMoment } from '../moment.ts';

/** A time in ISO 8601; empty when unknown. */
export function momentField(atMs: number | null): string {
  return quoteField(formatMoment(atMs) ?? '');
}

/** Marks the file as UTF-8 for spreadsheet programs. */
export const byteOrderMark = '\uFEFF';
