import type { ImportedCase } from '#main/services/ports/imports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { indicatorTypes, verdicts } from '#shared/model/vocabulary.ts';
import { Collector } from '../collect.ts';
import { stateFrozen } from '../frozen-fields.ts';
import type { Importer } from '../importer.ts';
import { shorten } from '../statement.ts';
import { isOwnAttachment, type OwnAttachment, readOwnAttachment } from './attachment.ts';
import {
  type EventFrame,
  nameOf,
  readForeignAttribute,
  readForeignObject,
  readMoment,
  readStanding,
} from './attributes.ts';
import { describeForeignEvent, readNotes } from './case.ts';
import { listEvents, type MispAttribute, type MispEvent, readObject } from './event.ts';
import { isOwnTag, readOwnTags } from './own-tags.ts';
import { proseTypes, valuesOf } from './values.ts';

/** MISP events: one, or the answer of a search. */
export const misp: Importer = {
  id: 'misp',
  fits: ({ json }) => listEvents(json) !== undefined,
  read({ name, json }) {
    const events = listEvents(json);
    if (events === undefined) throw new AppError('input.invalid', `${name}: it is no MISP event.`);
    const collector = new Collector();
    const cases = events.map((event) => readEvent(event, collector));
    const [found = null] = cases;
    const isOne = cases.length === 1;
    return {
      format: 'misp',
      author: events[0]?.Orgc?.name ?? null,
      title: isOne ? (found?.title ?? name) : name,
      case: isOne ? found : null,
      rows: collector.rows,
      passedOver: collector.passedOver,
      notes: isOne ? [] : [`It holds ${events.length} events; only a file with one of them becomes a case by itself.`],
      columns: null,
    };
  },
};

/** @returns the case that it describes; null for a list of ours, which is none. */
function readEvent(event: MispEvent, collector: Collector): ImportedCase | null {
  const frame: EventFrame = { collector, author: event.Orgc?.name ?? null };
  const own = readAttributes(event, new Collector()).filter(isOwnAttachment).map(readOwnAttachment)[0];
  if (own !== undefined) return readOwn(frame, event, own);
  const attributes = readAttributes(event, collector);
  tellProposals(event, collector);
  const prose: MispAttribute[] = [];
  for (const attribute of attributes) {
    const tags = readOwnTags(attribute.Tag);
    if (tags.size > 0) readTagged(frame, attribute, tags);
    else if (proseTypes.has(attribute.type)) prose.push(attribute);
    else readForeignAttribute(frame, attribute);
  }
  for (const value of event.Object ?? []) {
    const object = readObject(value);
    if (object === undefined) collector.skip('object', 'object', 'It cannot be read.');
    else readForeignObject(frame, object);
  }
  const notes = readNotes(event, prose, collector);
  const isList = readOwnTags(event.Tag).get('list') === 'true';
  return isList ? null : { ...describeForeignEvent(event), notes };
}

function readAttributes(event: MispEvent, collector: Collector): readonly MispAttribute[] {
  return (event.Attribute ?? []).flatMap((value, index) => readStanding(collector, value, `attribute ${index + 1}`));
}

function tellProposals(event: MispEvent, collector: Collector): void {
  const count = event.ShadowAttribute?.length ?? 0;
  if (count > 0) collector.skip('proposals', `${count} proposals`, 'Proposals are not part of an event yet.');
}

/** An event of ours: what its attachment says, of the attributes that are still in it; and what somebody added. */
function readOwn(frame: EventFrame, event: MispEvent, own: OwnAttachment): ImportedCase {
  const { collector, author } = frame;
  const attributes = readAttributes(event, collector);
  const present = new Map(attributes.map((attribute) => [attribute.uuid, attribute]));
  const told = new Set<string | null>();
  for (const { attribute, frozen, judgedBy, ...member } of own.members) {
    const found = attribute === null ? undefined : present.get(attribute);
    if (attribute !== null) told.add(attribute);
    // Somebody took it out of the event since.
    if (attribute !== null && found === undefined) continue;
    const { type, value } = frozen.indicator;
    collector.add({
      ...member,
      ...stateFrozen(frozen, judgedBy ?? author),
      place: attribute ?? `${type} ${shorten(value)}`,
      key: attribute ?? `${type} ${value}`,
      raw: found?.original ?? frozen,
    });
  }
  for (const attribute of attributes) {
    // Files of the case are told by the attachment.
    const isOurs = told.has(attribute.uuid) || isOwnAttachment(attribute) || readOwnTags(attribute.Tag).has('file');
    if (!isOurs && !proseTypes.has(attribute.type)) readForeignAttribute(frame, attribute);
  }
  return { ...own.case, notes: [...own.case.notes, ...readAddedNotes(event, told, own.case)] };
}

/** Prose that somebody added to an event of ours. */
function readAddedNotes(event: MispEvent, told: ReadonlySet<string | null>, { notes, summary }: OwnAttachment['case']) {
  const known = new Set([summary, ...notes.map(({ text }) => text)]);
  const added = readAttributes(event, new Collector()).filter(
    ({ uuid, type, value }) => proseTypes.has(type) && !told.has(uuid) && !known.has(value),
  );
  return readNotes(event, added, new Collector());
}

/** An attribute that our exporter wrote, without the attachment of a case: its tags say what MISP has no field for. */
function readTagged(frame: EventFrame, attribute: MispAttribute, tags: ReadonlyMap<string, string>): void {
  const named = nameByTags(attribute, tags) ?? valuesOf(attribute.type, attribute.value ?? '')?.[0];
  if (named === undefined) {
    readForeignAttribute(frame, attribute);
    return;
  }
  const verdict = verdicts.find((word) => word === tags.get('verdict')) ?? 'unknown';
  frame.collector.add({
    place: nameOf(attribute),
    key: nameOf(attribute),
    ...named,
    fields: {
      firstSeenMs: readMoment(attribute.first_seen),
      lastSeenMs: readMoment(attribute.last_seen),
      tags: (attribute.Tag ?? []).map(({ name }) => name).filter((name) => !isOwnTag(name)),
    },
    role: tags.get('role') ?? null,
    triage: verdict === 'unknown' ? null : { verdict, state: 'new', atMs: null, by: tags.get('by') ?? frame.author },
    raw: attribute.original,
  });
}

/** What is spelled out in tags: a stream, a value that is too long for MISP, a text of its own type. */
function nameByTags({ type, value, comment }: MispAttribute, tags: ReadonlyMap<string, string>) {
  const stream = tags.get('stream');
  if (stream !== undefined) return { type: 'network_stream' as const, text: stream };
  const spelled = indicatorTypes.find((word) => word === tags.get('type'));
  if (spelled === undefined) return type === 'text' ? { type: 'other' as const, text: value ?? '' } : undefined;
  const isElsewhere = /^[0-9a-f]{64}$/.test(value ?? '') && (comment ?? '').length > 65_535;
  return { type: spelled, text: (isElsewhere ? comment : value) ?? '' };
}
