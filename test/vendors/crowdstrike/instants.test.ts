import { describe, expect, it } from 'vitest';
import { laterInstant, readInstant } from '#main/vendors/crowdstrike/instants.ts';

function later(left: string | null, right: string): string | undefined {
  const instant = readInstant(right);
  return instant === null ? undefined : laterInstant(readInstant(left), instant).text;
}

describe('the later of two instants', () => {
  it.each([
    ['2026-01-01T00:00:00.395654089Z', '2026-01-01T00:00:00.39565409Z'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000001Z'],
    ['2026-01-01T00:00:00.9Z', '2026-01-01T00:00:01Z'],
    ['2026-01-01T01:30:00+01:00', '2026-01-01T00:30:00.5Z'],
  ])('%s comes before %s', (earlier, second) => {
    expect(later(earlier, second)).toBe(second);
    expect(later(second, earlier)).toBe(second);
  });

  it('is the first of two that are the same', () => {
    expect(later('2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.10Z')).toBe('2026-01-01T00:00:00.1Z');
  });

  it('is any instant against none', () => {
    expect(later(null, '2026-01-01T00:00:00Z')).toBe('2026-01-01T00:00:00Z');
    expect(later('never', '2026-01-01T00:00:00Z')).toBe('2026-01-01T00:00:00Z');
    expect(readInstant('2026-02-31T00:00:00Z')).toBeNull();
    expect(readInstant(null)).toBeNull();
  });
});
