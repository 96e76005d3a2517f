import * as z from 'zod';

const text = z.string();
const texts = z.array(text);
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().catch(null);

/** What is read of any STIX object; a property of another shape than STIX gives it counts as absent. */
export const stixObjectSchema = z.looseObject({
  type: text,
  id: text,
  created_by_ref: maybe(text),
  created: maybe(text),
  modified: maybe(text),
  name: maybe(text),
  description: maybe(text),
  labels: maybe(texts),
  confidence: maybe(z.number().int().min(0).max(100)),
  revoked: maybe(z.boolean()),
  object_marking_refs: maybe(texts),
  object_refs: maybe(texts),
  extensions: maybe(z.record(text, z.unknown())),
  kill_chain_phases: maybe(z.array(z.looseObject({ kill_chain_name: text, phase_name: text }))),
  pattern: maybe(text),
  pattern_type: maybe(text),
  indicator_types: maybe(texts),
  valid_from: maybe(text),
  valid_until: maybe(text),
  relationship_type: maybe(text),
  source_ref: maybe(text),
  target_ref: maybe(text),
  sighting_of_ref: maybe(text),
  first_seen: maybe(text),
  last_seen: maybe(text),
  first_observed: maybe(text),
  last_observed: maybe(text),
  published: maybe(text),
  content: maybe(text),
  abstract: maybe(text),
  explanation: maybe(text),
  authors: maybe(texts),
  value: maybe(text),
  key: maybe(text),
  path: maybe(text),
  hashes: maybe(z.record(text, text)),
  parent_directory_ref: maybe(text),
  src_ref: maybe(text),
  dst_ref: maybe(text),
  src_port: maybe(z.number()),
  dst_port: maybe(z.number()),
  tlp: maybe(text),
});

/** An object, with itself as it stands in the file. */
export type StixObject = z.infer<typeof stixObjectSchema> & { readonly original: unknown };

/** The objects of a bundle, of an envelope, of a list, or a single one; undefined for what is no STIX at all. */
export function listStixObjects(json: unknown): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json.some(isStixObject) ? json : undefined;
  if (typeof json !== 'object' || json === null) return undefined;
  const objects: unknown = Object.hasOwn(json, 'objects') ? (json as { objects: unknown }).objects : undefined;
  if (Array.isArray(objects)) return isBundle(json) || objects.some(isStixObject) ? objects : undefined;
  if (isBundle(json)) return [];
  return isStixObject(json) ? [json] : undefined;
}

const isBundle = (json: object): boolean => 'type' in json && json.type === 'bundle';

function isStixObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('id' in value)) return false;
  return typeof value.id === 'string' && typeof value.type === 'string' && value.id.startsWith(`${value.type}--`);
}
