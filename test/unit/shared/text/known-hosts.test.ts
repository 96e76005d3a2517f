import { expect, it } from 'vitest';
import { hasKnownSuffix } from '#shared/text/known-hosts.ts';

it.each([
  ['evil.com', true],
  ['a.evil.co.uk', true],
  ['evil.EXAMPLE', true],
  ['setup.exe', false],
  // No suffix is a number, so a version is no host.
  ['1.2.3', false],
  ['jquery-3.7.1', false],
  ['198.51.100.3', false],
])('%s has a known suffix: %s', (host, expected) => {
  expect(hasKnownSuffix(host)).toBe(expected);
});
