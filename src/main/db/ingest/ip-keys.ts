import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { rangeOf } from '#shared/text/addresses.ts';

/** What an address or network covers, 16 bytes big-endian each, IPv4 mapped into IPv6. `end` is null for one address. */
export interface IpKey {
  readonly first: Buffer;
  readonly end: Buffer | null;
}

/** Key of a canonical address or network; null for anything else. */
export function ipKeyOf(type: IndicatorType, value: string): IpKey | null {
  if (type !== 'ipv4' && type !== 'ipv6' && type !== 'cidr') return null;
  const isNetwork = type === 'cidr';
  const range = value.includes('/') === isNetwork ? rangeOf(value) : undefined;
  if (range === undefined) return null;
  return { first: Buffer.from(range.first, 'hex'), end: isNetwork ? Buffer.from(range.last, 'hex') : null };
}
