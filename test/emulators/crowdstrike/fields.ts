/** How a property is compared: `list` properties match when one of their members does. */
export type FieldKind = 'text' | 'list' | 'date' | 'number' | 'boolean';

/** A property's value while filtering: dates are nanoseconds since 1970, absent is null. */
export type FieldValue = string | number | boolean | bigint | readonly string[] | null;

/** Reads one property of the record at hand. */
export type FieldReader = (property: string) => FieldValue;

/** Properties that a filter may name, with their kind. Source: the vendor documents and vendor samples. */
export const filterFields: Readonly<Record<string, FieldKind>> = {
  id: 'text',
  type: 'text',
  value: 'text',
  action: 'text',
  mobile_action: 'text',
  severity: 'text',
  severity_number: 'number',
  platforms: 'list',
  tags: 'list',
  host_groups: 'list',
  source: 'text',
  description: 'text',
  expiration: 'date',
  expired: 'boolean',
  deleted: 'boolean',
  applied_globally: 'boolean',
  from_parent: 'boolean',
  created_on: 'date',
  created_by: 'text',
  modified_on: 'date',
  modified_by: 'text',
  'metadata.filename': 'text',
  'metadata.filename.raw': 'text',
  'metadata.av_hits': 'number',
  'metadata.company_name.raw': 'text',
  'metadata.original_filename.raw': 'text',
  'metadata.product_name.raw': 'text',
  'metadata.product_version': 'text',
};

/** Properties that the `sort` parameter accepts. */
export const sortFields = [
  'action',
  'applied_globally',
  'metadata.av_hits',
  'metadata.company_name.raw',
  'created_by',
  'created_on',
  'expiration',
  'expired',
  'metadata.filename.raw',
  'modified_by',
  'modified_on',
  'metadata.original_filename.raw',
  'metadata.product_name.raw',
  'metadata.product_version',
  'severity_number',
  'source',
  'type',
  'value',
] as const;

/** Numbers behind the severity words, used by `severity_number`. */
export const severityNumbers: Readonly<Record<string, number>> = {
  '': 0,
  informational: 10,
  low: 30,
  medium: 50,
  high: 70,
  critical: 90,
};
