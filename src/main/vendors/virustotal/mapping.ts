import type { NamedSource } from '#shared/model/indicator.ts';
import { noFields } from '#shared/model/indicator.ts';
import type { SourceIntent } from '#shared/model/vocabulary.ts';
import { sortMembers } from '../kit/sorted-json.ts';
import { parseEpoch } from '../kit/times.ts';
import { boundList, boundText, boundValue } from '../kit/vendor-text.ts';
import type { ObservationDraft } from '../vendor.ts';
import { nameObject } from './names.ts';
import type { NotificationSource, ObjectAttributes, StreamItem } from './schema.ts';
import { assess } from './score.ts';

/**
 * Maps one item of the stream; pure. The record is the notification, what it is about is the indicator.
 *
 * Times: Unix seconds become epoch ms; first seen is the object's first submission, else the notification. Snippets of
 * matched files are hostile text and stay in the raw record.
 * Source: VirusTotal API v3, "Get objects from the IoC Stream"; recorded pages.
 */
export function mapItem(item: StreamItem, raw: string): ObservationDraft {
  const { attributes, context_attributes: context } = item;
  const { canonical, aliases, derived } = nameObject(item);
  const { type, value, received } = boundValue(canonical);
  const notifiedMs = parseEpoch(context.notification_date);
  const hashes = new Set([value, ...derived.map((other) => other.value)]);
  return {
    ...noFields,
    ...assess(attributes),
    ...readNetwork(attributes),
    vendorKey: context.notification_id,
    type,
    value,
    received,
    firstSeenMs: parseEpoch(attributes?.first_submission_date) ?? notifiedMs,
    lastSeenMs: notifiedMs,
    sources: readSources(context.sources),
    // Some rules tag a file with its own hash.
    tags: boundList([...(context.tags ?? []), ...(attributes?.tags ?? [])]).filter((tag) => !hashes.has(tag)),
    categories: readCategories(attributes),
    rule: boundText(context.hunting_info?.rule_name),
    description: readDescription(attributes),
    gone: false,
    aliases,
    derived,
    triage: null,
    raw,
    // The vendor shuffles the members of its objects from answer to answer.
    fingerprint: sortMembers(raw),
  };
}

function readNetwork(attributes: ObjectAttributes | null | undefined) {
  const code = attributes?.country?.toUpperCase() ?? '';
  const asn = attributes?.asn;
  return {
    country: /^[A-Z]{2}$/.test(code) ? code : null,
    asn: boundText(asn === null || asn === undefined ? null : String(asn)),
  };
}

/** Sources by their labels, which may have blanks at the ends; the label of an unnamed one is its id. */
function readSources(sources: readonly NotificationSource[] | null | undefined): NamedSource[] {
  const intents = new Map<string, SourceIntent>();
  for (const source of sources ?? []) {
    const [name] = boundList([source.label?.trim() || source.id || null]);
    if (name !== undefined && intents.get(name) !== 'malicious') intents.set(name, intentOf(source));
  }
  return boundList([...intents.keys()]).map((name) => ({ name, intent: intents.get(name) ?? 'unstated' }));
}

/** Actors and malware families speak for themselves; rulesets, profiles and users' collections may hold anything. */
function intentOf({ id, type }: NotificationSource): SourceIntent {
  const isAdversary = type === 'threat_actor' || /^(?:malware|threat-actor)--/.test(id ?? '');
  return isAdversary ? 'malicious' : 'unstated';
}

/** What rating services say of a URL or domain, and what kind and family of malware it is. */
function readCategories(attributes: ObjectAttributes | null | undefined): string[] {
  const threat = attributes?.popular_threat_classification;
  return boundList([
    // Members come in another order each time; their order must not look like a change.
    ...Object.values(attributes?.categories ?? {}).toSorted(),
    ...(threat?.popular_threat_category ?? []).map(({ value }) => value),
    ...(threat?.popular_threat_name ?? []).map(({ value }) => value),
    ...(attributes?.threat_names ?? []),
  ]);
}

/** What people would call it: file name, page title, owner of the network. */
function readDescription(attributes: ObjectAttributes | null | undefined): string | null {
  return boundText(attributes?.meaningful_name) ?? boundText(attributes?.title) ?? boundText(attributes?.as_owner);
}
