import { describe, expect, it } from 'vitest';
import { compareInstants, laterInstant } from '#main/vendors/crowdstrike/instants.ts';

describe('instants', () => {
  it.each([
    ['2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.10Z', 0],
    ['2026-01-01T00:00:00.39565409Z', '2026-01-01T00:00:00.395654089Z', 1],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000001Z', -1],
    ['2026-01-01T00:00:00.9Z', '2026-01-01T00:00:01Z', -1],
    ['2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00Z', 0],
    ['never', '2026-01-01T00:00:00Z', -1],
  ])('%s against %s', (left, right, sign) => {
    expect(Math.sign(compareInstants(left, right))).toBe(sign);
    expect(Math.sign(compareInstants(right, left))).toBe(0 - sign);
  });

  it('keep the text of the later one', () => {
    expect(laterInstant(null, '2026-01-01T00:00:00.5Z')).toBe('2026-01-01T00:00:00.5Z');
    expect(laterInstant('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).toBe('2026-01-02T00:00:00Z');
    expect(laterInstant('2026-01-02T00:00:00Z', 'soon')).toBe('2026-01-02T00:00:00Z');
    expect(laterInstant('2026-01-02T00:00:00Z', null)).toBe('2026-01-02T00:00:00Z');
  });
});
