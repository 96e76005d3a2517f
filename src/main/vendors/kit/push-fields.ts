/** Small readings of records and changes, for the modules' pushes. */

/** A JSON object; undefined for anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** A list; empty for anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text member of an object; undefined when absent or of another type. */
export function textOf(value: unknown, name: string): string | undefined {
  const member = asObject(value)?.[name];
  return typeof member === 'string' ? member : undefined;
}

/** Whether two JSON values say the same; absent, null and empty are the same nothing, the order of lists does not count. */
export function saysSame(left: unknown, right: unknown): boolean {
  return canonicalText(left) === canonicalText(right);
}

function canonicalText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(canonicalText).toSorted().join()}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .map(([name, member]) => `${name}:${canonicalText(member)}`)
    .toSorted();
  return members.length === 0 ? '' : `{${members.join()}}`;
}
