import { mix, unit } from './random.ts';
import { type WorldType, type WorldVendor, worldVendors } from './types.ts';

interface TypeShare {
  readonly type: WorldType;
  /** Parts of a thousand. */
  readonly share: number;
  readonly vendors: readonly WorldVendor[];
}

// The mix: 30 % IPv4, 5 IPv6, 30 domains (and Datadog's odd ones), 15 URLs, 15 hashes, 5 paths, registry keys and
// streams. Each type goes only to vendors that have it.
const typeShares: readonly TypeShare[] = [
  { type: 'ipv4', share: 300, vendors: worldVendors },
  { type: 'domain', share: 294, vendors: worldVendors },
  { type: 'url', share: 150, vendors: ['threatgrid', 'virustotal'] },
  { type: 'sha256', share: 120, vendors: worldVendors },
  { type: 'ipv6', share: 50, vendors: worldVendors },
  { type: 'md5', share: 18, vendors: ['crowdstrike', 'threatgrid', 'virustotal'] },
  { type: 'path', share: 20, vendors: ['threatgrid'] },
  { type: 'registry_key', share: 15, vendors: ['threatgrid'] },
  { type: 'network_stream', share: 15, vendors: ['threatgrid'] },
  { type: 'sha1', share: 12, vendors: ['datadog', 'virustotal'] },
  { type: 'user_agent', share: 4, vendors: ['datadog'] },
  { type: 'other', share: 2, vendors: ['datadog'] },
];

/** What kind of thing indicator i is. */
export function typeOf(seed: number, index: number): WorldType {
  return shareOf(seed, index).type;
}

/** Which vendors have indicator i, bit n standing for the n-th of {@link worldVendors}. */
export function vendorMaskOf(seed: number, index: number): number {
  const { vendors } = shareOf(seed, index);
  const wanted = Math.min(vendorCountOf(seed, index), vendors.length);
  const start = mix(seed, index, 3) % vendors.length;
  // A rotated choice and, for pairs, a varying distance between the two: every combination occurs.
  const step = wanted === 2 && vendors.length > 2 ? 1 + (mix(seed, index, 4) % (vendors.length - 1)) : 1;
  let mask = 0;
  for (let n = 0; n < wanted; n += 1) {
    const vendor = vendors[(start + n * step) % vendors.length];
    if (vendor !== undefined) mask |= 1 << worldVendors.indexOf(vendor);
  }
  return mask;
}

// Over all types 78 / 15 / 5 / 2 % end up with 1 / 2 / 3 / 4 vendors; types that few vendors have take less of it,
// so the others take a little more.
function vendorCountOf(seed: number, index: number): number {
  const draw = unit(seed, index, 2);
  if (draw < 0.026) return 4;
  if (draw < 0.09) return 3;
  return draw < 0.245 ? 2 : 1;
}

function shareOf(seed: number, index: number): TypeShare {
  let rest = mix(seed, index, 1) % 1000;
  for (const entry of typeShares) {
    if (rest < entry.share) return entry;
    rest -= entry.share;
  }
  throw new RangeError('the shares of all types must add up to 1000');
}
