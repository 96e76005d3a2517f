import { expect, it } from 'vitest';
import { buildTarget } from '#main/platform/http/target.ts';
import { fillPath } from '#main/vendors/kit/define-operation.ts';

const origin = 'https://api.vendor.example';
const pathOf = (id: string) => buildTarget({ origin, path: fillPath('/v1/{id}/notes', { id }), query: [] }).path;

it.each([
  ['../admin', '..%2Fadmin'],
  ['a/b', 'a%2Fb'],
  ['a\\b', 'a%5Cb'],
  ['a?b=c#d', 'a%3Fb%3Dc%23d'],
  ['%2e%2e', '%252e%252e'],
  ['...', '...'],
  ['a.b', 'a.b'],
  ['a\r\nHost: evil', 'a%0D%0AHost%3A%20evil'],
  ['\ud800', '%EF%BF%BD'],
])('a value in a path never leaves its segment: %j', (value, segment) => {
  expect(pathOf(value)).toBe(`/v1/${segment}/notes`);
});

it.each(['.', '..'])('a value that would climb is refused before anything is asked: %s', (value) => {
  expect(() => pathOf(value)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
});
