import { type CanonicalValue, canonicaliseAs } from '#main/domain/canonicalise.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { noFields } from '#shared/model/indicator.ts';
import { parseTimestamp } from '../../kit/times.ts';
import { boundList, boundText, boundValue } from '../../kit/vendor-text.ts';
import type { DerivedDraft, ObservationDraft } from '../../vendor.ts';
import type { CuratedFeed } from './feeds.ts';
import type { CuratedRecord } from './schema.ts';

/**
 * Maps one record of a curated feed; pure. These feeds grade nothing: the observation has no score, and the name of the feed is
 * both its category and its rule. Addresses that the domain led to are kept as tags, since they are what was seen in that run and
 * say nothing about the address. Times: that of the run.
 * @throws AppError `vendor.badResponse` for a record that names neither a domain nor a registry key nor a path.
 */
export function mapCurated(feed: CuratedFeed, record: CuratedRecord, raw: string): ObservationDraft {
  const subject = subjectOf(record);
  const { type, value, received } = boundValue(subject.canonical);
  const seenAtMs = parseTimestamp(record.timestamp);
  const run = /\/([0-9a-f]{32})$/i.exec(record.sample ?? '')?.[1] ?? record.sample_sha256 ?? record.timestamp ?? '';
  return {
    ...noFields,
    vendorKey: ['curated', feed, run, boundValue({ ...subject.canonical, value: subject.text }).value].join(' '),
    type,
    value,
    received,
    firstSeenMs: seenAtMs,
    lastSeenMs: seenAtMs,
    tags: boundList((record.ips ?? []).map((ip) => `ip:${ip}`)),
    categories: [feed],
    rule: feed,
    description: boundText(record.description),
    gone: false,
    aliases: [],
    derived: sampleOf(record),
    triage: null,
    raw,
  };
}

function subjectOf({ domain, registry_key: key, path }: CuratedRecord): {
  readonly canonical: CanonicalValue;
  readonly text: string;
} {
  const given = [
    ['domain', domain],
    ['registry_key', key],
    ['path', path],
  ] as const;
  for (const [type, text] of given) {
    if (text !== null && text !== undefined && text !== '') return { canonical: canonicaliseAs(type, text), text };
  }
  throw new AppError('vendor.badResponse', 'The record names neither a domain nor a registry key nor a path.');
}

/** The sample by its strongest hash. */
function sampleOf({ sample_sha256: sha256, sample_sha1: sha1, sample_md5: md5 }: CuratedRecord): DerivedDraft[] {
  const given = [
    ['sha256', sha256],
    ['sha1', sha1],
    ['md5', md5],
  ] as const;
  for (const [type, text] of given) {
    if (text === null || text === undefined || text === '') continue;
    const canonical = boundValue(canonicaliseAs(type, text));
    return [{ type: canonical.type, value: canonical.value, relation: 'seen_in_sample' }];
  }
  return [];
}
