/** The curated feeds of API v3, by name. Source: vendor samples (TGIFF) and two clients, which agree on these sixteen. */
export const curatedFeeds = [
  'autorun-registry',
  'banking-dns',
  'dga-dns',
  'dll-hijacking-dns',
  'doc-net-com-dns',
  'downloaded-pe-dns',
  'dynamic-dns',
  'irc-dns',
  'modified-hosts-dns',
  'parked-dns',
  'public-ip-check-dns',
  'ransomware-dns',
  'rat-dns',
  'scheduled-tasks',
  'sinkholed-ip-dns',
  'stolen-cert-dns',
] as const;

/** One of {@link curatedFeeds}. */
export type CuratedFeed = (typeof curatedFeeds)[number];
