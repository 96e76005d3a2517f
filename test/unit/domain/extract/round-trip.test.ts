import { describe, expect, it } from 'vitest';
import { recognise } from '#main/domain/canonicalise.ts';
import { extract } from '#main/domain/extract/extract.ts';
import { defang } from '#shared/text/defang.ts';
import { type GeneratedIndicator, generateIndicators } from './generated-indicators.ts';

const indicators = generateIndicators(100_000, 20_261_128);
const sample = indicators.slice(0, 15_000);
const nameOf = ({ type, value }: GeneratedIndicator): string => `${type} ${value}`;

describe('100,000 generated indicators', () => {
  it('are of every type that is told from its look', () => {
    expect([...new Set(indicators.map(({ type }) => type))].sort()).toEqual([
      'cidr',
      'domain',
      'email',
      'ipv4',
      'ipv6',
      'md5',
      'network_stream',
      'path',
      'registry_key',
      'sha1',
      'sha256',
      'url',
    ]);
  });

  it('come back from their defanged spelling, which defanging again leaves alone', () => {
    const broken = indicators.filter(({ type, value }) => {
      const safe = defang(type, value);
      const read = recognise(safe);
      return read.type !== type || read.value !== value || defang(type, safe) !== safe;
    });
    expect(broken).toEqual([]);
  });

  it('are found in prose, defanged as we write it, and each only once', () => {
    const text = sample.map(({ type, value }) => `Seen again: ${defang(type, value)} on Monday\n`).join('');
    const found = extract(text).filter(({ trap }) => trap === null);
    expect(missing(sample, found)).toEqual([]);
    expect(found).toHaveLength(sample.length);
  });

  it('are found as they are: reading what was read changes nothing', () => {
    const text = sample.map(({ value }) => `"${value}"\n`).join('');
    const found = extract(text).filter(({ trap }) => trap === null);
    expect(missing(sample, found)).toEqual([]);
    expect(found).toHaveLength(sample.length);
  });
});

/** The first few that were not found in their place. */
function missing(expected: readonly GeneratedIndicator[], found: readonly GeneratedIndicator[]): readonly string[] {
  const names = new Set(found.map(nameOf));
  return expected
    .map(nameOf)
    .filter((name) => !names.has(name))
    .slice(0, 20);
}
