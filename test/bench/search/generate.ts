/** The cache that searches are measured on: indicator i depends on the seed and i only. */
import { Chance } from '../../support/search-world.ts';

/** The worlds' "now". */
export const benchNowMs = Date.UTC(2026, 10, 21);
const seed = 20_261_121;
const dayMs = 86_400_000;

/** How many different words of each field there are. */
export const vocabulary = {
  tag: 5_000,
  source: 300,
  category: 24,
  rule: 800,
  country: 60,
  asn: 2_000,
  as_type: 6,
  action: 5,
};
export type WordField = keyof typeof vocabulary;

export const vendors = ['datadog', 'crowdstrike', 'threatgrid', 'virustotal'] as const;

/** One indicator, with its words as numbers below {@link vocabulary}. */
export interface BenchIndicator {
  readonly type: 'ipv4' | 'ipv6' | 'domain' | 'url' | 'sha256' | 'md5' | 'path' | 'registry_key' | 'network_stream';
  readonly value: string;
  readonly score: number | null;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly expiresAtMs: number | null;
  readonly words: readonly (readonly [WordField, number])[];
  /** Places in {@link vendors}. */
  readonly vendors: readonly number[];
}

const syllables = [
  'evil',
  'cdn',
  'update',
  'login',
  'secure',
  'mail',
  'cloud',
  'api',
  'static',
  'pay',
  'bank',
  'news',
  'shop',
  'dns',
];
const tops = ['com', 'net', 'org', 'info', 'example', 'test', 'ru', 'cn', 'io', 'xyz'];

/** Power law: low numbers far more often. */
function rare(chance: Chance, count: number): number {
  return Math.min(count - 1, Math.floor(count ** chance.next()) - 1 + chance.below(3));
}

/** Some parents have thousands of children, most have one. */
function hostOf(chance: Chance, i: number): string {
  const parent = rare(chance, 200_000);
  const name = `${syllables[parent % 14]}-${syllables[(parent * 7) % 13]}${parent}.${tops[parent % 10]}`;
  return `${chance.pick(syllables)}${i.toString(36)}.${name}`;
}

function hex(chance: Chance, length: number): string {
  let text = '';
  while (text.length < length)
    text += Math.floor(chance.next() * 0x100000000)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, length);
}

/** A different address for each number: multiplying by an odd number permutes them. */
function addressOf(i: number): string {
  const address = Math.imul(i + 1, 0x9e3779b1) >>> 0;
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');
}

function nameOf(chance: Chance, i: number): Pick<BenchIndicator, 'type' | 'value'> {
  const part = chance.below(100);
  if (part < 30) return { type: 'ipv4', value: addressOf(i) };
  if (part < 35) return { type: 'ipv6', value: `2001:db8:${(i >>> 16).toString(16)}:${(i & 0xffff).toString(16)}::1` };
  if (part < 65) return { type: 'domain', value: hostOf(chance, i) };
  if (part < 80) {
    return {
      type: 'url',
      value: `https://${hostOf(chance, i)}/${chance.pick(syllables)}/${hex(chance, 6)}.php?Id=${i}`,
    };
  }
  if (part < 90) return { type: 'sha256', value: hex(chance, 64) };
  if (part < 95) return { type: 'md5', value: hex(chance, 32) };
  if (part < 97) return { type: 'path', value: `c:\\users\\public\\${chance.pick(syllables)}\\${i.toString(36)}.exe` };
  if (part < 98)
    return { type: 'registry_key', value: `hkcu\\software\\${chance.pick(syllables)}\\run\\${i.toString(36)}` };
  return { type: 'network_stream', value: `tcp ${addressOf(i)}:${443 + chance.below(9)}` };
}

export function indicatorAt(i: number): BenchIndicator {
  const chance = new Chance(Math.imul(seed, 0x85ebca6b) ^ Math.imul(i + 1, 0xc2b2ae35));
  const { type, value } = nameOf(chance, i);
  const isAddress = type === 'ipv4' || type === 'ipv6';
  const lastSeenMs = benchNowMs - Math.floor(chance.next() ** 2 * 365 * 86_400) * 1_000;
  const words: [WordField, number][] = [['source', rare(chance, vocabulary.source)]];
  for (let count = chance.below(5); count > 0; count -= 1) words.push(['tag', rare(chance, vocabulary.tag)]);
  if (chance.isTrue(0.6)) words.push(['category', rare(chance, vocabulary.category)]);
  if (chance.isTrue(0.2)) words.push(['rule', rare(chance, vocabulary.rule)]);
  if (chance.isTrue(0.4)) words.push(['action', chance.below(vocabulary.action)]);
  if (isAddress) {
    words.push(['country', rare(chance, vocabulary.country)], ['asn', rare(chance, vocabulary.asn)]);
    words.push(['as_type', chance.below(vocabulary.as_type)]);
  }
  const several = chance.next();
  const count = several < 0.78 ? 1 : several < 0.93 ? 2 : several < 0.98 ? 3 : 4;
  return {
    type,
    value,
    // 15 % from 80 on.
    score: chance.isTrue(0.05) ? null : chance.isTrue(0.15) ? 80 + chance.below(21) : chance.below(80),
    firstSeenMs: lastSeenMs - chance.below(300) * dayMs,
    lastSeenMs,
    expiresAtMs: chance.isTrue(0.25) ? benchNowMs + (chance.below(120) - 40) * dayMs : null,
    words,
    vendors: Array.from({ length: count }, (_, nth) => (i + nth) % vendors.length),
  };
}
