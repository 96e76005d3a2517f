import { type CanonicalValue, canonicaliseAs, recognise } from '#main/domain/canonicalise.ts';
import type { NamedSource } from '#shared/model/indicator.ts';
import { noFields } from '#shared/model/indicator.ts';
import { parseTimestamp } from '../kit/times.ts';
import { boundList, boundText, boundValue } from '../kit/vendor-text.ts';
import type { ObservationDraft, TriageDraft } from '../vendor.ts';
import type { DatadogRecord } from './schema.ts';

/**
 * Maps one record of the explorer; pure.
 *
 * Score: Datadog's 0-100, rounded, untouched as text beside it. Benign: named by benign sources and by no others. Times:
 * RFC 3339 of two precisions become epoch ms.
 * Source: Datadog API v2, "List indicators of compromise"; the record equals that of "Get an indicator".
 */
export function mapRecord(record: DatadogRecord, raw: string): ObservationDraft {
  const { type, value, received } = boundValue(canonicaliseIndicator(record));
  const sources = readSources(record);
  return {
    ...noFields,
    vendorKey: boundValue({ type, value: record.indicator, received: null }).value,
    type,
    value,
    received,
    score: readScore(record.score),
    vendorScore: record.score === null || record.score === undefined ? null : String(record.score),
    firstSeenMs: parseTimestamp(record.first_seen),
    lastSeenMs: parseTimestamp(record.last_seen),
    sources,
    tags: boundList(record.tags),
    categories: boundList(record.categories),
    country: readCountry(record),
    asn: boundText(record.as_number),
    asType: boundText(record.as_type),
    benign: sources.length > 0 && sources.every(({ intent }) => intent === 'benign'),
    gone: false,
    aliases: [],
    derived: [],
    triage: readTriage(record),
    raw,
  };
}

/** Only a user agent has no shape of its own; the other kinds are told by their shape, whatever Datadog calls them. */
function canonicaliseIndicator({ indicator, indicator_type: kind }: DatadogRecord): CanonicalValue {
  return kind?.toLowerCase() === 'user agent' ? canonicaliseAs('user_agent', indicator) : recognise(indicator);
}

function readScore(score: number | null | undefined): number | null {
  return score === null || score === undefined ? null : Math.round(Math.min(100, Math.max(0, score)));
}

function readSources(record: DatadogRecord): NamedSource[] {
  const lists = [
    ['malicious', record.malicious_sources],
    ['suspicious', record.suspicious_sources],
    ['benign', record.benign_sources],
  ] as const;
  return lists.flatMap(([intent, list]) => boundList(list?.map(({ name }) => name)).map((name) => ({ name, intent })));
}

function readCountry({ as_geo: place }: DatadogRecord): string | null {
  const code = place?.country_code?.toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(code) ? code : null;
}

/** Records from before the triage feature say nothing about it. */
function readTriage(record: DatadogRecord): TriageDraft | null {
  const { triage_state: state } = record;
  if (state !== 'reviewed' && state !== 'not_reviewed') return null;
  return {
    reviewed: state === 'reviewed',
    atMs: parseTimestamp(record.triaged_at),
    by: boundText(record.triaged_by),
  };
}
