import type { ImportedTriage } from '#main/services/ports/imports.ts';
import { parseTimestamp } from '#main/vendors/kit/times.ts';
import type { ObservationFields } from '#shared/model/indicator.ts';
import { type IndicatorType, indicatorTypes, triageStates, verdicts } from '#shared/model/vocabulary.ts';
import { parseFrozen } from '#shared/public-json/frozen.ts';
import { stateFrozen } from '../frozen-fields.ts';
import { shorten } from '../statement.ts';
import type { Bundle } from './bundle.ts';
import { markOfObject } from './marks.ts';
import type { StixObject } from './objects.ts';
import { readPattern } from './read-pattern.ts';
import { listWanted } from './wanted-values.ts';

/** Reads an indicator, or a note that our exporter wrote for a text. */
export function readIndicator(bundle: Bundle, object: StixObject): void {
  const own = bundle.own(object);
  if (own !== undefined && isType(own['indicator_type']) && typeof own['value'] === 'string') {
    readOwn(bundle, object, own);
  } else if (object.type === 'indicator') {
    readForeign(bundle, object);
  }
}

/** Whether a note stands for an indicator of ours. */
export function isOwnText(bundle: Bundle, object: StixObject): boolean {
  return isType(bundle.own(object)?.['indicator_type']);
}

const isType = (word: unknown): word is IndicatorType => indicatorTypes.some((type) => type === word);

/** Of our own export: what the pattern cannot say stands beside it. */
function readOwn(bundle: Bundle, object: StixObject, own: Readonly<Record<string, unknown>>): void {
  const { indicator_type: type, value, received, comment, role } = own;
  const frozen = parseFrozen(own['frozen']);
  const by = textOrNull(own['judged_by']) ?? bundle.find(object.created_by_ref)?.name ?? null;
  bundle.collector.add({
    ...(frozen === undefined
      ? { fields: fieldsOf(bundle, object), triage: ownTriage(own, by) }
      : stateFrozen(frozen, by)),
    place: object.id,
    key: object.id,
    type: isType(type) ? type : null,
    text: String(received ?? value),
    comment: textOrNull(comment),
    role: textOrNull(role),
    addedAtMs: parseTimestamp(object.created),
    raw: object.original,
  });
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What older exports of ours say of a decision. */
function ownTriage(own: Readonly<Record<string, unknown>>, by: string | null): ImportedTriage | null {
  const verdict = verdicts.find((word) => word === own['verdict']) ?? 'unknown';
  const state = triageStates.find((word) => word === own['state']) ?? 'new';
  return verdict === 'unknown' && state === 'new' ? null : { verdict, state, atMs: null, by };
}

function readForeign(bundle: Bundle, object: StixObject): void {
  const { id: place, pattern, pattern_type: language } = object;
  const what = shorten(object.name ?? pattern ?? 'indicator');
  const refuse = (reason: string): void => bundle.collector.passOver({ place, what, reason, kind: 'refused' });
  if (language !== null && language !== 'stix') {
    bundle.collector.skip(place, what, `It is a rule in the language ${shorten(language)}, which is not kept.`);
    return;
  }
  if (pattern === null) {
    refuse('It has no pattern.');
    return;
  }
  const conditions = readPattern(pattern);
  if (conditions === undefined) {
    refuse('Its pattern does not follow the STIX pattern language.');
    return;
  }
  const parts = conditions.map(listWanted);
  const wanted = parts.flatMap((part) => part.wanted);
  for (const unread of parts.flatMap((part) => part.unread)) {
    bundle.collector.skip(place, shorten(unread), 'This part of the pattern is no value of a kind that is kept.');
  }
  const fields = fieldsOf(bundle, object);
  for (const { type, text, beside, derived } of wanted) {
    const key = wanted.length === 1 ? place : `${place} ${type ?? ''} ${text}`;
    const description = [fields.description, beside].filter((part) => part !== null).join('\n');
    bundle.collector.add({
      place,
      key,
      type,
      text,
      fields: { ...fields, description: description === '' ? null : description },
      derived,
      gone: object.revoked === true,
      comment: beside,
      raw: object.original,
    });
  }
}

/** What an object says of a value, beside the value. */
export function fieldsOf(
  bundle: Bundle,
  object: StixObject,
): Partial<ObservationFields> & { description: string | null } {
  const { description, labels, confidence, indicator_types: kinds, kill_chain_phases: phases } = object;
  const mark = markOfObject(object);
  const author = bundle.find(object.created_by_ref)?.name ?? null;
  const isBenign = kinds?.includes('benign') ?? false;
  const isBad = kinds?.some((kind) => kind === 'malicious-activity' || kind === 'compromised') ?? false;
  const seen = bundle.seen(object.id);
  const name = object.name !== null && object.value === null ? object.name : null;
  const texts = [name, description].filter((text): text is string => text !== null && text.trim() !== '');
  return {
    confidence,
    firstSeenMs: seen.firstSeenMs ?? parseTimestamp(object.valid_from),
    lastSeenMs: seen.lastSeenMs,
    expiresAtMs: parseTimestamp(object.valid_until),
    tags: [
      ...(labels ?? []),
      ...bundle.namesBehind(object.id),
      ...(phases ?? []).map((phase) => `${phase.kill_chain_name}:${phase.phase_name}`),
      ...(mark === null ? [] : [`tlp:${mark}`]),
    ],
    categories: (kinds ?? []).filter((kind) => kind !== 'unknown'),
    sources: author === null ? [] : [{ name: author, intent: isBenign ? 'benign' : isBad ? 'malicious' : 'unstated' }],
    description: texts.length === 0 ? null : texts.join('\n'),
    benign: isBenign,
  };
}
