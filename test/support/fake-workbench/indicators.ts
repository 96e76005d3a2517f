import { indicatorIdSchema, observationIdSchema } from '#shared/model/ids.ts';
import type { IndicatorDetail, IndicatorSummary, Observation } from '#shared/model/indicator.ts';
import {
  type IndicatorFlag,
  type IndicatorType,
  severityOfScore,
  triageStates,
  verdicts,
} from '#shared/model/vocabulary.ts';
import { createRandom, pick } from './random.ts';

const dayMs = 86_400_000;
const types: readonly IndicatorType[] = [
  'ipv4',
  'ipv4',
  'ipv4',
  'domain',
  'domain',
  'url',
  'sha256',
  'sha256',
  'md5',
  'ipv6',
  'registry_key',
  'network_stream',
];
const words = ['cdn', 'update', 'login', 'secure', 'mail', 'static', 'telemetry', 'portal', 'sync', 'assets'];
const tags = [
  'c2',
  'phishing',
  'emotet',
  'cobalt-strike',
  'scanner',
  'tor-exit',
  'ransomware',
  'infostealer',
  'botnet',
  'dropper',
];
const vendorSets = [
  ['datadog'],
  ['crowdstrike'],
  ['virustotal'],
  ['threatgrid'],
  ['datadog', 'virustotal'],
  ['crowdstrike', 'datadog', 'virustotal'],
  ['threatgrid', 'virustotal'],
];
const connectionOf: Readonly<Record<string, string>> = {
  datadog: 'datadog-prod',
  crowdstrike: 'falcon',
  threatgrid: 'threatgrid',
  virustotal: 'virustotal',
};

/** Values that look like others, hide characters or are very long; each must stay inert on the screen. */
const hostile: readonly (readonly [IndicatorType, string])[] = [
  ['url', 'http://evil.example/%E2%80%AE\u202Egnp.exe?a=<img src=x onerror=alert(1)>'],
  ['domain', 'xn--pypal-4ve.example'],
  ['other', 'zero\u200Bwidth\u0000nul\u0007bell \u0301\u0301\u0301\u0301\u0301\u0301'],
  ['url', `https://user@203.0.113.66:8443/${'long-path-segment/'.repeat(60)}`],
  ['path', 'C:\\Users\\Public\\<script>alert(1)</script>.exe'],
  ['user_agent', '\u05D0\u05D1\u05D2 Mozilla/5.0 (compatible; {{7*7}})'],
];

function hex(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

function makeValue(type: IndicatorType, random: () => number): string {
  const octet = () => Math.floor(random() * 254) + 1;
  const host = () => `${pick(random, words)}-${hex(random, 4)}.${pick(random, ['example', 'test', 'invalid'])}`;
  switch (type) {
    case 'ipv4':
      return `${pick(random, ['198.51.100', '203.0.113', '192.0.2'])}.${octet()}`;
    case 'ipv6':
      return `2001:db8:${hex(random, 4)}::${hex(random, 3)}`;
    case 'domain':
      return host();
    case 'url':
      return `https://${host()}/${pick(random, words)}/${hex(random, 8)}.php?id=${octet()}`;
    case 'md5':
      return hex(random, 32);
    case 'registry_key':
      return `HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\${hex(random, 6)}`;
    case 'network_stream':
      return `10.0.0.${octet()}:49152->198.51.100.${octet()}:443`;
    default:
      return hex(random, 64);
  }
}

function makeSummary(id: number, random: () => number, nowMs: number): IndicatorSummary {
  const nasty = id % 41 === 7 ? hostile[Math.floor(id / 41) % hostile.length] : undefined;
  const type = nasty?.[0] ?? pick(random, types);
  const score = random() < 0.1 ? null : Math.floor(random() ** 0.6 * 101);
  const vendors = [...pick(random, vendorSets)];
  const lastSeenMs = nowMs - Math.floor(random() ** 2 * 60 * dayMs);
  const isTriaged = random() < 0.35;
  const flags: IndicatorFlag[] =
    random() < 0.04
      ? ['gone']
      : random() < 0.05
        ? ['expired']
        : vendors.length > 1 && random() < 0.15
          ? ['conflicting']
          : [];
  return {
    id: indicatorIdSchema.parse(id),
    type,
    value: nasty?.[1] ?? makeValue(type, random),
    received: null,
    score,
    severity: severityOfScore(score),
    firstSeenMs: lastSeenMs - Math.floor(random() * 200 * dayMs),
    lastSeenMs,
    expiresAtMs: random() < 0.2 ? lastSeenMs + 90 * dayMs : null,
    vendors,
    connections: vendors.map((vendor) => connectionOf[vendor] ?? vendor),
    tags: [...new Set(Array.from({ length: Math.floor(random() * 5) }, () => pick(random, tags)))].sort(),
    state: isTriaged ? pick(random, triageStates) : 'new',
    verdict: isTriaged ? pick(random, verdicts) : 'unknown',
    triagedAtMs: isTriaged ? lastSeenMs + dayMs : null,
    observations: vendors.length,
    flags,
    cases: random() < 0.06 ? ['CASE-0001'] : [],
  };
}

/** Rows that are the same each time. */
export function makeIndicators(count: number, nowMs: number): IndicatorSummary[] {
  const random = createRandom(20_261_121);
  return Array.from({ length: count }, (_unused, at) => makeSummary(at + 1, random, nowMs));
}

function makeObservation(summary: IndicatorSummary, vendor: string, at: number): Observation {
  return {
    id: observationIdSchema.parse(summary.id * 10 + at),
    connection: connectionOf[vendor] ?? vendor,
    vendor,
    stream: vendor === 'virustotal' ? 'ioc_stream' : vendor === 'threatgrid' ? 'ips' : 'indicators',
    vendorKey: `${vendor}:${summary.id}`,
    fetchedAtMs: (summary.lastSeenMs ?? 0) + 3_600_000,
    goneAtMs: summary.flags.includes('gone') ? (summary.lastSeenMs ?? 0) + 2 * dayMs : null,
    rawSha256: hex(createRandom(summary.id), 64),
    versions: at === 0 ? 2 : 0,
    score: at === 0 ? summary.score : summary.score === null ? null : Math.max(0, summary.score - 20 * at),
    vendorScore:
      vendor === 'threatgrid' ? 'confidence 95, severity 95' : summary.score === null ? null : String(summary.score),
    severity: summary.severity,
    confidence: vendor === 'threatgrid' ? 95 : null,
    action: vendor === 'crowdstrike' ? 'prevent' : null,
    firstSeenMs: summary.firstSeenMs,
    lastSeenMs: summary.lastSeenMs,
    expiresAtMs: summary.expiresAtMs,
    sources:
      vendor === 'datadog'
        ? [
            { name: 'abuse.ch', intent: 'malicious' },
            { name: 'Spur', intent: 'suspicious' },
            { name: 'GreyNoise RIOT', intent: 'benign' },
          ]
        : [],
    tags: summary.tags,
    categories: vendor === 'datadog' ? ['malware', 'hosting'] : [],
    rule: vendor === 'virustotal' ? 'crime_emotet_loader' : null,
    country: summary.type === 'ipv4' ? 'NL' : null,
    asn: summary.type === 'ipv4' ? 'AS64500 Example Transit' : null,
    asType: summary.type === 'ipv4' ? 'hosting' : null,
    platforms: vendor === 'crowdstrike' ? ['windows', 'mac'] : [],
    description:
      vendor === 'crowdstrike' ? 'Added after the incident of 14 November.\nSeen on two hosts in Leipzig.' : null,
    benign: false,
  };
}

const ownTagAtMs = Date.UTC(2026, 10, 20, 9, 30);

/** A row with everything that stands behind it. */
export function makeDetail(summary: IndicatorSummary, all: readonly IndicatorSummary[]): IndicatorDetail {
  const neighbours = all.slice(summary.id % 50, (summary.id % 50) + 4).filter((other) => other.id !== summary.id);
  return {
    ...summary,
    observationList: summary.vendors.map((vendor, at) => makeObservation(summary, vendor, at)),
    relations: neighbours.map((other, at) => ({
      kind: at === 0 ? ('same_file' as const) : ('seen_in_sample' as const),
      id: other.id,
      type: other.type,
      value: other.value,
    })),
    ownTags: [{ name: 'campaign-x', by: 'Ada Winter', atMs: ownTagAtMs }],
    tagHistory: [{ name: 'campaign-x', change: 'added', by: 'Ada Winter', atMs: ownTagAtMs }],
    triageHistory:
      summary.triagedAtMs === null
        ? []
        : [
            {
              state: summary.state,
              verdict: summary.verdict,
              by: 'Ada Winter',
              atMs: summary.triagedAtMs,
              note: 'Beacons every 60 seconds; same certificate as last week.',
              origin: 'local',
            },
          ],
  };
}
