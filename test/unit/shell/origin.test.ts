import { describe, expect, it } from 'vitest';
import { isAppUrl } from '../../../src/main/shell/electron/security/origin.ts';

describe('isAppUrl', () => {
  it.each([
    ['app://sightline/index.html', true],
    ['app://sightline', true],
    ['APP://sightline/x', true],
    ['app://user@sightline/index.html', false],
    ['app://sightline.evil.example/', false],
    ['app://sightline:1/', false],
    ['https://sightline/', false],
    ['//sightline/', false],
    ['', false],
  ])('%s -> %s', (url, expected) => {
    expect(isAppUrl(url)).toBe(expected);
  });
});
