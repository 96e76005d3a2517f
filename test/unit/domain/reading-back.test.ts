import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CanonicalValue, canonicaliseAs, recognise } from '#main/domain/canonicalise.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { formatIpv4, formatIpv6 } from '#shared/text/addresses.ts';
import { defang, defangText } from '#shared/text/defang.ts';

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

const nameOf = ({ type, value }: CanonicalValue) => ({ type, value });

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

describe('what was defanged in free text', () => {
  it.each<IndicatorType>(['other', 'user_agent'])('%s: the laws hold for whatever stands in it', (type) => {
    fc.assert(
      fc.property(prose, (text) => {
        const canonical = canonicaliseAs(type, text);
        const defanged = defang(canonical.type, canonical.value);
        expect(defang(canonical.type, defanged)).toBe(defanged);
        expect(canonicaliseAs(canonical.type, defanged)).toMatchObject(nameOf(canonical));
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
    expect(recognise(text).value.length).toBeLessThanOrEqual(text.length);
  });
});

describe('what was defanged', () => {
  it.each(values)('%s: is read back to the letter, and defanging twice is defanging once', (type, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => {
        const canonical = canonicaliseAs(type, text);
        const defanged = defang(canonical.type, canonical.value);
        expect(defang(canonical.type, defanged)).toBe(defanged);
        expect(canonicaliseAs(canonical.type, defanged)).toMatchObject(nameOf(canonical));
        if (canonical.type !== 'other') expect(recognise(defanged)).toMatchObject(nameOf(canonical));
      }),
      { numRuns: 2_000 },
    );
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
    expect(recognise(text)).toMatchObject({ type: 'domain', value: 'evil.example' });
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
    expect(recognise(text)).toMatchObject({ type: 'url', value: 'http://e.example/a' });
  });
});
