/** Parts of the cards that show a vendor's answers: bounded, and without what the vendor did not say. */
import type { DetailField, DetailSection } from '#shared/model/vendor-detail.ts';
import { asList, asObject } from './push-fields.ts';
import { parseEpoch, parseTimestamp } from './times.ts';
import { boundList, boundText } from './vendor-text.ts';

/** Most rows of a table. */
const rowLimit = 200;

/** A text, number or boolean; nothing for what is absent, empty or of another kind. */
export function textField(name: string, value: unknown): readonly DetailField[] {
  const text = boundText(scalarText(value));
  return text === null ? [] : [{ kind: 'text', name, text }];
}

/** An RFC 3339 text or epoch seconds. */
export function momentField(name: string, value: unknown): readonly DetailField[] {
  const atMs = parseTimestamp(value) ?? parseEpoch(value);
  return atMs === null ? [] : [{ kind: 'moment', name, atMs }];
}

/** A list of texts. */
export function listField(name: string, values: unknown): readonly DetailField[] {
  const items = boundList(asList(values).map(scalarText));
  return items.length === 0 ? [] : [{ kind: 'list', name, items }];
}

/** A section of fields. */
export function fieldSection(
  title: string | null,
  fields: readonly (readonly DetailField[])[],
): readonly DetailSection[] {
  const all = fields.flat();
  return all.length === 0 ? [] : [{ title, fields: all, table: null }];
}

/** A section that is a table; rows beyond 200 are counted. */
export function tableSection(
  title: string,
  table: { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] },
): readonly DetailSection[] {
  if (table.rows.length === 0) return [];
  const rows = table.rows.slice(0, rowLimit).map((row) => row.map((cell) => boundText(scalarText(cell)) ?? ''));
  const rest = table.rows.length - rows.length;
  const fields = rest === 0 ? [] : textField('Not shown', `${rest} more`);
  return [{ title, fields: [...fields], table: { columns: [...table.columns], rows } }];
}

/** A member of a member; undefined where a step is missing. */
export function memberAt(value: unknown, ...names: readonly string[]): unknown {
  let found = value;
  for (const name of names) found = asObject(found)?.[name];
  return found;
}

function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
