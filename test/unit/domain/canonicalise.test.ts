import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicaliseAs, recognise } from '#main/domain/canonicalise.ts';
import { type IndicatorType, indicatorTypes } from '#shared/model/vocabulary.ts';
import { defang } from '#shared/text/defang.ts';
import { nastyValues } from '../../support/nasty-values.ts';

const sha256 = '280763aaf275cdb1499e2d3f2dd4b9eafbbd85a4ee77da41e60723b0e5f1974f';

describe('recognise', () => {
  it.each<[text: string, type: IndicatorType, value: string]>([
    ['198.51.100.3', 'ipv4', '198.51.100.3'],
    [' 198.51.100[.]3 ', 'ipv4', '198.51.100.3'],
    ['1.2.3[.]4', 'ipv4', '1.2.3.4'],
    ['198.51.100(dot)3', 'ipv4', '198.51.100.3'],
    ['010.1.1.1', 'other', '010.1.1.1'],
    ['999.1.1.1', 'other', '999.1.1.1'],
    ['1.2.3', 'other', '1.2.3'],
    ['2001:DB8:0:0:0:0:0:1', 'ipv6', '2001:db8::1'],
    ['[2001:db8::1]', 'ipv6', '2001:db8::1'],
    ['2001[:]db8[:][:]1', 'ipv6', '2001:db8::1'],
    ['::ffff:198.51.100.3', 'ipv4', '198.51.100.3'],
    ['::ffff:c633:6403', 'ipv4', '198.51.100.3'],
    ['1:0:0:2:0:0:0:3', 'ipv6', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', 'ipv6', '1:0:2:3:4:5:6:7'],
    ['::', 'ipv6', '::'],
    ['fe80::1%eth0', 'other', 'fe80::1%eth0'],
    ['10.1.2.3/8', 'cidr', '10.0.0.0/8'],
    ['198.51.100.0/24', 'cidr', '198.51.100.0/24'],
    ['2001:db8:ffff::/33', 'cidr', '2001:db8:8000::/33'],
    ['0.0.0.0/0', 'cidr', '0.0.0.0/0'],
    ['10.0.0.0/33', 'other', '10.0.0.0/33'],
    ['EVIL.Example.', 'domain', 'evil.example'],
    ['evil[.]example', 'domain', 'evil.example'],
    ['bücher.example', 'domain', 'xn--bcher-kva.example'],
    ['_dmarc.evil.example', 'domain', '_dmarc.evil.example'],
    ['evil', 'other', 'evil'],
    ['-evil.example', 'other', '-evil.example'],
    ['hxxps[://]evil[.]example/a?b=c', 'url', 'https://evil.example/a?b=c'],
    ['hXXp://evil.example:80/#top', 'url', 'http://evil.example/'],
    ['HTTP://EVIL.example:8080/A', 'url', 'http://evil.example:8080/A'],
    ['<https://evil.example/a>', 'url', 'https://evil.example/a'],
    ['meow://evil.example/x', 'url', 'http://evil.example/x'],
    ['ftp://evil.example/x', 'url', 'ftp://evil.example/x'],
    ['http://evil.example./x', 'url', 'http://evil.example/x'],
    ['tcp://EVIL[.]example:443', 'url', 'tcp://evil.example:443'],
    ['http://[2001:DB8:0::1]:8080/', 'url', 'http://[2001:db8::1]:8080/'],
    ['http://evil.example/a.', 'url', 'http://evil.example/a.'],
    ['hxxp[://]evil[.]example/a.', 'url', 'http://evil.example/a.'],
    ['hxxp://evil[.]example/a).', 'url', 'http://evil.example/a'],
    ['hxxp://evil[.]example/a(b)', 'url', 'http://evil.example/a(b)'],
    ['http://evil.example/a[.]b?c=[.]', 'url', 'http://evil.example/a[.]b?c=[.]'],
    ['http://{{host}}/', 'other', 'http://{{host}}/'],
    ['evil.example/path', 'other', 'evil.example/path'],
    ['198.51.100.3:443', 'other', '198.51.100.3:443'],
    ['mailto:bad.guy@evil.example', 'email', 'bad.guy@evil.example'],
    ['::ffff:10.0.0.1/104', 'cidr', '10.0.0.0/8'],
    ['C:\\Windows\\A.exe', 'path', 'c:\\windows\\a.exe'],
    ['/usr/bin/x', 'path', '/usr/bin/x'],
    ['HKLM:\\Software\\X\\', 'registry_key', 'hkey_local_machine\\software\\x'],
    ['\\REGISTRY\\USER\\S-1-5', 'registry_key', 'hkey_users\\s-1-5'],
    ['evil.example:1->[::1]:443', 'network_stream', 'evil.example:1->[::1]:443'],
    ['javascript:alert(1)', 'other', 'javascript:alert(1)'],
    ['Bad.Guy[at]Evil[.]example', 'email', 'bad.guy@evil.example'],
    ['bad.guy [@] evil.example', 'email', 'bad.guy@evil.example'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'md5', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['da39a3ee5e6b4b0d3255bfef95601890afd80709', 'sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    [sha256.toUpperCase(), 'sha256', sha256],
    [sha256.slice(1), 'other', sha256.slice(1)],
    ['HKLM\\Software\\X', 'registry_key', 'hkey_local_machine\\software\\x'],
    ['10.0.0.1:1034->198.51.100.3:443', 'network_stream', '10.0.0.1:1034->198.51.100.3:443'],
    ['[2001:DB8::1]:5->[::1]:443', 'network_stream', '[2001:db8::1]:5->[::1]:443'],
    ['10.0.0.1:99999->198.51.100.3:443', 'other', '10.0.0.1:99999->198.51.100.3:443'],
    ['', 'other', ''],
    ['a\0b', 'other', 'a\uFFFDb'],
    ['lone \uD800', 'other', 'lone \uFFFD'],
  ])('%j is %s %j', (text, type, value) => {
    expect(recognise(text)).toMatchObject({ type, value });
  });

  it('keeps the text as received where it differs', () => {
    expect(recognise('EVIL.example').received).toBe('EVIL.example');
    expect(recognise('evil.example').received).toBeNull();
  });
});

describe('canonicaliseAs', () => {
  it.each<[type: IndicatorType, text: string, expected: IndicatorType, value: string]>([
    ['path', '\\Users\\Administrator\\.EXE', 'path', '\\users\\administrator\\.exe'],
    ['path', 'index.min.js', 'path', 'index.min.js'],
    ['user_agent', 'Mozilla/5.0 (X11) [x]', 'user_agent', 'Mozilla/5.0 (X11) [x]'],
    ['registry_key', 'HKCU\\Run', 'registry_key', 'hkey_current_user\\run'],
    ['registry_key', 'HKCU\\Run \\', 'registry_key', 'hkey_current_user\\run'],
    ['registry_key', 'HKEY_CURRENT_USER\\Run', 'registry_key', 'hkey_current_user\\run'],
    ['domain', '198.51.100.3', 'other', '198.51.100.3'],
    ['ipv4', '2001:db8::1', 'ipv6', '2001:db8::1'],
    ['ipv6', '::ffff:198.51.100.3', 'ipv4', '198.51.100.3'],
    ['ipv4', 'evil.example', 'other', 'evil.example'],
    ['sha256', 'd41d8cd98f00b204e9800998ecf8427e', 'md5', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['sha256', 'not a hash', 'other', 'not a hash'],
    ['url', 'not a url', 'other', 'not a url'],
    ['path', '', 'other', ''],
    ['domain', 'localhost', 'domain', 'localhost'],
    ['ipv4', '10.1.2.3/8', 'cidr', '10.0.0.0/8'],
    ['other', 'https://evil.example/', 'other', 'https://evil.example/'],
    ['user_agent', 'bot +hxxp[://]evil[.]example', 'user_agent', 'bot +http://evil.example'],
  ])('%s %j is %s %j', (stated, text, type, value) => {
    expect(canonicaliseAs(stated, text)).toMatchObject({ type, value });
  });
});

describe('canonical values', () => {
  const likely = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.emailAddress(),
    fc.webUrl({
      withFragments: true,
      withQueryParameters: true,
      authoritySettings: { withUserInfo: true, withPort: true },
    }),
    fc.constantFrom(...nastyValues.filter((value) => value.length < 1_000)),
  );
  const texts = fc.oneof(
    likely,
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.tuple(likely, fc.string()).map(([a, b]) => a + b),
  );

  it.each(indicatorTypes)('%s: canonicalising twice is canonicalising once, whatever comes in', (type) => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = canonicaliseAs(type, text);
        expect(canonicaliseAs(once.type, once.value)).toEqual({ ...once, received: null });
        expect(once.value.isWellFormed()).toBe(true);
        expect(once.value).not.toContain('\0');
      }),
      { numRuns: 3_000 },
    );
  });

  it('are recognised as themselves, plain and defanged', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { type, value } = recognise(text);
        expect(recognise(value)).toEqual({ type, value, received: null });
        if (type !== 'other') expect(recognise(defang(type, value))).toMatchObject({ type, value });
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(['(', '[', '"', '.', ' ', ':', '/', '\\', '@', '-', '0', 'a', '%', 'a.', '[.]', '->', 'hxxp://', '\u200B'])(
    'read a long run of %j in linear time',
    (part) => {
      const text = part.repeat(100_000);
      // Quadratic time would be minutes here, far beyond the test's limit.
      for (const { value, received } of [
        recognise(text),
        ...indicatorTypes.map((type) => canonicaliseAs(type, text)),
      ]) {
        expect(received ?? value).toBe(text.trim());
      }
    },
  );
});
