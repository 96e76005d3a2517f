import { describe, expect, it } from 'vitest';
import { nextOffset, readNextCursor } from '#main/vendors/kit/cursors.ts';

describe('the cursor to the next page', () => {
  it.each([null, undefined, ''])('is none where the vendor says %j', (next) => {
    expect(readNextCursor(next, 'a')).toBeNull();
  });

  it('is handed on as it came, up to 8 KiB', () => {
    expect(readNextCursor(' a&b ', null)).toBe(' a&b ');
    expect(readNextCursor('x'.repeat(8_192), 'a')).toHaveLength(8_192);
  });

  it.each([
    ['longer', 'x'.repeat(8_193), 'a', /overlong/],
    ['the one that led here', 'a', 'a', /same cursor/],
  ])('is refused when it is %s', (_what, next, current, message) => {
    expect(() => readNextCursor(next, current)).toThrow(
      expect.objectContaining({ code: 'vendor.badResponse', message: expect.stringMatching(message) }),
    );
  });
});

describe('the offset of the next page', () => {
  it.each([
    ['behind what came', { offset: 10, count: 5, stated: null, total: null }, 15],
    ['where the vendor says', { offset: 10, count: 5, stated: 20, total: null }, 20],
    ['never where we are', { offset: 10, count: 5, stated: 10, total: null }, 15],
    ['never back', { offset: 10, count: 5, stated: 0, total: null }, 15],
    ['none after an empty page', { offset: 10, count: 0, stated: 20, total: 100 }, null],
    ['none at the total', { offset: 10, count: 5, stated: null, total: 15 }, null],
    ['none beyond the total', { offset: 10, count: 5, stated: 99, total: 15 }, null],
  ])('is %s', (_what, page, next) => {
    expect(nextOffset(page)).toBe(next);
  });
});
