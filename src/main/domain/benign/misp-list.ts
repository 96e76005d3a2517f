import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { readAddress, readNetwork } from '#shared/text/addresses.ts';
import { canonicaliseAs } from '../canonicalise.ts';
import { canonicalHost } from '../hosts.ts';
import type { BenignList, ListKind } from './benign-list.ts';

/** A MISP warning list as its file has it. */
export interface MispList {
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly type: 'string' | 'substring' | 'hostname' | 'cidr' | 'regex';
  readonly matching_attributes?: readonly string[] | undefined;
  readonly list: readonly string[];
}

/** What of a list cannot be taken over, and why; shown to whoever imports it. */
export interface MispListOutcome {
  readonly list: BenignList;
  /** Entries that do not fit the list's own kind. */
  readonly leftOut: number;
}

/** Attribute types of MISP, by ours; composite ones speak of the same values. */
const typesOfAttribute: Readonly<Record<string, readonly IndicatorType[]>> = {
  'ip-src': ['ipv4', 'ipv6', 'cidr'],
  'ip-dst': ['ipv4', 'ipv6', 'cidr'],
  'domain|ip': ['domain', 'ipv4', 'ipv6', 'cidr'],
  'ip-src|port': ['ipv4', 'ipv6'],
  'ip-dst|port': ['ipv4', 'ipv6'],
  hostname: ['domain'],
  domain: ['domain'],
  url: ['url'],
  uri: ['url'],
  md5: ['md5'],
  sha1: ['sha1'],
  sha256: ['sha256'],
  'filename|md5': ['md5'],
  'filename|sha1': ['sha1'],
  'filename|sha256': ['sha256'],
  email: ['email'],
  'email-src': ['email'],
  'email-dst': ['email'],
  filename: ['path'],
  regkey: ['registry_key'],
  'user-agent': ['user_agent'],
};

/** Which of our types a kind of list can speak of at all. */
const typesOfKind: Readonly<Record<ListKind, readonly IndicatorType[] | null>> = {
  exact: null,
  host: ['domain', 'url'],
  network: ['ipv4', 'ipv6', 'cidr'],
};

/**
 * A MISP warning list in our form; pure. Host-like entries of `substring` lists are taken as hosts: inside another word they
 * would hit strangers.
 *
 * @returns undefined when nothing of it can be used: regular expressions of others are not run, and lists of types that we do
 * not keep say nothing to us.
 */
export function convertMispList(name: string, source: MispList): MispListOutcome | undefined {
  const kind = kindOf(source);
  if (kind === undefined) return undefined;
  const named = (source.matching_attributes ?? []).flatMap((attribute) => typesOfAttribute[attribute] ?? []);
  const possible = typesOfKind[kind];
  const types = [...new Set(named)].filter((type) => possible === null || possible.includes(type));
  const entries = new Set<string>();
  let leftOut = 0;
  for (const text of source.list) {
    const entry = readEntry(kind, types, text.trim());
    if (entry === undefined) leftOut += 1;
    else entries.add(entry);
  }
  if (types.length === 0 || entries.size === 0) return undefined;
  const list = {
    name,
    title: titleOf(source.name),
    version: source.version,
    origin: 'MISP warning lists',
    licence: 'CC0-1.0',
    kind,
    types,
    entries: [...entries].sort(),
  };
  return { list, leftOut };
}

function kindOf({ type }: MispList): ListKind | undefined {
  switch (type) {
    case 'string':
      return 'exact';
    case 'hostname':
    case 'substring':
      return 'host';
    case 'cidr':
      return 'network';
    case 'regex':
      return undefined;
  }
}

function readEntry(kind: ListKind, types: readonly IndicatorType[], text: string): string | undefined {
  if (kind === 'network') return (text.includes('/') ? readNetwork(text) : readAddress(text))?.value;
  if (kind === 'host') return canonicalHost(text.replace(/^\*?\./, ''));
  const reading = types.map((type) => canonicaliseAs(type, text)).find(({ type }) => type !== 'other');
  return reading?.value;
}

/** `List of known Akamai IP ranges` is `Akamai IP ranges`. */
function titleOf(name: string): string {
  const short = name.replace(/^List of (?:known )?/i, '');
  return short.charAt(0).toUpperCase() + short.slice(1);
}
