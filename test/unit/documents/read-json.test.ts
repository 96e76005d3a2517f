import { describe, expect, it } from 'vitest';
import { scanDocument } from '#main/documents/scan-document.ts';

async function scan(source: string) {
  const bytes = new TextEncoder().encode(source);
  const { candidates } = await scanDocument({ name: 'report.json', bytes });
  return candidates;
}
const named = async (key: string): Promise<readonly string[]> =>
  (await scan(JSON.stringify({ first: { [key]: { count: 1 } } }))).map(
    ({ type, value, trap }) => `${trap ?? 'valid'} ${type} ${value}`,
  );

describe('the keys of JSON', () => {
  it.each([
    ['198.51.100.77', 'ipv4 198.51.100.77'],
    ['198.51.100.0/24', 'cidr 198.51.100.0/24'],
    ['2001:db8::77', 'ipv6 2001:db8::77'],
    ['198.51.100.77:443', 'ipv4 198.51.100.77'],
    ['evil-key.com', 'domain evil-key.com'],
    ['evil.ru', 'domain evil.ru'],
    ['evil-key.top', 'domain evil-key.top'],
    ['evil[.]top', 'domain evil.top'],
    ['evil.top:8080', 'domain evil.top'],
    ['hxxps://evil[.]top/a', 'url https://evil.top/a'],
    ['a@evil-key.com', 'email a@evil-key.com'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'md5 d41d8cd98f00b204e9800998ecf8427e'],
    ['C:\\Users\\Public\\x.exe', 'path c:\\users\\public\\x.exe'],
    ['HKLM\\Software\\X', 'registry_key hkey_local_machine\\software\\x'],
  ])('are looked through: %s', async (key, expected) => {
    expect(await named(key)).toEqual([`valid ${expected}`]);
  });

  it.each([
    'source.ip',
    'host.name',
    'agent.id',
    'user.email',
    'process.pid',
    'host.os.family',
    'winlog.channel',
    'file.hash.md5',
    'x509.issuer.country',
    'event.ingested',
    '@timestamp',
    'Trojan.Win32.Agent',
    'xml:lang',
    '00:1a:2b:3c:4d:5e',
    '2026-11-30T00:00:00Z',
    '60a3c5c5-0d10-413e-aab3-9e08dde9e88d',
    '/pets/{id}',
  ])('that are names of fields are no candidates: %s', async (key) => {
    expect(await named(key)).toEqual([]);
  });

  it.each([
    ['evil.top', 'codeName'],
    ['order.id', 'codeName'],
    ['lastseen.ms', 'codeName'],
    ['setup.py', 'fileName'],
    ['com.vendor.app', 'codeName'],
  ])('that may be a host or a name are told with the reason: %s', async (key, trap) => {
    expect(await named(key)).toEqual([`${trap} domain ${key}`]);
  });

  it('are told with their place in the file', async () => {
    const source = '{\n  "host.name": "a",\n  "198.51.100.77": {"seen": "evil-key.com"},\n  "198.51.100.77": 2\n}\n';
    const [address, domain] = await scan(source);
    expect(address).toMatchObject({
      value: '198.51.100.77',
      total: 2,
      occurrences: [
        { place: 'key', line: 3, offset: source.indexOf('198.') },
        { place: 'key', line: 4, offset: source.lastIndexOf('198.') },
      ],
    });
    expect(domain).toMatchObject({
      value: 'evil-key.com',
      occurrences: [{ place: '“seen”', line: 3, offset: source.indexOf('evil') }],
    });
  });

  it('of what STIX and MISP say about the exchange are passed over, others are not', async () => {
    const source = JSON.stringify({
      type: 'bundle',
      extensions: { 'evil-extension.com': { 'evil-inner.com': 1 } },
      x_seen: { 'evil-key.com': 3 },
    });
    expect((await scan(source)).map(({ value }) => value)).toEqual(['evil-key.com']);
  });
});
