import { type CanonicalValue, canonicaliseAs, recognise } from '#main/domain/canonicalise.ts';
import type { NamedSource } from '#shared/model/indicator.ts';
import { noFields } from '#shared/model/indicator.ts';
import { type IndicatorType, severityOfScore } from '#shared/model/vocabulary.ts';
import { parseTimestamp } from '../kit/times.ts';
import { boundList, boundText, boundValue } from '../kit/vendor-text.ts';
import type { ObservationDraft } from '../vendor.ts';
import type { IocRecord } from './schema.ts';

/** Falcon's words for kinds of values; `all_subdomains` is a domain with what is below it. */
const types: ReadonlyMap<string, IndicatorType> = new Map([
  ['ipv4', 'ipv4'],
  ['ipv6', 'ipv6'],
  ['domain', 'domain'],
  ['all_subdomains', 'domain'],
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['sha256', 'sha256'],
  ['url', 'url'],
]);

/** Falcon grades in words; the numbers are ours (design, section 2). */
const scores: ReadonlyMap<string, number> = new Map([
  ['informational', 10],
  ['low', 30],
  ['medium', 55],
  ['high', 80],
  ['critical', 95],
]);

/**
 * Maps one IOC record; pure.
 *
 * Score: the severity word as a number, none for `""` and unknown words; the word itself is the vendor's score. Times:
 * `created_on` and `modified_on` as first and last seen. A deleted record is gone; an allowed value is benign.
 * Source: gofalcon `api.IndicatorV1`; recordings of combined and create answers.
 */
export function mapRecord(record: IocRecord, raw: string): ObservationDraft {
  const { type, value, received } = boundValue(canonicaliseValue(record));
  const word = boundText(record.severity);
  const score = scores.get(word?.toLowerCase() ?? '') ?? null;
  const action = boundText(record.action);
  const firstSeenMs = parseTimestamp(record.created_on);
  const lastSeenMs = parseTimestamp(record.modified_on);
  return {
    ...noFields,
    vendorKey: record.id,
    type,
    value,
    received,
    score,
    vendorScore: word,
    severity: score === null ? null : severityOfScore(score),
    action,
    firstSeenMs,
    lastSeenMs,
    expiresAtMs: readExpiry(record, lastSeenMs ?? firstSeenMs),
    sources: readSource(record),
    tags: boundList(record.tags),
    platforms: boundList(record.platforms),
    description: boundText(record.description),
    benign: action === 'allow',
    gone: record.deleted === true,
    aliases: [],
    derived: [],
    triage: null,
    raw,
  };
}

/** A kind that we do not know says nothing about the form of its values. */
export function canonicaliseValue({ type, value }: Pick<IocRecord, 'type' | 'value'>): CanonicalValue {
  const known = types.get(type.toLowerCase());
  return known === undefined ? recognise(value) : canonicaliseAs(known, value);
}

/** A record that says it has expired has expired, even without a date: at the latest when it was last touched. */
function readExpiry(record: IocRecord, touchedMs: number | null): number | null {
  const atMs = parseTimestamp(record.expiration);
  return atMs === null && record.expired === true ? (touchedMs ?? 1) : atMs;
}

/** Free text of whoever entered it; it does not say what that source thinks of the value. */
function readSource(record: IocRecord): NamedSource[] {
  const name = boundText(record.source);
  return name === null ? [] : [{ name, intent: 'unstated' }];
}
