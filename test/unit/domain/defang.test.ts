import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv4, formatIpv6 } from '#main/domain/addresses.ts';
import { canonicaliseAs } from '#main/domain/canonicalise.ts';
import { defang, defangText } from '#main/domain/defang.ts';
import { refang } from '#main/domain/refang.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

const ipv4 = fc.nat(0xffff_ffff).map((number) => formatIpv4(number));
const ipv6 = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }).map((groups) => formatIpv6(groups));
const host = fc.domain();
const port = fc.nat(65_535);
const values: readonly [IndicatorType, fc.Arbitrary<string>][] = [
  ['ipv4', ipv4],
  ['ipv6', ipv6],
  ['cidr', fc.tuple(ipv4, fc.nat(32)).map(([address, prefix]) => `${address}/${prefix}`)],
  ['cidr', fc.tuple(ipv6, fc.nat(128)).map(([address, prefix]) => `${address}/${prefix}`)],
  ['domain', host],
  [
    'url',
    fc.webUrl({
      withQueryParameters: true,
      withFragments: true,
      authoritySettings: { withPort: true, withIPv4: true, withIPv6: true, withUserInfo: true },
    }),
  ],
  ['url', fc.tuple(host, fc.string()).map(([name, path]) => `https://${name}/${path}`)],
  [
    'url',
    fc
      .tuple(ipv6, port, fc.constantFrom('a[.]b', 'a)', 'x.', "'q'", '<', '(a)', ''))
      .map(([a, p, path]) => `ftp://[${a}]:${p}/${path}`),
  ],
  ['email', fc.emailAddress()],
  ['network_stream', fc.tuple(ipv4, port, ipv4, port).map(([a, b, c, d]) => `${a}:${b}->${c}:${d}`)],
  ['network_stream', fc.tuple(ipv6, port, ipv6, port).map(([a, b, c, d]) => `[${a}]:${b}->[${c}]:${d}`)],
  ['md5', fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 })],
];

/** Prose with everything in it that could be mistaken for the marks of defanging. */
const prose = fc
  .array(
    fc.oneof(
      host,
      ipv4,
      ipv6,
      fc.emailAddress(),
      fc.webUrl({ authoritySettings: { withUserInfo: true, withPort: true } }),
      fc.string(),
      fc.constantFrom(
        ' ',
        '.',
        '[.]',
        '[',
        ']',
        '(',
        '):',
        '[:]',
        '[@]',
        '@',
        'hxxp',
        '://',
        '[://]',
        'setup.exe',
        '1.2.3',
        '::',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('defang and refang of free text', () => {
  it.each<IndicatorType>(['other', 'user_agent'])('%s: the laws hold for whatever stands in it', (type) => {
    fc.assert(
      fc.property(prose, (text) => {
        const canonical = canonicaliseAs(type, text);
        const defanged = defang(canonical.type, canonical.value);
        expect(defang(canonical.type, defanged)).toBe(defanged);
        expect(refang(defanged, canonical.type)).toBe(canonical.value);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each<[what: string, text: string]>([
    ['brackets', '['.repeat(200_000)],
    ['nested dots', `http://${'['.repeat(100_000)}.${']'.repeat(100_000)}`],
    ['dots', 'a.'.repeat(100_000)],
    ['blanks', ' '.repeat(200_000)],
    ['colons', 'a:'.repeat(100_000)],
    ['letters', 'a'.repeat(200_000)],
    ['parentheses', ')'.repeat(200_000)],
    ['quotes', '"'.repeat(200_000)],
    ['signs', '@'.repeat(200_000)],
    ['schemes', 'hxxp://'.repeat(30_000)],
  ])('reads a long run of %s in linear time', (_what, text) => {
    // Quadratic time would be minutes here, far beyond the test's limit.
    expect(defangText(defangText(text))).toBe(defangText(text));
    expect(refang(text).length).toBeLessThanOrEqual(text.length);
  });
});

describe('defang and refang', () => {
  it.each(values)('%s: refanging gives the value back, and defanging twice is defanging once', (type, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => {
        const canonical = canonicaliseAs(type, text);
        const defanged = defang(canonical.type, canonical.value);
        expect(defang(canonical.type, defanged)).toBe(defanged);
        expect(refang(defanged, canonical.type)).toBe(canonical.value);
        if (canonical.type !== 'other') expect(refang(defanged)).toBe(canonical.value);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[IndicatorType, string, string]>([
    ['ipv4', '198.51.100.3', '198[.]51[.]100[.]3'],
    ['ipv6', '2001:db8::1', '2001[:]db8[:][:]1'],
    ['cidr', '10.0.0.0/8', '10[.]0[.]0[.]0/8'],
    ['domain', 'a.evil.example', 'a[.]evil[.]example'],
    ['url', 'https://evil.example/a?b=c', 'hxxps[://]evil[.]example/a?b=c'],
    ['url', 'http://u:p@evil.example:8080/x.php', 'hxxp[://]u:p[@]evil[.]example:8080/x.php'],
    ['url', 'ftp://[2001:db8::1]:21/', 'fxp[://][2001[:]db8[:][:]1]:21/'],
    ['url', 'ssh://evil.example/', 'ssh[://]evil[.]example/'],
    ['email', 'bad.guy@evil.example', 'bad.guy[@]evil[.]example'],
    ['network_stream', '10.0.0.1:1034->198.51.100.3:443', '10[.]0[.]0[.]1:1034->198[.]51[.]100[.]3:443'],
    ['path', 'c:\\a.b\\evil.example', 'c:\\a.b\\evil.example'],
    ['user_agent', 'curl/8.1 (+http://evil.example/bot)', 'curl/8.1 (+hxxp[://]evil[.]example/bot)'],
  ])('%s %s -> %s', (type, value, expected) => {
    expect(defang(type, value)).toBe(expected);
  });

  it.each([
    ['see https://evil.example/a.', 'see hxxps[://]evil[.]example/a.'],
    ['mail bad@evil.example, host 198.51.100.3!', 'mail bad[@]evil[.]example, host 198[.]51[.]100[.]3!'],
    ['Finished. Then e.g. version 1.2.3', 'Finished. Then e.g. version 1.2.3'],
    ['from 2001:db8::1 at 12:30', 'from 2001[:]db8[:][:]1 at 12:30'],
    ['host=evil.example:8080/x', 'host=evil[.]example:8080/x'],
    ['hxxps[://]evil[.]example/a', 'hxxps[://]evil[.]example/a'],
  ])('inside text: %s', (text, expected) => {
    expect(defangText(text)).toBe(expected);
    expect(defangText(expected)).toBe(expected);
  });

  it.each([
    'evil[.]example',
    'evil(.)example',
    'evil{.}example',
    'evil[dot]example',
    'evil(DOT)example',
    'evil [.] example',
    'evil[.example',
    'evil.]example',
    'evil\\.example',
    'ev\u200Bil.example',
    '<evil.example>',
    '"evil.example"',
    "'evil[.]example',",
    'evil.example.',
    'evil.example;',
  ])('reads %s as evil.example', (text) => {
    expect(refang(text)).toBe('evil.example');
  });

  it.each([
    'hxxp://e.example/a',
    'hXXp://e.example/a',
    'h**p://e.example/a',
    'meow://e.example/a',
    'http[://]e.example/a',
    'http[:]//e.example/a',
    'http:[/][/]e.example/a',
    'hxxp[:]//e[.]example/a).',
  ])('reads %s as a URL', (text) => {
    expect(refang(text)).toBe('http://e.example/a');
  });
});
