import type { WorldType } from '../world/types.ts';

/** The vendor's feeds. */
export const threatgridFeeds = [
  'ips',
  'domains',
  'urls',
  'artifacts',
  'paths',
  'network_streams',
  'registry_keys',
] as const;

/** See {@link threatgridFeeds}. */
export type ThreatgridFeed = (typeof threatgridFeeds)[number];

/** Which feed a kind of indicator appears in; undefined: none. */
export function feedOf(type: WorldType): ThreatgridFeed | undefined {
  const feeds: Partial<Record<WorldType, ThreatgridFeed>> = {
    ipv4: 'ips',
    ipv6: 'ips',
    domain: 'domains',
    url: 'urls',
    md5: 'artifacts',
    sha256: 'artifacts',
    path: 'paths',
    network_stream: 'network_streams',
    registry_key: 'registry_keys',
  };
  return feeds[type];
}

/** A behavioural indicator; its two grades are what the feed's thresholds test. */
export interface BehaviouralIndicator {
  readonly name: string;
  readonly confidence: number;
  readonly severity: number;
}

const network: readonly BehaviouralIndicator[] = [
  { name: 'network-snort-malware', confidence: 95, severity: 95 },
  { name: 'network-snort-pua', confidence: 95, severity: 90 },
  { name: 'network-snort-indicator-compromise', confidence: 90, severity: 95 },
  { name: 'document-network-traffic', confidence: 90, severity: 100 },
  { name: 'suspicious-user-agent', confidence: 100, severity: 80 },
  { name: 'network-communications-dynamic-dns', confidence: 85, severity: 85 },
  { name: 'network-only-safe-domains-contacted', confidence: 60, severity: 20 },
  { name: 'network-dns-low-ttl', confidence: 75, severity: 40 },
];
const files: readonly BehaviouralIndicator[] = [
  { name: 'antivirus-service-flagged-artifact', confidence: 95, severity: 100 },
  { name: 'antivirus-flagged-artifact', confidence: 90, severity: 90 },
  { name: 'sample-pe-modified-on-disk', confidence: 90, severity: 90 },
  { name: 'modified-file-in-system-dir', confidence: 85, severity: 95 },
  { name: 'js-uses-encrypt-decrypt', confidence: 90, severity: 75 },
  { name: 'artifact-pe-no-name', confidence: 70, severity: 50 },
];
const registry: readonly BehaviouralIndicator[] = [
  { name: 'registry-autorun-key-modified', confidence: 90, severity: 85 },
  { name: 'registry-service-created', confidence: 85, severity: 80 },
  { name: 'registry-image-file-execution-options', confidence: 95, severity: 90 },
  { name: 'registry-modified-com-object', confidence: 60, severity: 60 },
];

/** The behavioural indicators that occur in a feed. */
export function behavioursOf(feed: ThreatgridFeed): readonly BehaviouralIndicator[] {
  switch (feed) {
    case 'artifacts':
    case 'paths':
      return files;
    case 'registry_keys':
      return registry;
    default:
      return network;
  }
}
