import {
  type IndicatorType,
  indicatorTypes,
  type Severity,
  severities,
  type TriageState,
  triageStates,
  type Verdict,
  verdicts,
} from '#shared/model/vocabulary.ts';

/** Words that others use for our types; `look`: several of them, the value decides. */
const typeWords: Readonly<Record<string, IndicatorType | 'look'>> = {
  ip: 'ipv4',
  ipv4addr: 'ipv4',
  ipv6addr: 'ipv6',
  ipaddress: 'ipv4',
  ipsrc: 'ipv4',
  ipdst: 'ipv4',
  network: 'cidr',
  netblock: 'cidr',
  subnet: 'cidr',
  host: 'domain',
  hostname: 'domain',
  fqdn: 'domain',
  domainname: 'domain',
  uri: 'url',
  link: 'url',
  emailaddr: 'email',
  emailaddress: 'email',
  emailsrc: 'email',
  emaildst: 'email',
  filehashmd5: 'md5',
  filehashsha1: 'sha1',
  filehashsha256: 'sha256',
  hash: 'look',
  filehash: 'look',
  file: 'path',
  filename: 'path',
  filepath: 'path',
  regkey: 'registry_key',
  registrykey: 'registry_key',
  registry: 'registry_key',
  useragent: 'user_agent',
  networkstream: 'network_stream',
  text: 'other',
  indicator: 'look',
  ioc: 'look',
};

/** A type as somebody spells it; null: the value decides, undefined: no kind that is kept. */
export function readType(word: string): IndicatorType | null | undefined {
  const own = indicatorTypes.find((type) => type === word.trim().toLowerCase());
  if (own !== undefined) return own;
  const key = word.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (key === '') return null;
  const compact = indicatorTypes.find((type) => type === key);
  const known = compact ?? (Object.hasOwn(typeWords, key) ? typeWords[key] : undefined);
  return known === 'look' ? null : known;
}

/** A number from 0 to 100; null for anything else. */
export function readPercent(text: string): number | null {
  const number = /^\d{1,3}(?:\.\d+)?\s*%?$/.test(text.trim()) ? Number.parseFloat(text) : Number.NaN;
  return number <= 100 ? Math.round(number) : null;
}

const key = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

export function readSeverity(text: string): Severity | null {
  return severities.find((word) => word === key(text)) ?? (key(text) === 'informational' ? 'none' : null);
}

export function readVerdict(text: string): Verdict | undefined {
  return verdicts.find((word) => word === key(text));
}

export function readState(text: string): TriageState | undefined {
  return triageStates.find((word) => word === key(text));
}
