import { isIP, isIPv4 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { permute, uniqueToken } from '../../emulators/world/random.ts';
import { type WorldIndicator, worldVendors } from '../../emulators/world/types.ts';
import { createWorld } from '../../emulators/world/world.ts';

const world = createWorld({ size: 30_000 });
const indicators = Array.from({ length: world.size }, (_, index) => world.indicatorAt(index));

function share(fits: (indicator: WorldIndicator) => boolean): number {
  return indicators.filter(fits).length / indicators.length;
}

describe('the world', () => {
  it('depends only on seed and index', () => {
    const twin = createWorld({ size: 10 });
    const other = createWorld({ size: 10, seed: 2 });
    for (const index of [29_999, 5, 123_456, 0]) {
      expect(twin.indicatorAt(index)).toEqual(world.indicatorAt(index));
      expect(other.indicatorAt(index)).not.toEqual(world.indicatorAt(index));
      expect(twin.typeAt(index)).toBe(world.indicatorAt(index).type);
      expect(twin.lastSeenAt(index)).toBe(world.indicatorAt(index).lastSeenMs);
    }
  });

  it('gives every indicator its own value, far beyond the size too', () => {
    expect(new Set(indicators.map(({ type, value }) => `${type} ${value}`)).size).toBe(world.size);
    const far = Array.from({ length: 5000 }, (_, n) => world.indicatorAt(1_048_000 + n).value);
    expect(new Set([...far, ...indicators.map(({ value }) => value)]).size).toBe(world.size + 5000);
  });

  it('has the mix of types and vendors that the benchmark asks for', () => {
    expect(share(({ type }) => type === 'ipv4')).toBeCloseTo(0.3, 1);
    expect(share(({ type }) => type === 'ipv6')).toBeCloseTo(0.05, 1);
    expect(share(({ type }) => type === 'domain')).toBeCloseTo(0.3, 1);
    expect(share(({ type }) => type === 'url')).toBeCloseTo(0.15, 1);
    expect(share(({ type }) => /^(md5|sha1|sha256)$/.test(type))).toBeCloseTo(0.15, 1);
    const counts = [0.78, 0.15, 0.05, 0.02];
    for (const [index, expected] of counts.entries()) {
      expect(Math.abs(share(({ vendors }) => vendors.length === index + 1) - expected)).toBeLessThan(0.02);
    }
    expect(Math.abs(share(({ score }) => score >= 80) - 0.15)).toBeLessThan(0.02);
  });

  it('spreads tags and sources by a power law', () => {
    const counts = new Map<string, number>();
    for (const tag of indicators.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const sorted = [...counts.values()].toSorted((a, b) => b - a);
    expect(sorted.length).toBeGreaterThan(3000);
    expect(sorted[0] ?? 0).toBeGreaterThan(20 * (sorted[200] ?? 0));
    expect(new Set(indicators.flatMap(({ sources }) => sources)).size).toBeGreaterThan(120);
  });

  it('uses only reserved addresses and names', () => {
    for (const { type, value } of indicators) {
      if (type === 'ipv4') expect(value).toMatch(/^(198\.1[89]|203\.0\.113|198\.51\.100|192\.0\.2)\./);
      if (type === 'ipv6') expect([value.startsWith('2001:db8:'), isIP(value)]).toEqual([true, 6]);
      if (type === 'domain') expect(value).toMatch(/^[a-z0-9.-]+\.(example|test|example\.net)$/);
      if (type === 'url')
        expect(isIPv4(new URL(value).hostname) || /\.(example|test|net)$/.test(new URL(value).hostname)).toBe(true);
    }
  });

  it('writes addresses and URLs in canonical form', () => {
    for (const { type, value } of indicators.slice(0, 5000)) {
      if (type === 'ipv6') expect(new URL(`http://[${value}]/`).hostname).toBe(`[${value}]`);
      if (type === 'ipv4') expect(new URL(`http://${value}/`).hostname).toBe(value);
      if (type === 'url') expect(new URL(value).href).toBe(value);
    }
  });

  it('keeps all times before now', () => {
    for (const { firstSeenMs, lastSeenMs } of indicators) {
      expect(firstSeenMs).toBeLessThanOrEqual(lastSeenMs);
      expect(lastSeenMs).toBeLessThan(world.now);
      expect(lastSeenMs).toBeGreaterThan(world.now - 30 * 86_400_000);
    }
  });

  it('tells which vendor has what', () => {
    for (const vendor of worldVendors) {
      const expected = indicators.filter(({ vendors }) => vendors.includes(vendor)).map(({ index }) => index);
      expect([...world.indicesOf(vendor)]).toEqual(expected);
      const next = world.nextHeldBy(vendor, world.size - 1);
      expect(next).toBeGreaterThanOrEqual(world.size);
      expect(world.indicatorAt(next).vendors).toContain(vendor);
    }
  });
});

describe('permute and uniqueToken', () => {
  it.each([10, 17])('permutes %i bits without collision', (bits) => {
    const size = 1 << bits;
    const seen = new Set(Array.from({ length: size }, (_, value) => permute(3, value, bits)));
    expect(seen.size).toBe(size);
    expect([...seen].every((value) => value >= 0 && value < size)).toBe(true);
  });

  it('never repeats a token', () => {
    const indices = [...Array(50_000).keys(), 1_048_575, 1_048_576, 5_000_000];
    expect(new Set(indices.map((index) => uniqueToken(1, index))).size).toBe(indices.length);
  });
});
