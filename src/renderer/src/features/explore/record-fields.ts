/** A member of a vendor record: where it stands, and what stands there. */
export interface RecordField {
  /** Member names and places in lists, joined: `as_geo.city`, `malicious_sources[0].name`. */
  readonly path: string;
  /** As sent; numbers with all of their digits. */
  readonly text: string;
  /** What is there without saying anything: `null`, an empty list, an empty object, an empty text. */
  readonly isEmpty: boolean;
}

/** Members shown; a VirusTotal record has some thousands. */
const fieldLimit = 2_000;

/**
 * Every member of a record as received, in its order. What the vendor did not send is not in it; what it sent as `null`, as an
 * empty list or as an empty text is, each as what it is.
 *
 * @param text JSON; empty for what is none.
 */
export function listRecordFields(text: string): readonly RecordField[] {
  const fields: RecordField[] = [];
  const value = parseRecord(text);
  if (value === undefined) return fields;
  collect(value, '', fields);
  return fields;
}

/** A number as it was written: beyond 2^53 it would come out as another one. */
class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function parseRecord(text: string): unknown {
  try {
    const keepDigits = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
      typeof value === 'number' ? new NumberText(context?.source ?? String(value)) : value;
    return JSON.parse(text, keepDigits);
  } catch {
    return undefined;
  }
}

function collect(value: unknown, path: string, fields: RecordField[]): void {
  if (fields.length >= fieldLimit) return;
  if (value instanceof NumberText) fields.push({ path, text: value.text, isEmpty: false });
  else if (Array.isArray(value)) collectList(value, path, fields);
  else if (typeof value === 'object' && value !== null) collectObject(value, path, fields);
  else if (value === '') fields.push({ path, text: 'empty text', isEmpty: true });
  else fields.push({ path, text: String(value), isEmpty: value === null });
}

function collectList(list: readonly unknown[], path: string, fields: RecordField[]): void {
  if (list.length === 0) fields.push({ path, text: 'empty list', isEmpty: true });
  for (const [at, item] of list.entries()) collect(item, `${path}[${at}]`, fields);
}

function collectObject(object: object, path: string, fields: RecordField[]): void {
  const members = Object.entries(object);
  if (members.length === 0) fields.push({ path, text: 'empty object', isEmpty: true });
  for (const [name, value] of members) collect(value, path === '' ? name : `${path}.${name}`, fields);
}
