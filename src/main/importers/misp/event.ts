import * as z from 'zod';

const text = z.string();
/** MISP writes numbers as text, others as numbers. */
const textish = z.union([text, z.number().transform(String)]);
/** MISP writes a word, its database a number. */
const flag = z.union([z.boolean(), z.literal([0, 1]).transform((digit) => digit === 1)]);
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().catch(null);

const tagSchema = z.looseObject({ name: text });
const tagsSchema = z.array(tagSchema).nullable().catch(null);

/** What is read of an attribute; a property of another shape than MISP gives it counts as absent. */
const attributeSchema = z.looseObject({
  uuid: maybe(text),
  id: maybe(textish),
  type: text,
  category: maybe(text),
  value: maybe(textish),
  to_ids: maybe(z.boolean()),
  comment: maybe(text),
  timestamp: maybe(textish),
  first_seen: maybe(textish),
  last_seen: maybe(textish),
  deleted: maybe(flag),
  data: maybe(text),
  object_relation: maybe(text),
  Tag: tagsSchema,
});

/** An attribute, with itself as it stands in the file, without what is attached to it. */
export type MispAttribute = z.infer<typeof attributeSchema> & { readonly original: unknown };

const objectSchema = z.looseObject({
  uuid: maybe(text),
  name: maybe(text),
  comment: maybe(text),
  deleted: maybe(flag),
  Attribute: z.array(z.unknown()).nullable().catch(null),
});
export type MispObject = z.infer<typeof objectSchema>;

const organisationSchema = z.looseObject({ name: maybe(text), uuid: maybe(text) });

const eventSchema = z.looseObject({
  uuid: maybe(text),
  info: maybe(text),
  date: maybe(text),
  threat_level_id: maybe(textish),
  analysis: maybe(textish),
  timestamp: maybe(textish),
  Orgc: maybe(organisationSchema),
  Tag: tagsSchema,
  Attribute: z.array(z.unknown()).nullable().catch(null),
  Object: z.array(z.unknown()).nullable().catch(null),
  ShadowAttribute: z.array(z.unknown()).nullable().catch(null),
  EventReport: z.array(z.unknown()).nullable().catch(null),
  Galaxy: z.array(z.unknown()).nullable().catch(null),
});
export type MispEvent = z.infer<typeof eventSchema>;

const reportSchema = z.looseObject({ name: maybe(text), content: maybe(text), timestamp: maybe(textish) });

/** The events of a file: one, a list, or the answer of a search; undefined for what is no MISP at all. */
export function listEvents(json: unknown): readonly MispEvent[] | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const listed = Array.isArray(json)
    ? json
    : 'response' in json && Array.isArray(json.response)
      ? json.response
      : [json];
  const events = listed.flatMap((one: unknown) => {
    const event = eventSchema.safeParse(typeof one === 'object' && one !== null && 'Event' in one ? one.Event : one);
    return event.success && isEvent(event.data) ? [event.data] : [];
  });
  return events.length === 0 ? undefined : events;
}

/** An event has what no other JSON has together. */
function isEvent(event: MispEvent): boolean {
  return (event.Attribute ?? event.Object ?? null) !== null && (event.info ?? event.uuid ?? null) !== null;
}

/** @returns undefined for what is no attribute. */
export function readAttribute(value: unknown): MispAttribute | undefined {
  const { data } = attributeSchema.safeParse(value);
  if (data === undefined) return undefined;
  const { data: _attached, ...original } = { ...(value as object) } as { data?: unknown };
  return { ...data, original };
}

/** @returns undefined for what is no object. */
export function readObject(value: unknown): MispObject | undefined {
  return objectSchema.safeParse(value).data;
}

/** Name and text of an event report; undefined for what is none. */
export function readReport(value: unknown): z.infer<typeof reportSchema> | undefined {
  return reportSchema.safeParse(value).data;
}
