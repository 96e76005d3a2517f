import type { ObservationFields } from '#shared/model/indicator.ts';

/** How a normalised field is shown. */
type FieldKind = 'text' | 'number' | 'percent' | 'moment' | 'list' | 'sources' | 'flag' | 'prose';

/** A normalised field of a vendor record. */
export interface FieldDescription {
  readonly key: keyof ObservationFields;
  readonly label: string;
  readonly kind: FieldKind;
}

/** Every normalised field, in reading order. */
export const observationFields: readonly FieldDescription[] = [
  { key: 'score', label: 'Score', kind: 'number' },
  { key: 'vendorScore', label: 'Vendor’s score', kind: 'text' },
  { key: 'severity', label: 'Severity', kind: 'text' },
  { key: 'confidence', label: 'Confidence', kind: 'percent' },
  { key: 'action', label: 'Action', kind: 'text' },
  { key: 'benign', label: 'Called harmless', kind: 'flag' },
  { key: 'firstSeenMs', label: 'First seen', kind: 'moment' },
  { key: 'lastSeenMs', label: 'Last seen', kind: 'moment' },
  { key: 'expiresAtMs', label: 'Expires', kind: 'moment' },
  { key: 'rule', label: 'Rule', kind: 'text' },
  { key: 'sources', label: 'Sources', kind: 'sources' },
  { key: 'categories', label: 'Categories', kind: 'list' },
  { key: 'tags', label: 'Tags', kind: 'list' },
  { key: 'country', label: 'Country', kind: 'text' },
  { key: 'asn', label: 'AS', kind: 'text' },
  { key: 'asType', label: 'Network kind', kind: 'text' },
  { key: 'platforms', label: 'Platforms', kind: 'list' },
  { key: 'description', label: 'Description', kind: 'prose' },
];

/** True when the vendor said something there; what nobody said is not shown as an empty line. */
export function isSaid(fields: ObservationFields, key: keyof ObservationFields): boolean {
  const value = fields[key];
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== false && value !== '';
}

/** A field that two states of a record differ in. */
export interface FieldChange {
  readonly field: FieldDescription;
  /** Items of a list that came or went; undefined for what is not a list. */
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}

const itemsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item : `${item.name} (${item.intent})`)) : [];

/** What changed from one state of a vendor record to the next. */
export function diffFields(before: ObservationFields, after: ObservationFields): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of observationFields) {
    const old = before[field.key];
    const now = after[field.key];
    if (!Array.isArray(old) && !Array.isArray(now)) {
      if (old !== now) changes.push({ field });
      continue;
    }
    const oldItems = itemsOf(old);
    const newItems = itemsOf(now);
    const added = newItems.filter((item) => !oldItems.includes(item));
    const removed = oldItems.filter((item) => !newItems.includes(item));
    if (added.length > 0 || removed.length > 0) changes.push({ field, added, removed });
  }
  return changes;
}
