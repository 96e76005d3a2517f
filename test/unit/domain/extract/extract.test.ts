import { describe, expect, it } from 'vitest';
import { type Candidate, extract } from '#main/domain/extract/extract.ts';

const md5 = 'd41d8cd98f00b204e9800998ecf8427f';
const sha1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
const sha256 = '280763aaf275cdb1499e2d3f2dd4b9eafbbd85a4ee77da41e60723b0e5f1974f';

const isValid = ({ trap }: Candidate): boolean => trap === null;
const name = ({ type, value }: Candidate): string => `${type} ${value}`;
const validIn = (text: string): readonly string[] => extract(text).filter(isValid).map(name);

describe('extract', () => {
  it.each<[text: string, expected: readonly string[]]>([
    ['', []],
    ['Nothing to see here. Really, e.g. this, i.e. that, at 12:30:45.', []],
    ['from 8.8.8.8 to 1.1.1.1:443.', ['ipv4 8.8.8.8', 'ipv4 1.1.1.1']],
    ['range 8.8.8.1-8.8.8.9', ['ipv4 8.8.8.1', 'ipv4 8.8.8.9']],
    ['block 45.9.0.0/16, please', ['cidr 45.9.0.0/16']],
    ['outside:45.9.1.1/443', ['ipv4 45.9.1.1']],
    ['(2606:4700::1111)', ['ipv6 2606:4700::1111']],
    ['IP:2606:4700::1111.', ['ipv6 2606:4700::1111']],
    ['[2606:4700::1111]:443', ['ipv6 2606:4700::1111']],
    ['fe80::1%eth0', ['ipv6 fe80::1']],
    ['2606:4700::/32', ['cidr 2606:4700::/32']],
    ['::ffff:45.9.1.1', ['ipv4 45.9.1.1']],
    ['00:1A:2B:3C:4D:5E', []],
    ['EVIL.com and Evil.Example.', ['domain evil.com', 'domain evil.example']],
    ['*.evil.com', ['domain evil.com']],
    ['bücher-shop.de', ['domain xn--bcher-shop-9db.de']],
    ['пример.рф', ['domain xn--e1afmkfd.xn--p1ai']],
    ['evil.com:8080/gate.php?id=5', ['domain evil.com']],
    ['evil.com/bad.net', ['domain evil.com', 'domain bad.net']],
    ['http://evil.com/a(b)c.', ['url http://evil.com/a(b)c']],
    ['(see http://evil.com/a).', ['url http://evil.com/a']],
    ['[text](http://evil.com/a)', ['url http://evil.com/a']],
    ['<a href="http://evil.com/a?b=1&c=2">', ['url http://evil.com/a?b=1&c=2']],
    ["url='http://evil.com/it's'", ['url http://evil.com/it']],
    ['http://evil.com/a,http://bad.net/b', ['url http://evil.com/a', 'url http://bad.net/b']],
    [`http://evil.com/a,${md5}`, ['url http://evil.com/a', `md5 ${md5}`]],
    ['"http://evil.com/a\\n"', ['url http://evil.com/a']],
    ['http://user:pa:ss@evil.com:8080/x', ['url http://user:pa%3Ass@evil.com:8080/x']],
    ['https://[2606:4700::1111]:8443/x', ['url https://[2606:4700::1111]:8443/x']],
    ['https://bücher.de/ä', ['url https://xn--bcher-kva.de/%C3%A4']],
    ['tcp://45.9.1.1:4444', ['url tcp://45.9.1.1:4444']],
    ['bad.guy+tag@mail.evil.com', ['email bad.guy+tag@mail.evil.com']],
    ['From: "X" <bad@evil.com>', ['email bad@evil.com']],
    ['mailto:bad@evil.com?subject=x', ['email bad@evil.com']],
    [`MD5=${md5.toUpperCase()} sha1:${sha1} VirusShare_${sha256}`, [`md5 ${md5}`, `sha1 ${sha1}`, `sha256 ${sha256}`]],
    ['C:\\Windows\\Temp\\a.exe was', ['path c:\\windows\\temp\\a.exe']],
    ['C:\\Program Files\\Foo Bar\\evil tool.exe was', ['path c:\\program files\\foo bar\\evil tool.exe']],
    ['"C:\\Users\\John Doe\\x y"', ['path c:\\users\\john doe\\x y']],
    ['%APPDATA%\\Microsoft\\x.dll,', ['path %appdata%\\microsoft\\x.dll']],
    ['C:\\\\Users\\\\x\\\\a.exe', ['path c:\\users\\x\\a.exe']],
    ['C:\\Users\\x\\.ssh\\id_rsa', ['path c:\\users\\x\\.ssh\\id_rsa']],
    ['\\\\fileserver\\share$\\x.exe', ['path \\\\fileserver\\share$\\x.exe']],
    [
      'to C:\\Users\\Public or HKCU\\Software\\X',
      ['path c:\\users\\public', 'registry_key hkey_current_user\\software\\x'],
    ],
    [
      'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon is',
      ['registry_key hkey_local_machine\\software\\microsoft\\windows nt\\currentversion\\winlogon'],
    ],
    ['drops /tmp/.X11/kinsing, /etc/cron.d/root.', ['path /tmp/.x11/kinsing', 'path /etc/cron.d/root']],
    ['~/.ssh/authorized_keys', ['path ~/.ssh/authorized_keys']],
    ['GET /home/login.php HTTP/1.1', []],
    ['10.0.0.1:1034->45.9.1.1:443', ['network_stream 10.0.0.1:1034->45.9.1.1:443']],
    ['10.0.0.1:1034 -> 45.9.1.1:443', ['network_stream 10.0.0.1:1034->45.9.1.1:443']],
    [
      'User-Agent: Mozilla/4.0 (compatible; X)\nHost: evil.com',
      ['user_agent Mozilla/4.0 (compatible; X)', 'domain evil.com'],
    ],
  ])('%j', (text, expected) => {
    expect(validIn(text)).toEqual(expected);
  });

  it('tells the place in the text as it stood', () => {
    const text = 'A: hxxp[://]evil[.]com/a, then 198[.]51(dot)100.3; C:\\x\\y.exe';
    const places = extract(text).map(({ start, end }) => text.slice(start, end));
    expect(places).toEqual(['hxxp[://]evil[.]com/a', '198[.]51(dot)100.3', 'C:\\x\\y.exe']);
  });

  it.each([
    ['setup.py', 'fileName'],
    ['report.zip', 'fileName'],
    ['invoice.pdf.exe', 'fileName'],
    ['install.sh', 'fileName'],
    ['invoice[.]pdf[.]exe', 'fileName'],
    ['node.js', 'fileName'],
    ['version 1.2.3.4', 'version'],
    ['Chrome/119.0.6045.105', 'version'],
    ['v10.2.3.4', 'version'],
    ['1.2.3.4-beta', 'version'],
    ['1.2.3.4 and earlier', 'version'],
    ['firmware: 1.2.3.4', 'version'],
    ['999.1.1.1', 'notAnAddress'],
    ['010.1.1.1', 'leadingZero'],
    ['255.255.255.0', 'netmask'],
    ['0.0.0.0', 'unspecified'],
    ['45.9.1.1/33', 'badNetwork'],
    ['Trojan.Win32.Agent', 'malwareName'],
    ['Trojan.Win32.Agent.tk', 'malwareName'],
    ['W32.Sality.AE', 'malwareName'],
    ['Win32/Emotet.PA', 'malwareName'],
    ['java.util.zip', 'codeName'],
    ['com.evil.app', 'codeName'],
    ['Time.now', 'codeName'],
    ['this.name', 'codeName'],
    ['items.map(', 'codeName'],
    ['std a::b', 'codeName'],
    ['it stopped.In May', 'sentence'],
    ['evil[.]notatld', 'unknownSuffix'],
    ['http://999.1.1.1/a', 'badUrl'],
    ['ab'.repeat(64), 'otherHash'],
    ['0'.repeat(64), 'placeholder'],
  ])('%j is a trap: %s', (text, trap) => {
    const found = extract(`Look: ${text} here`);
    expect(found.map((candidate) => candidate.trap)).toEqual([trap]);
  });

  it.each([
    ['192.0.2.7', 'documentation'],
    ['2001:db8::7', 'documentation'],
    ['evil.example', 'documentation'],
    ['10.1.2.3', 'private'],
    ['127.0.0.1', 'loopback'],
    ['169.254.1.1', 'linkLocal'],
    ['224.0.0.251', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['http://192.0.2.7/a', 'documentation'],
    ['http://010.1.1.1/a', 'oddAddress'],
    ['evil.com/gate.php', 'hostOfPath'],
    ['8.8.8.8', null],
    ['http://evil.com/', null],
  ])('%j is read, with the remark %j', (text, remark) => {
    const found = extract(`Look: ${text} here`);
    expect(found.map((candidate) => [candidate.trap, candidate.remark])).toEqual([[null, remark]]);
  });
});
