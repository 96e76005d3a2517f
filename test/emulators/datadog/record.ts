import { type Draw, drawBelow, drawChance, drawOne } from '../world/random.ts';
import type { WorldIndicator, WorldType } from '../world/types.ts';

/** Datadog's words for the effect of a factor. */
export type DatadogEffect = 'RAISE_SCORE' | 'LOWER_SCORE' | 'NO_EFFECT';

/** Datadog's two triage states. */
export type DatadogTriageState = 'not_reviewed' | 'reviewed';

interface Source {
  readonly name: string;
}

/** A record of the explorer's list. Members that are unknown are absent; the source lists are null when empty. */
export interface DatadogRecord {
  readonly id: string;
  readonly indicator: string;
  readonly indicator_type: string;
  readonly score: number;
  readonly as_type: string;
  readonly as_geo?: { readonly city: string; readonly country_code: string; readonly country_name: string };
  readonly malicious_sources: readonly Source[] | null;
  readonly suspicious_sources: readonly Source[] | null;
  readonly benign_sources: readonly Source[] | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly signal_matches: number;
  readonly log_matches: number;
  readonly signal_tier: number;
  readonly max_trust_score: DatadogEffect;
  readonly m_sources: DatadogEffect;
  readonly m_persistence: DatadogEffect;
  readonly m_signal: DatadogEffect;
  readonly m_as_type: DatadogEffect;
  /** RFC 3339, seconds, `Z`. */
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly triage_state?: DatadogTriageState;
  /** RFC 3339, microseconds, `Z`. */
  readonly triaged_at?: string;
  readonly triaged_by?: string;
}

/** What the single read has in addition (triage history apart). */
export interface DatadogDetail {
  readonly as_number?: string;
  readonly as_organization?: string;
  readonly as_cidr_block?: string;
  readonly services: readonly string[];
  readonly hosts: readonly string[];
  readonly log_sources: readonly string[];
  readonly critical_assets: readonly string[];
  readonly signal_severity: readonly { readonly severity: string; readonly count: number }[];
  readonly users: Readonly<Record<string, readonly string[]>>;
  readonly additional_data: Readonly<Record<string, unknown>>;
}

/** `2026-11-20T12:00:00Z`. */
export function secondsText(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** Some records carry no times at all. */
export function hasTimes(seed: number, index: number): boolean {
  return !drawChance({ seed, index }, 101, 0.03);
}

/** The record without its triage members. */
export function buildRecord(seed: number, world: WorldIndicator): DatadogRecord {
  const draw: Draw = { seed, index: world.index };
  const isAddress = world.type === 'ipv4' || world.type === 'ipv6';
  const score = scoreOf(draw, world);
  const signals = drawChance(draw, 103, 0.25) ? 1 + drawBelow(draw, 104, 12) : 0;
  const { city, countryCode, countryName } = world.network;
  return {
    id: world.value,
    indicator: world.value,
    indicator_type: typeText(world),
    score,
    as_type: world.network.asType,
    ...sourcesOf(draw, world, score),
    categories: categoriesOf(draw, world),
    tags: world.tags,
    signal_matches: signals,
    log_matches: signals * 3 + drawBelow(draw, 106, 400),
    signal_tier: 0,
    max_trust_score: world.isBenign ? 'LOWER_SCORE' : 'RAISE_SCORE',
    m_sources: world.sources.length > 1 ? 'RAISE_SCORE' : 'NO_EFFECT',
    m_persistence: drawOne(draw, 107, ['NO_EFFECT', 'NO_EFFECT', 'RAISE_SCORE']),
    m_signal: signals > 0 ? 'RAISE_SCORE' : 'NO_EFFECT',
    m_as_type: isAddress && world.network.asType === 'isp' ? 'LOWER_SCORE' : 'NO_EFFECT',
    ...(isAddress && drawChance(draw, 108, 0.85)
      ? { as_geo: { city, country_code: countryCode, country_name: countryName } }
      : {}),
    ...(hasTimes(seed, world.index)
      ? { first_seen: secondsText(world.firstSeenMs), last_seen: secondsText(world.lastSeenMs) }
      : {}),
  };
}

/** The members of the single read. */
export function buildDetail(seed: number, world: WorldIndicator, record: DatadogRecord): DatadogDetail {
  const draw: Draw = { seed, index: world.index };
  const isAddress = world.type === 'ipv4' || world.type === 'ipv6';
  const isSeen = record.signal_matches > 0;
  const block = isAddress ? world.value.split('.').slice(0, 2).join('.') : '';
  return {
    ...(isAddress ? { as_number: String(world.network.asNumber), as_organization: world.network.asOrganization } : {}),
    ...(world.type === 'ipv4' ? { as_cidr_block: `${block}.0.0/16` } : isAddress ? { as_cidr_block: '' } : {}),
    services: isSeen ? [drawOne(draw, 111, ['web-store', 'payments-api', 'sso-gateway', 'mail-relay'])] : [],
    hosts: isSeen ? [`web-${1 + drawBelow(draw, 112, 20)}.corp.example`] : [],
    log_sources: isSeen ? [drawOne(draw, 113, ['nginx', 'cloudtrail', 'okta', 'dns'])] : [],
    critical_assets: [],
    signal_severity: isSeen
      ? [{ severity: drawOne(draw, 114, ['info', 'low', 'medium', 'high']), count: record.signal_matches }]
      : [],
    users: isSeen && drawChance(draw, 115, 0.3) ? { email: [`user${drawBelow(draw, 116, 90)}@corp.example`] } : {},
    additional_data: {},
  };
}

function scoreOf(draw: Draw, world: WorldIndicator): number {
  const shifted = world.isBenign ? world.score : world.score + drawBelow(draw, 109, 9) - 4;
  const whole = Math.min(100, Math.max(world.isBenign ? 0 : 1, shifted));
  return whole < 100 && drawChance(draw, 110, 0.05) ? whole + 0.5 : whole;
}

function typeText(world: WorldIndicator): string {
  const known: Partial<Record<WorldType, string>> = {
    ipv4: 'IP Address',
    ipv6: 'IP Address',
    domain: 'Domain',
    sha1: 'File Hash',
    sha256: 'File Hash',
    user_agent: 'User Agent',
  };
  const text = known[world.type];
  if (text !== undefined) return text;
  if (world.value.startsWith('npm/')) return 'Application Package';
  return world.value.startsWith('SHA256:') ? 'SSH Public Key' : 'Container Image';
}

function sourcesOf(draw: Draw, world: WorldIndicator, score: number) {
  const sources = (world.sources.length > 0 ? world.sources : ['Datadog Threat Research']).map((name) => ({ name }));
  const isSplit = sources.length > 1 && drawChance(draw, 117, 0.5);
  const first = isSplit ? sources.slice(0, 1) : sources;
  const rest = isSplit ? sources.slice(1) : null;
  if (world.isBenign) return { malicious_sources: null, suspicious_sources: null, benign_sources: sources };
  return score >= 40
    ? { malicious_sources: first, suspicious_sources: rest, benign_sources: null }
    : { malicious_sources: null, suspicious_sources: sources, benign_sources: null };
}

function categoriesOf(draw: Draw, world: WorldIndicator): readonly string[] {
  if (world.isBenign) return drawOne(draw, 118, [['cdn'], ['scanner'], []]);
  const vocabulary = [
    'malware',
    'scanner',
    'hosting_proxy',
    'tor',
    'residential_proxy',
    'corp_vpn',
    'phishing',
    'botnet',
  ];
  const picked = new Set([drawOne(draw, 119, vocabulary), drawOne(draw, 120, vocabulary)]);
  return [...picked];
}
