import { describe, expect, it } from 'vitest';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { defang, defangText } from '#shared/text/defang.ts';

describe('defang', () => {
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
    ['network_stream', '10.0.0.1:1->evil.com:443', '10[.]0[.]0[.]1:1->evil[.]com:443'],
    ['network_stream', '10.0.0.1:1->[2001:db8::1]:443', '10[.]0[.]0[.]1:1->[2001[:]db8[:][:]1]:443'],
    ['url', 'http://[::ffff:1.2.3.4]/', 'hxxp[://][[:][:]ffff[:]1[.]2[.]3[.]4]/'],
    ['url', 'mailto:bad.guy@evil.com', 'mailto:bad.guy[@]evil[.]com'],
    ['ipv6', '::ffff:1.2.3.4', '[:][:]ffff[:]1[.]2[.]3[.]4'],
    ['sha256', 'ab'.repeat(32), 'ab'.repeat(32)],
    ['registry_key', 'HKLM\\Software\\x.y', 'HKLM\\Software\\x.y'],
    ['path', 'c:\\a.b\\evil.example', 'c:\\a.b\\evil.example'],
    ['other', 'seen at evil.example', 'seen at evil[.]example'],
    ['user_agent', 'curl/8.1 (+http://evil.example/bot)', 'curl/8.1 (+hxxp[://]evil[.]example/bot)'],
  ])('%s %s -> %s', (type, value, expected) => {
    expect(defang(type, value)).toBe(expected);
  });

  it.each([
    ['see https://evil.example/a.', 'see hxxps[://]evil[.]example/a.'],
    ['mail bad@evil.example, host 198.51.100.3!', 'mail bad[@]evil[.]example, host 198[.]51[.]100[.]3!'],
    ['Finished. Then e.g. version 1.2.3', 'Finished. Then e.g. version 1.2.3'],
    ['from 2001:db8::1 at 12:30', 'from 2001[:]db8[:][:]1 at 12:30'],
    ['ws://evil.com/x', 'ws[://]evil[.]com/x'],
    ['a.b@evil.com', 'a.b[@]evil[.]com'],
    ['see evil.co.uk, setup.exe and hxxp://x.y', 'see evil[.]co[.]uk, setup.exe and hxxp[://]x[.]y'],
    ['see EVIL.EXAMPLE or HTTP://Evil.Example/A', 'see EVIL[.]EXAMPLE or hxxp[://]Evil[.]Example/A'],
    ['from 2001:DB8::1', 'from 2001[:]DB8[:][:]1'],
    ['пример.рф and bücher.example', 'пример[.]рф and bücher[.]example'],
    ['evil[.]example.com', 'evil[.]example[.]com'],
    ['at 12:30:45 by me@setup.exe', 'at 12:30:45 by me@setup.exe'],
    ['half a[@]evil.com', 'half a[@]evil[.]com'],
    ['host=evil.example:8080/x', 'host=evil[.]example:8080/x'],
    ['hxxps[://]evil[.]example/a', 'hxxps[://]evil[.]example/a'],
  ])('inside text: %s', (text, expected) => {
    expect(defangText(text)).toBe(expected);
    expect(defangText(expected)).toBe(expected);
  });
});
