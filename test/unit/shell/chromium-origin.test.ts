import { describe, expect, it } from 'vitest';
import { isWindowPage, isWindowUrl } from '#main/shell/chromium/origin.ts';

describe('the addresses of the Chromium window', () => {
  it.each(['https://sightline.invalid/index.html', 'https://sightline.invalid/index.html#/cases/CASE-0001'])(
    'has %s as its page',
    (url) => {
      expect(isWindowPage(url)).toBe(true);
      expect(isWindowUrl(url)).toBe(true);
    },
  );

  it('has other files that are no pages', () => {
    expect(isWindowUrl('https://sightline.invalid/assets/index.js')).toBe(true);
    expect(isWindowPage('https://sightline.invalid/assets/index.js')).toBe(false);
    expect(isWindowPage('https://sightline.invalid/index.html?x')).toBe(false);
  });

  it.each([
    'about:blank',
    'data:text/html,x',
    'file:///index.html',
    'blob:https://sightline.invalid/7f0f8273-1c36-4dd0-acb4-2186f7f5688a',
    'http://sightline.invalid/index.html',
    'https://sightline.invalid:444/index.html',
    'https://sightline.invalid.evil.example/index.html',
    'https://evil.example/sightline.invalid/index.html',
    'https://user@sightline.invalid/index.html',
    'https://sightline.invalid@evil.example/index.html',
    'chrome-error://chromewebdata/',
    '',
  ])('does not count %s among them', (url) => {
    expect(isWindowUrl(url)).toBe(false);
    expect(isWindowPage(url)).toBe(false);
  });
});
