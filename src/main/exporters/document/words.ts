import type { IndicatorType, TlpMark } from '#shared/model/vocabulary.ts';

const typeWords: Readonly<Record<IndicatorType, string>> = {
  ipv4: 'IPv4 addresses',
  ipv6: 'IPv6 addresses',
  cidr: 'Networks',
  domain: 'Domains',
  url: 'URLs',
  email: 'E-mail addresses',
  md5: 'MD5 hashes',
  sha1: 'SHA-1 hashes',
  sha256: 'SHA-256 hashes',
  path: 'File paths',
  registry_key: 'Registry keys',
  network_stream: 'Network streams',
  user_agent: 'User agents',
  other: 'Other values',
};

/** Heading for a group of indicators of one type. */
export function describeType(type: IndicatorType): string {
  return typeWords[type];
}

/** `TLP:AMBER+STRICT`, as FIRST writes it. */
export function describeTlp(tlp: TlpMark): string {
  return `TLP:${tlp.toUpperCase()}`;
}

/** A word of a closed set as people read it: `in_review` -> `In review`. */
export function describeWord(word: string): string {
  const text = word.replaceAll('_', ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
