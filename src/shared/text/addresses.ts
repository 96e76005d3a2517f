/** An address or network in canonical spelling. */
export interface CanonicalAddress {
  readonly type: 'ipv4' | 'ipv6' | 'cidr';
  readonly value: string;
}

/** First and last address of a range, both included: 16 bytes big-endian as 32 hex digits, IPv4 mapped into IPv6. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

type Groups = readonly number[];

/** IPv4 mapped into IPv6, up to the address itself. */
const mappedPrefix = '00000000000000000000ffff';

/**
 * Reads an address: IPv4 as exactly four decimal parts without leading zeros, IPv6 in any spelling of RFC 4291 without
 * zone. IPv4-mapped IPv6 becomes IPv4. Undefined for anything else.
 */
export function readAddress(text: string): CanonicalAddress | undefined {
  if (text.includes(':')) {
    const groups = parseIpv6(text);
    return groups && addressOf(groups);
  }
  return parseIpv4(text) === undefined ? undefined : { type: 'ipv4', value: text };
}

/** Reads `address/prefix`; bits of the host part are cleared, so that one network has one spelling. */
export function readNetwork(text: string): CanonicalAddress | undefined {
  const range = parseNetwork(text);
  if (range === undefined) return undefined;
  const { groups, prefix } = range;
  const network = groups.map((group, index) => group & maskOf(index, prefix));
  if (isMapped(network) && prefix >= 96) return { type: 'cidr', value: `${formatMapped(network)}/${prefix - 96}` };
  return { type: 'cidr', value: `${formatIpv6(network)}/${prefix}` };
}

/** The range that a canonical (or canonisable) address or network covers; undefined when the text is neither. */
export function rangeOf(text: string): AddressRange | undefined {
  // By far the most that is asked for, several times for each that is stored.
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) {
    const key = `${mappedPrefix}${ipv4.toString(16).padStart(8, '0')}`;
    return { first: key, last: key };
  }
  const network = text.includes('/') ? parseNetwork(text) : wholeAddress(text);
  if (network === undefined) return undefined;
  const { groups, prefix } = network;
  return {
    first: toHex(groups.map((group, index) => group & maskOf(index, prefix))),
    last: toHex(groups.map((group, index) => (group & maskOf(index, prefix)) | (~maskOf(index, prefix) & 0xffff))),
  };
}

function addressOf(groups: Groups): CanonicalAddress {
  return isMapped(groups) ? { type: 'ipv4', value: formatMapped(groups) } : { type: 'ipv6', value: formatIpv6(groups) };
}

function wholeAddress(text: string): { readonly groups: Groups; readonly prefix: number } | undefined {
  const groups = parseAddress(text);
  return groups && { groups, prefix: 128 };
}

function parseAddress(text: string): Groups | undefined {
  if (text.includes(':')) return parseIpv6(text);
  const ipv4 = parseIpv4(text);
  return ipv4 === undefined ? undefined : [0, 0, 0, 0, 0, 0xffff, ipv4 >>> 16, ipv4 & 0xffff];
}

function parseNetwork(text: string): { readonly groups: Groups; readonly prefix: number } | undefined {
  const slash = text.indexOf('/');
  const digits = text.slice(slash + 1);
  if (slash < 0 || !/^(?:0|[1-9]\d{0,2})$/.test(digits)) return undefined;
  const groups = parseAddress(text.slice(0, slash));
  const prefix = Number(digits) + (text.includes(':') ? 0 : 96);
  return groups === undefined || prefix > 128 ? undefined : { groups, prefix };
}

/** Four decimal parts without leading zeros as an unsigned 32-bit number; undefined for anything else. */
function parseIpv4(text: string): number | undefined {
  if (text.length < 7 || text.length > 15) return undefined;
  let result = 0;
  let part = -1;
  let parts = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (part < 0) return undefined;
      result = result * 256 + part;
      part = -1;
      parts += 1;
      continue;
    }
    const digit = code - 48;
    if (digit < 0 || digit > 9 || part === 0) return undefined;
    part = (part < 0 ? 0 : part * 10) + digit;
    if (part > 255) return undefined;
  }
  return parts !== 4 || part < 0 ? undefined : result * 256 + part;
}

/** The eight 16-bit groups of an IPv6 address without zone; undefined for anything else. */
function parseIpv6(text: string): Groups | undefined {
  if (text.length < 2 || text.length > 45) return undefined;
  const gap = text.indexOf('::');
  if (gap < 0) {
    const all = parseGroups(text, true);
    return all?.length === 8 ? all : undefined;
  }
  const head = parseGroups(text.slice(0, gap), false);
  const tail = parseGroups(text.slice(gap + 2), true);
  if (head === undefined || tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Groups between colons; the last one may be an embedded IPv4 address when `isEnd`. */
function parseGroups(text: string, isEnd: boolean): Groups | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (isEnd && index === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part);
      if (ipv4 === undefined) return undefined;
      groups.push(ipv4 >>> 16, ipv4 & 0xffff);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
export function formatIpv6(groups: Groups): string {
  let start = -1;
  let length = 1;
  for (let at = 0; at < 8; at += 1) {
    let end = at;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - at > length) [start, length] = [at, end - at];
    if (end > at) at = end;
  }
  const hex = groups.map((group) => group.toString(16));
  return start < 0 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function isMapped(groups: Groups): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

/** An unsigned 32-bit number in dotted form. */
export function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

function formatMapped(groups: Groups): string {
  const [high = 0, low = 0] = groups.slice(6);
  return formatIpv4(high * 65_536 + low);
}

/** The 16 bits of a network mask that fall on one group. */
function maskOf(index: number, prefix: number): number {
  const bits = Math.min(16, Math.max(0, prefix - index * 16));
  return (0xffff << (16 - bits)) & 0xffff;
}

function toHex(groups: Groups): string {
  return groups.map((group) => group.toString(16).padStart(4, '0')).join('');
}
