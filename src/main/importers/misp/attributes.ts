import { parseEpoch, parseTimestamp } from '#main/vendors/kit/times.ts';
import type { DerivedDraft } from '#main/vendors/vendor.ts';
import type { ObservationFields } from '#shared/model/indicator.ts';
import type { Collector } from '../collect.ts';
import { shorten } from '../statement.ts';
import { type MispAttribute, type MispObject, readAttribute } from './event.ts';
import { isOwnTag } from './own-tags.ts';
import { valuesOf } from './values.ts';

/** What attributes of one event share. */
export interface EventFrame {
  readonly collector: Collector;
  readonly author: string | null;
}

/** An attribute with the object that it is a part of. */
interface Place {
  readonly object: MispObject | null;
  readonly derived: readonly DerivedDraft[];
}

const alone: Place = { object: null, derived: [] };

/** Reads an attribute of somebody else's event. */
export function readForeignAttribute(frame: EventFrame, attribute: MispAttribute, place: Place = alone): void {
  const { collector } = frame;
  const { type, value } = attribute;
  const name = nameOf(attribute);
  const what = `${type} ${shorten(value ?? '')}`;
  const values = value === null ? [] : valuesOf(type, value);
  if (values === undefined) {
    collector.skip(name, what, 'Nothing here is made for attributes of this type.');
    return;
  }
  if (values.length === 0)
    collector.passOver({ place: name, what: type, reason: 'There is no value.', kind: 'refused' });
  if (attribute.data !== null) collector.skip(name, what, 'The file that is attached to it is not kept.');
  for (const one of values) {
    const comment = [attribute.comment, one.beside].filter((part) => part !== null && part !== '').join(' ');
    collector.add({
      place: name,
      key: values.length === 1 ? name : `${name} ${one.type}`,
      type: one.type,
      text: one.text,
      fields: { ...fieldsOf(frame, attribute, place), description: comment === '' ? null : comment },
      derived: place.derived,
      comment,
      raw: attribute.original,
    });
  }
}

/** Its own id, else what it says. */
export function nameOf({ uuid, id, type, value }: MispAttribute): string {
  return uuid ?? id ?? `${type} ${value}`;
}

function fieldsOf({ author }: EventFrame, attribute: MispAttribute, { object }: Place): Partial<ObservationFields> {
  const tags = (attribute.Tag ?? []).map(({ name }) => name).filter((name) => !isOwnTag(name));
  return {
    // What MISP means by it: detection systems may match it.
    action: attribute.to_ids === true ? 'detect' : null,
    firstSeenMs: readMoment(attribute.first_seen),
    lastSeenMs: readMoment(attribute.last_seen),
    tags,
    categories: [attribute.category, object?.name].filter(
      (word): word is string => typeof word === 'string' && word !== '',
    ),
    sources: author === null ? [] : [{ name: author, intent: attribute.to_ids === true ? 'malicious' : 'unstated' }],
  };
}

/** MISP writes RFC 3339 or microseconds since 1970. */
export function readMoment(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  if (/^\d{16}$/.test(text)) return parseEpoch(Math.floor(Number(text) / 1_000));
  return parseTimestamp(text) ?? parseEpoch(text);
}

/** The attribute if it stands; what cannot be read, or is deleted in MISP, is told. */
export function readStanding(collector: Collector, value: unknown, place: string): readonly MispAttribute[] {
  const attribute = readAttribute(value);
  if (attribute === undefined) {
    collector.skip(place, 'attribute', 'It has no type.');
    return [];
  }
  if (attribute.deleted !== true) return [attribute];
  collector.skip(nameOf(attribute), `${attribute.type} ${shorten(attribute.value ?? '')}`, isDeleted);
  return [];
}

const isDeleted = 'It is deleted in MISP.';

/** Reads an object: its attributes, and that hashes in it are of one file. */
export function readForeignObject(frame: EventFrame, object: MispObject): void {
  const place = object.uuid ?? 'object';
  if (object.deleted === true) {
    frame.collector.skip(place, `object ${object.name ?? ''}`.trim(), isDeleted);
    return;
  }
  const attributes = (object.Attribute ?? []).flatMap((value) => readStanding(frame.collector, value, place));
  const hashes = attributes.flatMap(({ type, value }): DerivedDraft[] =>
    (type === 'md5' || type === 'sha1' || type === 'sha256') && value !== null
      ? [{ type, value: value.trim().toLowerCase(), relation: 'same_file' }]
      : [],
  );
  const isOneFile = object.name === 'file' && new Set(hashes.map(({ type }) => type)).size === hashes.length;
  for (const attribute of attributes) {
    const isHash = hashes.some(({ type }) => type === attribute.type);
    readForeignAttribute(frame, attribute, { object, derived: isOneFile && isHash ? hashes : [] });
  }
}
