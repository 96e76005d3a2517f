import { describe, expect, it } from 'vitest';
import { extract } from '#main/domain/extract/extract.ts';
import { schemeSpellings, spellings } from '#main/domain/extract/spellings.ts';

const valuesIn = (text: string): readonly string[] => extract(text).map(({ type, value }) => `${type} ${value}`);

/** A sentence in which one character is written in this way, and what must be read. */
function sentenceFor(written: string, means: string): readonly [text: string, expected: string] {
  switch (means) {
    case '.':
      return [`It talked to www${written}evil${written}com all day.`, 'domain www.evil.com'];
    case '@':
      return [`It came from bad.guy${written}evil.com all day.`, 'email bad.guy@evil.com'];
    case ':':
      return [`It talked to http${written}//evil.com/a all day.`, 'url http://evil.com/a'];
    case '/':
      return [`It talked to http:${written}${written}evil.com${written}a all day.`, 'url http://evil.com/a'];
    case '://':
      return [`It talked to http${written}evil.com/a all day.`, 'url http://evil.com/a'];
    case '//':
      return [`It talked to http:${written}evil.com/a all day.`, 'url http://evil.com/a'];
    case ':/':
      return [`It talked to http${written}/evil.com/a all day.`, 'url http://evil.com/a'];
    default:
      return [`It talked to ev${written}il.com all day.`, 'domain evil.com'];
  }
}

describe('the table of spellings', () => {
  it('has at least 80 of characters alone', () => {
    expect(new Set(spellings.map(({ written }) => written.toLowerCase())).size).toBeGreaterThanOrEqual(80);
  });

  it.each(spellings.map(({ written, means }) => [written, means] as const))('%j means %j', (written, means) => {
    const [text, expected] = sentenceFor(written, means);
    expect(valuesIn(text)).toEqual([expected]);
  });

  it.each(spellings.map(({ written, means }) => [written.toUpperCase(), means] as const))(
    '%j in capitals means %j',
    (written, means) => {
      const [text, expected] = sentenceFor(written, means);
      expect(valuesIn(text)).toEqual([expected]);
    },
  );

  it.each([...schemeSpellings])('the scheme %j is %j', (written, scheme) => {
    expect(valuesIn(`It talked to ${written}://evil.com/a all day.`)).toEqual([`url ${scheme}://evil.com/a`]);
    expect(valuesIn(`(${written.toUpperCase()}[:]//evil[.]com/a)`)).toEqual([`url ${scheme}://evil.com/a`]);
  });

  it.each([
    ['198[.]51[.]100[.]3', 'ipv4 198.51.100.3'],
    ['198.51.100[.]3', 'ipv4 198.51.100.3'],
    ['198(dot)51(dot)100(dot)3', 'ipv4 198.51.100.3'],
    ['198\\.51\\.100\\.3', 'ipv4 198.51.100.3'],
    ['198[.]51[.]100[.]0/24', 'cidr 198.51.100.0/24'],
    ['2001[:]db8[:][:]1', 'ipv6 2001:db8::1'],
    ['evil [.] com', 'domain evil.com'],
    ['evil (dot) com', 'domain evil.com'],
    ['bad.guy [at] evil [dot] com', 'email bad.guy@evil.com'],
    ['evil[.com', 'domain evil.com'],
    ['evil.]com', 'domain evil.com'],
    ['evil[.]co[.]uk', 'domain evil.co.uk'],
    ['hxxps[://]evil[.]com/a?b=c', 'url https://evil.com/a?b=c'],
    ['hxxp:\\\\evil.com\\a', 'url http://evil.com/a'],
    ['hxxp;//evil.com/a', 'url http://evil.com/a'],
    ['hxxp//:evil.com/a', 'url http://evil.com/a'],
    ['hxxp : // evil.com/a', 'url http://evil.com/a'],
    ['hxxp[:]//evil[.]com[/]gate[.]php', 'url http://evil.com/gate.php'],
    ['hxxp[:]//evil[.]com[:]8080/a', 'url http://evil.com:8080/a'],
    ['hxxp://u:p[at]evil[.]com/a', 'url http://u:p@evil.com/a'],
    ['[http]://evil.com/', 'url http://evil.com/'],
    ['ev\u200Bil.c\u00ADom', 'domain evil.com'],
  ])('%j is %s', (text, expected) => {
    expect(valuesIn(text)).toEqual([expected]);
    expect(valuesIn(`Seen on Monday: ${text}, again on Tuesday.`)).toEqual([expected]);
  });
});
