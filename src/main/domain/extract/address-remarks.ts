import type { Remark } from '#shared/model/candidate.ts';
import { type AddressRange, rangeOf } from '#shared/text/addresses.ts';

/** Ranges with a meaning of their own: RFC 6890 and its successors, documentation ranges of RFC 5737, 3849 and 9637. */
const ranges: readonly (readonly [network: string, remark: Remark])[] = [
  ['192.0.2.0/24', 'documentation'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['233.252.0.0/24', 'documentation'],
  ['2001:db8::/32', 'documentation'],
  ['3fff::/20', 'documentation'],
  ['10.0.0.0/8', 'private'],
  ['172.16.0.0/12', 'private'],
  ['192.168.0.0/16', 'private'],
  ['100.64.0.0/10', 'private'],
  ['fc00::/7', 'private'],
  ['127.0.0.0/8', 'loopback'],
  ['::1/128', 'loopback'],
  ['169.254.0.0/16', 'linkLocal'],
  ['fe80::/10', 'linkLocal'],
  ['224.0.0.0/4', 'multicast'],
  ['ff00::/8', 'multicast'],
  ['0.0.0.0/8', 'reserved'],
  ['192.0.0.0/24', 'reserved'],
  ['198.18.0.0/15', 'reserved'],
  ['240.0.0.0/4', 'reserved'],
  ['100::/64', 'reserved'],
];

const known: readonly (readonly [range: AddressRange, remark: Remark])[] = ranges.flatMap(([network, remark]) => {
  const range = rangeOf(network);
  return range === undefined ? [] : [[range, remark] as const];
});

/** How members of those ranges begin; most addresses do not, and need no arithmetic. */
const special = /^(?:(?:0|10|100|127|169|172|192|198|203|2[2-5]\d)\.|2001:db8:|3fff:|f[cdef]|100:|:)/;

/** What to know about an address or network by its range; null for an ordinary one. */
export function remarkOnAddress(value: string): Remark | null {
  if (!special.test(value)) return null;
  const range = rangeOf(value);
  if (range === undefined) return null;
  return known.find(([outer]) => outer.first <= range.first && range.last <= outer.last)?.[1] ?? null;
}
