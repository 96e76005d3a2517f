import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** What an address or network covers, 16 bytes big-endian each, IPv4 mapped into IPv6. `end` is null for one address. */
export interface IpKey {
  readonly first: Buffer;
  readonly end: Buffer | null;
}

/** Key of a canonical address or network; null for anything else. */
export function ipKeyOf(type: IndicatorType, value: string): IpKey | null {
  if (type === 'ipv4' || type === 'ipv6') {
    const first = parseAddress(value);
    return first === null ? null : { first, end: null };
  }
  if (type !== 'cidr') return null;
  const slash = value.indexOf('/');
  const address = slash < 0 ? null : parseAddress(value.slice(0, slash));
  const bits = Number(value.slice(slash + 1));
  if (address === null || !Number.isInteger(bits)) return null;
  const prefix = value.includes(':') ? bits : bits + 96;
  return prefix < 0 || prefix > 128 ? null : network(address, prefix);
}

function network(address: Buffer, prefix: number): IpKey {
  const first = Buffer.from(address);
  const end = Buffer.from(address);
  for (let bit = prefix; bit < 128; bit += 1) {
    const at = bit >>> 3;
    const mask = 0x80 >>> (bit & 7);
    first[at] = (first[at] ?? 0) & ~mask;
    end[at] = (end[at] ?? 0) | mask;
  }
  return { first, end };
}

function parseAddress(text: string): Buffer | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Buffer | null {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return null;
  return Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...parts]);
}

function parseIpv6(text: string): Buffer | null {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return null;
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (missing < 0 || (tail === undefined && missing !== 0)) return null;
  const groups = [...before, ...new Array<number>(missing).fill(0), ...after];
  const bytes = Buffer.alloc(16);
  groups.forEach((group, index) => {
    bytes.writeUInt16BE(group, index * 2);
  });
  return bytes;
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups = text.split(':').map((part) => (/^[0-9a-f]{1,4}$/i.test(part) ? Number.parseInt(part, 16) : -1));
  return groups.includes(-1) ? null : groups;
}
