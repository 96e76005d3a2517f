import { describe, expect, it } from 'vitest';
import { defangText } from '#shared/text/defang.ts';
import { refangText } from '#shared/text/free-text.ts';
import { refangUrl } from '#shared/text/urls.ts';

describe('text that was defanged as we write it', () => {
  it.each([
    ['seen at evil[.]example, again', 'seen at evil.example, again'],
    ['from 2001[:]db8[:][:]1 at noon', 'from 2001:db8::1 at noon'],
    ['mail bad.guy[@]evil[.]example now', 'mail bad.guy@evil.example now'],
    ['see hxxps[://]Evil[.]example/a?b=[.]', 'see https://Evil.example/a?b=[.]'],
    ['see http://ev\u200Bil.example/', 'see http://evil.example/'],
    ['see FXP[://]evil[.]example/', 'see ftp://evil.example/'],
    ['hosts Пример[.]рф and EVIL[.]EXAMPLE', 'hosts Пример.рф and EVIL.EXAMPLE'],
  ])('comes back: %s', (text, expected) => {
    expect(refangText(text)).toBe(expected);
    expect(refangText(expected)).toBe(expected);
    expect(refangText(defangText(expected))).toBe(expected);
  });

  it.each(['list[0] and [a]', 'f(x)[.5]', 'ratio 3[:]2', 'x[@]y'])(
    'stays where nothing in it could be followed: %s',
    (text) => {
      expect(refangText(text)).toBe(text);
    },
  );
});

it('a host is repaired until nothing changes, one that is too long for a host only once', () => {
  const nested = (depth: number): string => `http://evil${'['.repeat(depth)}.${']'.repeat(depth)}example/`;
  expect(refangUrl(nested(300))).toBe('http://evil.example/');
  expect(refangUrl(nested(5_000))).toBe(nested(4_999));
});

describe('a text that is repaired anew for each bracket around a part', () => {
  const nested = (part: string, depth: number): string =>
    `http://evil${'['.repeat(depth)}${part}${']'.repeat(depth)}example/`;

  it('comes back where that ends soon', () => {
    expect(refangText(nested('@', 8))).toBe(nested('@', 0));
  });

  it.each([
    ['@', 9],
    ['@', 5_000],
    ['.', 5_000],
  ])('stays as it is where it does not, so that no text costs more than a few rounds: %s, %i deep', (part, depth) => {
    expect(refangText(nested(part, depth)) === nested(part, depth)).toBe(true);
  });
});
