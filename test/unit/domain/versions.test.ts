import { expect, it } from 'vitest';
import { isNewer } from '#main/domain/versions.ts';

/** Semantic Versioning 2.0.0, section 11, and numbers whose order is not that of their digits. */
const inOrder = [
  '0.9.9',
  '0.10.0',
  '1.0.0-1',
  '1.0.0-2',
  '1.0.0-10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1',
  '1.2.0',
  '1.12.0',
  '2.0.0-99999999999999999999',
  '2.0.0-100000000000000000000',
  '2.0.0',
  '10.0.0',
];

it('orders versions as Semantic Versioning does', () => {
  for (const [at, version] of inOrder.entries()) {
    for (const [otherAt, other] of inOrder.entries()) {
      expect(isNewer(version, other), `${version} after ${other}`).toBe(at > otherAt);
    }
  }
});

it('sees no order in build metadata', () => {
  expect(isNewer('1.0.0+b2', '1.0.0+b1')).toBe(false);
  expect(isNewer('1.0.1+b1', '1.0.0')).toBe(true);
});

it.each(['', '2', '2.0', 'v2.0.0', '2.0.0.0', '02.0.0', '2.0.0-', '2.0.0-01', '2.0.0 ', '2.0.0\n', '1e9.0.0', '2.0.x'])(
  '"%s" is no version and newer than none',
  (text) => {
    expect(isNewer(text, '0.0.1')).toBe(false);
    expect(isNewer('9.0.0', text)).toBe(false);
  },
);
