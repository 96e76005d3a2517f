import { type CanonicalValue, canonicaliseAs } from '#main/domain/canonicalise.ts';
import { readStream } from '#main/domain/network-streams.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { noFields } from '#shared/model/indicator.ts';
import { parseTimestamp } from '../kit/times.ts';
import { boundText, boundValue } from '../kit/vendor-text.ts';
import type { DerivedDraft, ObservationDraft } from '../vendor.ts';
import type { ThreatgridCommon, ThreatgridFeed, ThreatgridRecord } from './schema.ts';

/** What differs between the feeds: what the record is about, and what else it names. */
interface Subject {
  readonly indicator: CanonicalValue;
  /** The value as sent: part of the record's identity. */
  readonly text: string;
  readonly derived: readonly DerivedDraft[];
  readonly description: string | null;
}

type MapRecord<Feed extends ThreatgridFeed> = (record: ThreatgridRecord<Feed>, raw: string) => ObservationDraft;

/**
 * Maps the records of each feed; pure.
 *
 * A record is one value, seen in one run of a sample, under one behavioural indicator. Score: confidence x severity / 100,
 * rounded. Both times are the run's. The sample itself is derived (`seen_in_sample`).
 * @throws AppError `vendor.badResponse` for an artifact that names neither a hash nor a path.
 * Source: Threat Grid API v2, "IOC feeds".
 */
export const threatgridMappings: { readonly [Feed in ThreatgridFeed]: MapRecord<Feed> } = {
  ips: (record, raw) =>
    draft('ips', record, {
      ...plain(canonicaliseAs('ipv4', record.ip), record.ip),
      description: typeof record.port === 'number' ? `Port ${record.port}` : null,
      raw,
    }),
  domains: (record, raw) =>
    draft('domains', record, { ...plain(canonicaliseAs('domain', record.domain), record.domain), raw }),
  urls: (record, raw) => draft('urls', record, { ...plain(canonicaliseAs('url', record.url), record.url), raw }),
  artifacts: (record, raw) => draft('artifacts', record, { ...fileOf(record), raw }),
  paths: (record, raw) => draft('paths', record, { ...plain(canonicaliseAs('path', record.path), record.path), raw }),
  network_streams: (record, raw) => draft('network_streams', record, { ...streamOf(record), raw }),
  registry_keys: (record, raw) =>
    draft('registry_keys', record, {
      ...plain(canonicaliseAs('registry_key', record.registry_key), record.registry_key),
      raw,
    }),
};

function plain(indicator: CanonicalValue, text: string): Subject {
  return { indicator, text, derived: [], description: null };
}

function draft(
  feed: ThreatgridFeed,
  record: ThreatgridCommon,
  subject: Subject & { readonly raw: string },
): ObservationDraft {
  const { type, value, received } = boundValue(subject.indicator);
  const seenAtMs = parseTimestamp(record.timestamp);
  const { confidence, severity } = record;
  const hasGrades = typeof confidence === 'number' && typeof severity === 'number';
  return {
    ...noFields,
    vendorKey: [feed, record.ioc ?? '', record.sample_id, shortText(subject.text)].join(' '),
    type,
    value,
    received,
    score: hasGrades ? Math.round((confidence * severity) / 100) : null,
    vendorScore: hasGrades ? `confidence ${confidence}, severity ${severity}` : null,
    confidence: typeof confidence === 'number' ? Math.round(confidence) : null,
    firstSeenMs: seenAtMs,
    lastSeenMs: seenAtMs,
    rule: boundText(record.ioc),
    description: boundText(subject.description),
    gone: false,
    aliases: [],
    derived: [...subject.derived, ...sampleOf(record, value)],
    triage: null,
    raw: subject.raw,
  };
}

/** Identities are kept short by the same rule as values. */
function shortText(text: string): string {
  return boundValue({ type: 'other', value: text.toWellFormed(), received: null }).value;
}

function sampleOf({ sample_sha256: text }: ThreatgridCommon, own: string): readonly DerivedDraft[] {
  const sample = readHash(text);
  if (sample?.type !== 'sha256' || sample.value === own) return [];
  return [{ type: 'sha256', value: sample.value, relation: 'seen_in_sample' }];
}

/** One file: the strongest hash stands for it, the others are derived; without any, its path. */
function fileOf(record: ThreatgridRecord<'artifacts'>): Subject {
  const texts = [record.artifact_sha256, record.artifact_sha1, record.artifact_md5];
  const [strongest, ...others] = texts.flatMap((text) => readHash(text) ?? []);
  const path = boundText(record.path);
  if (strongest !== undefined) {
    return {
      indicator: strongest,
      text: strongest.value,
      derived: others.map(({ type, value }) => ({ type, value, relation: 'same_file' })),
      description: path,
    };
  }
  if (record.path === null || record.path === undefined || path === null) {
    throw new AppError('vendor.badResponse', 'The artifact has neither a hash nor a path.');
  }
  return plain(canonicaliseAs('path', record.path), record.path);
}

/** A hash by its length; anything else is none. */
function readHash(text: string | null | undefined): CanonicalValue | undefined {
  if (text === null || text === undefined) return undefined;
  const hash = canonicaliseAs('sha256', text);
  return hash.type === 'sha256' || hash.type === 'sha1' || hash.type === 'md5' ? hash : undefined;
}

function streamOf(record: ThreatgridRecord<'network_streams'>): Subject {
  const text = `${endText(record.src, record.src_port)}->${endText(record.dst, record.dst_port)}`;
  const indicator = canonicaliseAs('network_stream', text);
  const stream = indicator.type === 'network_stream' ? readStream(indicator.value) : undefined;
  const ends = stream === undefined ? [] : [stream.source, stream.target];
  return {
    indicator,
    text,
    derived: ends.map(({ type, value }) => ({ type, value, relation: 'stream_endpoint' })),
    description: null,
  };
}

function endText(host: string, port: number | null | undefined): string {
  const place = host.includes(':') ? `[${host}]` : host;
  return port === null || port === undefined ? place : `${place}:${port}`;
}
