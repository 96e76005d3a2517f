import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { readAddress, readNetwork } from '#shared/text/addresses.ts';
import { maybeFanged, repairTokens, unwrap } from '#shared/text/fang-tokens.ts';
import { refangText } from '#shared/text/free-text.ts';
import { defangUrl } from '#shared/text/urls.ts';
import { canonicalUrl } from './canonical-urls.ts';
import { canonicalHost } from './hosts.ts';
import { formatStream, readStream } from './network-streams.ts';
import { canonicalRegistryKey, isRegistryKey } from './registry-keys.ts';

/** An indicator by its identity: type and canonical value name one thing in the world. */
export interface CanonicalValue {
  readonly type: IndicatorType;
  readonly value: string;
  /** The text as received (trimmed, well-formed), where it differs from the value. */
  readonly received: string | null;
}

/** What a reader finds before the received text is put beside it. */
type Name = Pick<CanonicalValue, 'type' | 'value'>;
type Reader = (text: string) => Name | undefined;

/**
 * Reads a text whose type the vendor states. Text that does not fit the type becomes `other`, never dropped and never
 * guessed; only within addresses and within hashes the text itself decides (a network among `ipv4`, a hash by its length).
 */
export function canonicaliseAs(type: IndicatorType, text: string): CanonicalValue {
  const clean = cleanText(text);
  const reader = readers[type];
  const name = reader(clean) ?? (maybeFanged(clean) ? readFanged(clean, reader) : undefined);
  return nameText(clean, name ?? readOther(clean));
}

/**
 * Reads a text of unknown type, all of it one indicator, in any defanged spelling: hash, address, network, URL, e-mail,
 * stream, registry key, path or domain. Text that is none of these is `other`.
 *
 * A URL that is written exactly as we write it, plain or defanged, is taken to the letter; in any other spelling it was
 * pasted from prose, so closing punctuation is not part of it.
 */
export function recognise(text: string): CanonicalValue {
  const clean = cleanText(text);
  const exact = readAny(clean);
  if (exact !== undefined && (exact.type !== 'url' || isOurSpelling(clean, exact.value))) return nameText(clean, exact);
  const repaired = maybeFanged(clean) ? readFanged(clean, readAny) : undefined;
  return nameText(clean, repaired ?? exact ?? readOther(clean));
}

/** Text that can be stored and compared: lone surrogates and NUL become U+FFFD, ends are trimmed. */
export function cleanText(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed();
  return (formed.includes('\0') ? formed.replaceAll('\0', '\uFFFD') : formed).trim();
}

function nameText(clean: string, { type, value }: Name): CanonicalValue {
  return { type, value, received: clean === value ? null : clean };
}

/** First only unwrapped, since repairing would touch the path of a URL; a stream of two IPv6 ends only looks wrapped. */
function readFanged(text: string, reader: Reader): Name | undefined {
  const inner = unwrap(text);
  return reader(inner) ?? reader(repairTokens(text)) ?? reader(unwrap(repairTokens(inner)));
}

function isOurSpelling(text: string, url: string): boolean {
  return text === url || text === defangUrl(url);
}

function readIp(text: string): Name | undefined {
  return text.includes('/') ? readNetwork(text) : readAddress(text);
}

const hex = /^[0-9a-f]+$/i;

function readHash(text: string): Name | undefined {
  const type = hashTypeOf(text.length);
  return type === undefined || !hex.test(text) ? undefined : { type, value: text.toLowerCase() };
}

function hashTypeOf(length: number): 'md5' | 'sha1' | 'sha256' | undefined {
  if (length === 64) return 'sha256';
  if (length === 40) return 'sha1';
  return length === 32 ? 'md5' : undefined;
}

function readDomain(text: string): Name | undefined {
  const value = canonicalHost(text);
  return value === undefined ? undefined : { type: 'domain', value };
}

function readUrl(text: string): Name | undefined {
  const value = canonicalUrl(text);
  return value === undefined ? undefined : { type: 'url', value };
}

/** What may stand before the `@`: RFC 5322 atoms and dots, and anything beyond ASCII; no `/`, which makes it a path. */
const localPart = /^[A-Za-z0-9.!#$%&'*+=?^_`{|}~\u0080-\uffff-]{1,64}$/;

/** Lower case as a whole: no mail system in use tells two mailboxes apart by case. */
function readEmail(text: string): Name | undefined {
  const at = text.lastIndexOf('@');
  if (at < 1) return undefined;
  const start = text.slice(0, 7).toLowerCase() === 'mailto:' ? 7 : 0;
  const local = text.slice(start, at);
  const isLocal = localPart.test(local) && repairTokens(local) === local;
  const host = isLocal ? canonicalHost(text.slice(at + 1)) : undefined;
  return host?.includes('.') ? { type: 'email', value: `${local.toLowerCase()}@${host}` } : undefined;
}

function readNetworkStream(text: string): Name | undefined {
  const stream = text.includes('->') ? readStream(text) : undefined;
  return stream && { type: 'network_stream', value: formatStream(stream) };
}

const readPath: Reader = (text) => (text === '' ? undefined : { type: 'path', value: text.toLowerCase() });
const readRegistryKey: Reader = (text) =>
  text === '' ? undefined : { type: 'registry_key', value: canonicalRegistryKey(text) };
const readUserAgent: Reader = (text) => (text === '' ? undefined : { type: 'user_agent', value: refangText(text) });
const readOther = (text: string): Name => ({ type: 'other', value: refangText(text) });

/** Drive, share, environment variable, home folder, root. */
const pathLook = /^(?:[a-z]:[\\/]|\\\\[^\\\s]|%[a-z_()0-9]+%[\\/]|~\/|\/[^\s/])/i;

/** All readers for text of unknown type; the cheap and frequent ones first. */
function readAny(text: string): Name | undefined {
  return (
    readHash(text) ??
    readIp(text) ??
    readUrl(text) ??
    readEmail(text) ??
    readNetworkStream(text) ??
    (isRegistryKey(text) ? readRegistryKey(text) : undefined) ??
    (pathLook.test(text) ? readPath(text) : undefined) ??
    (text.includes('.') ? readNamedDomain(text) : undefined)
  );
}

/** A single word is no domain unless somebody says so; two labels are. */
function readNamedDomain(text: string): Name | undefined {
  const name = readDomain(text);
  return name?.value.includes('.') ? name : undefined;
}

const readers: Readonly<Record<IndicatorType, Reader>> = {
  ipv4: readIp,
  ipv6: readIp,
  cidr: readIp,
  domain: readDomain,
  url: readUrl,
  email: readEmail,
  md5: readHash,
  sha1: readHash,
  sha256: readHash,
  path: readPath,
  registry_key: readRegistryKey,
  network_stream: readNetworkStream,
  user_agent: readUserAgent,
  other: readOther,
};
