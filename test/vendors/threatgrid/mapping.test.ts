import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Secret } from '#main/ports/secret.ts';
import { threatgrid } from '#main/vendors/threatgrid/index.ts';
import type { AuthorizerContext, ObservationDraft } from '#main/vendors/vendor.ts';
import { noFields } from '#shared/model/indicator.ts';
import { jsonAnswer } from '../kit/answers.ts';

interface Recording {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly data: { readonly items: readonly object[] } };
}

function recording(name: string): Recording {
  const file = new URL(`../../fixtures/vendors/threatgrid/${name}`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { response: Recording }).response;
}

function readItems(feed: string, items: readonly unknown[]) {
  const stream = threatgrid.streams.find(({ id }) => id === feed);
  if (stream === undefined) throw new Error('No such feed.');
  const cursor = stream.begin({ checkpoint: undefined, full: false, nowMs: Date.UTC(2026, 10, 20), options: {} });
  const data = { index: 0, current_item_count: items.length, items_per_page: 1_000, items };
  return stream.read(jsonAnswer({ api_version: 2, id: 1, data }), cursor, {});
}

function draft(change: Partial<ObservationDraft>): ObservationDraft {
  return {
    ...noFields,
    vendorKey: '',
    type: 'other',
    value: '',
    received: null,
    gone: false,
    aliases: [],
    derived: [],
    triage: null,
    raw: '',
    ...change,
  };
}

/** The recorded page through the real schema and mapping. */
function readRecorded(feed: string, name: string) {
  const { items } = recording(name).body.data;
  const page = readItems(feed, items);
  expect(page.rejected).toEqual([]);
  expect(page.total).toBeNull();
  expect(page.drafts.map(({ raw }) => raw)).toEqual(items.map((item) => JSON.stringify(item)));
  return page.drafts.map((mapped) => ({ ...mapped, raw: '' }));
}

const sample = (value: string) => ({ type: 'sha256', value, relation: 'seen_in_sample' }) as const;

describe('recorded feeds', () => {
  it('domains', () => {
    const common = { type: 'domain', rule: 'network-snort-malware', score: 90, confidence: 95 } as const;
    const grades = 'confidence 95, severity 95';
    const hash = 'b80cb274ea244397bc69f9c83d755f7349d2c37321ab17abc415ad811cb890cf';
    const firstMs = Date.UTC(2026, 2, 4, 23, 11, 44);
    const secondMs = Date.UTC(2026, 2, 4, 23, 7, 43);
    const thirdMs = Date.UTC(2026, 2, 4, 23, 3, 27);
    expect(readRecorded('domains', '01_domains.json')).toEqual([
      draft({
        ...common,
        vendorKey: 'domains network-snort-malware 3a49dccf49ba7674a92e0b8dab7ccf5b h204417.s03.hosting.example',
        value: 'h204417.s03.hosting.example',
        vendorScore: grades,
        firstSeenMs: firstMs,
        lastSeenMs: firstMs,
        derived: [sample(hash)],
      }),
      draft({
        ...common,
        vendorKey: 'domains network-snort-malware fc5c53ed695c9c5fcfa9a7aa42eb965c h204417.s03.hosting.example',
        value: 'h204417.s03.hosting.example',
        vendorScore: grades,
        firstSeenMs: secondMs,
        lastSeenMs: secondMs,
        derived: [sample(hash)],
      }),
      draft({
        vendorKey: 'domains document-network-traffic 90e76ca41a69f8487cc91f76637e8b45 fondlyrecalled.example',
        type: 'domain',
        value: 'fondlyrecalled.example',
        rule: 'document-network-traffic',
        score: 90,
        vendorScore: 'confidence 90, severity 100',
        confidence: 90,
        firstSeenMs: thirdMs,
        lastSeenMs: thirdMs,
        derived: [sample('3d23730f0161e199193a9176675bc9fe92e1ddb27d6baaefad95ea99cd6dceb5')],
      }),
    ]);
  });

  it('paths', () => {
    const atMs = Date.UTC(2026, 2, 4, 23, 59, 43);
    expect(readRecorded('paths', '02_paths_org_only.json')).toEqual([
      draft({
        vendorKey: 'paths js-uses-encrypt-decrypt 069f5ced3cb9ee463a15f15e62899890 bundle.min.js',
        type: 'path',
        value: 'bundle.min.js',
        rule: 'js-uses-encrypt-decrypt',
        score: 68,
        vendorScore: 'confidence 90, severity 75',
        confidence: 90,
        firstSeenMs: atMs,
        lastSeenMs: atMs,
        derived: [sample('412b23b8a26294fd1936b4162ebec7638343cb9b765545a455188fd7644e0dde')],
      }),
    ]);
  });

  it('ips, whose port is null', () => {
    const [first, second] = [Date.UTC(2022, 11, 22, 7, 46, 38), Date.UTC(2022, 11, 9, 14, 22, 54)];
    expect(readRecorded('ips', '03_ips.json')).toEqual([
      draft({
        vendorKey: 'ips network-snort-pua 8ddf878039b70767c4a5bcf4f0c4f65e 198.51.100.23',
        type: 'ipv4',
        value: '198.51.100.23',
        rule: 'network-snort-pua',
        score: 86,
        vendorScore: 'confidence 95, severity 90',
        confidence: 95,
        firstSeenMs: first,
        lastSeenMs: first,
        derived: [sample('e8bc163c82eee18733288c7d4ac636db3a6deb013ef2d37b68322be20edc45cc')],
      }),
      draft({
        vendorKey: 'ips network-snort-indicator-compromise fac989447cad2edbc89fbcba70003b36 203.0.113.77',
        type: 'ipv4',
        value: '203.0.113.77',
        rule: 'network-snort-indicator-compromise',
        score: 86,
        vendorScore: 'confidence 90, severity 95',
        confidence: 90,
        firstSeenMs: second,
        lastSeenMs: second,
        derived: [sample('ad328846aa18b32a335816374511cac1063c704b8c57999e51da9f908290a7a4')],
      }),
    ]);
  });

  it('artifacts, without the hash of the sample', () => {
    const atMs = Date.UTC(2022, 11, 5, 4, 10, 44);
    const strongest = 'f55ff16f66f43360266b95db6f8fec01d76031054306ae4a4b380598f6cfd114';
    const other = '2c3a4249d77070058649dbd822dcaf7957586fce428cfb2ca88b94741eda8b07';
    expect(readRecorded('artifacts', '04_artifacts.json')).toEqual([
      draft({
        vendorKey: `artifacts antivirus-service-flagged-artifact c0828e0381730befd1f7a025057c74fb ${strongest}`,
        type: 'sha256',
        value: strongest,
        rule: 'antivirus-service-flagged-artifact',
        score: 95,
        vendorScore: 'confidence 95, severity 100',
        confidence: 95,
        firstSeenMs: atMs,
        lastSeenMs: atMs,
        description: '5f2b7f8c9d.exe',
        derived: [{ type: 'md5', value: '8a8bb7cd343aa2ad99b7d762030857a2', relation: 'same_file' }],
      }),
      draft({
        vendorKey: `artifacts sample-pe-modified-on-disk c0828e0381730befd1f7a025057c74fb ${other}`,
        type: 'sha256',
        value: other,
        rule: 'sample-pe-modified-on-disk',
        score: 81,
        vendorScore: 'confidence 90, severity 90',
        confidence: 90,
        firstSeenMs: atMs,
        lastSeenMs: atMs,
        description: '\\Users\\Administrator\\AppData\\Local\\Temp\\upd.exe',
        derived: [{ type: 'md5', value: '693a9fdd4c2fd0700968fba0d07ff3c0', relation: 'same_file' }],
      }),
    ]);
  });

  it('network_streams, with both ends derived', () => {
    const [first, second] = [Date.UTC(2022, 11, 22, 7, 46, 38), Date.UTC(2022, 10, 28, 23, 51, 27)];
    const end = (value: string) => ({ type: 'ipv4', value, relation: 'stream_endpoint' }) as const;
    expect(readRecorded('network_streams', '08_network_streams.json')).toEqual([
      draft({
        vendorKey:
          'network_streams network-snort-pua 8ddf878039b70767c4a5bcf4f0c4f65e 192.168.1.35:49166->203.0.113.10:80',
        type: 'network_stream',
        value: '192.168.1.35:49166->203.0.113.10:80',
        rule: 'network-snort-pua',
        score: 86,
        vendorScore: 'confidence 95, severity 90',
        confidence: 95,
        firstSeenMs: first,
        lastSeenMs: first,
        derived: [
          end('192.168.1.35'),
          end('203.0.113.10'),
          sample('e8bc163c82eee18733288c7d4ac636db3a6deb013ef2d37b68322be20edc45cc'),
        ],
      }),
      draft({
        vendorKey:
          'network_streams suspicious-user-agent 7e7cb6814b74d6596098fc80127569a5 192.168.1.35:49160->203.0.113.11:80',
        type: 'network_stream',
        value: '192.168.1.35:49160->203.0.113.11:80',
        rule: 'suspicious-user-agent',
        score: 80,
        vendorScore: 'confidence 100, severity 80',
        confidence: 100,
        firstSeenMs: second,
        lastSeenMs: second,
        derived: [
          end('192.168.1.35'),
          end('203.0.113.11'),
          sample('5b840157e7e86aef3b3fd0fc24f3add34d3e7f210370d429475ed1bcd3e7fca2'),
        ],
      }),
    ]);
  });

  it.each(['05_curated_banking_dns.json', '06_whoami.json', '07_rate_limit.json'])('%s is a success', (name) => {
    const { status, headers, body } = recording(name);
    expect(threatgrid.readError(jsonAnswer(body, { status, headers }))).toBeUndefined();
  });
});

describe('records that were not recorded', () => {
  const run = {
    sample_id: 'a'.repeat(32),
    ioc: 'an-ioc',
    confidence: 50,
    severity: 50,
    timestamp: '2026-11-01T00:00:00Z',
  };
  const one = (feed: string, own: object) => {
    const { drafts, rejected } = readItems(feed, [{ ...run, ...own }]);
    expect(rejected).toEqual([]);
    return drafts[0];
  };

  it.each([
    ['ips', { ip: '2001:DB8::1', port: 443 }, 'ipv6', '2001:db8::1'],
    ['urls', { url: 'http://Example.com:80/' }, 'url', 'http://example.com/'],
    ['registry_keys', { registry_key: 'HKEY_LOCAL_MACHINE\\Software\\Evil' }, 'registry_key', expect.any(String)],
    ['domains', { domain: 'not a domain!' }, 'other', 'not a domain!'],
  ])('%s %j', (feed, own, type, value) => expect(one(feed, own)).toMatchObject({ type, value, score: 25 }));

  it('the port of an address is kept as text', () => {
    expect(one('ips', { ip: '192.0.2.1', port: 443 })?.description).toBe('Port 443');
  });

  it('streams with IPv6 ends stand in brackets', () => {
    const stream = one('network_streams', { src: '2001:db8::1', src_port: 1034, dst: '198.51.100.3', dst_port: 443 });
    expect(stream).toMatchObject({ type: 'network_stream', value: '[2001:db8::1]:1034->198.51.100.3:443' });
    expect(stream?.derived).toEqual([
      { type: 'ipv6', value: '2001:db8::1', relation: 'stream_endpoint' },
      { type: 'ipv4', value: '198.51.100.3', relation: 'stream_endpoint' },
    ]);
  });

  it('a file stands on its strongest hash, else on its path', () => {
    const [sha1, md5] = ['b'.repeat(40), 'c'.repeat(32)];
    expect(one('artifacts', { artifact_sha1: sha1, artifact_md5: md5 })).toMatchObject({
      type: 'sha1',
      derived: [{ type: 'md5', value: md5, relation: 'same_file' }],
    });
    expect(one('artifacts', { artifact_md5: md5.toUpperCase() })).toMatchObject({
      type: 'md5',
      value: md5,
      derived: [],
    });
    expect(one('artifacts', { path: '\\Evil.exe', artifact_sha256: null })).toMatchObject({
      type: 'path',
      value: '\\evil.exe',
      received: '\\Evil.exe',
    });
    const { rejected } = readItems('artifacts', [{ ...run, aid: 1 }]);
    expect(rejected[0]?.reason).toBe('The artifact has neither a hash nor a path.');
  });

  it('a sample that is the file itself is not its own neighbour', () => {
    const hash = 'd'.repeat(64);
    expect(one('artifacts', { artifact_sha256: hash, sample_sha256: hash })?.derived).toEqual([]);
  });

  it.each([
    { domain: '' },
    { domain: null },
    {},
    { domain: 'a.test', confidence: 101 },
    { domain: 'a.test', sample_id: null },
  ])('put aside: %j', (own) => expect(readItems('domains', [{ ...run, ...own }]).rejected).toHaveLength(1));

  it('a page that is no feed is refused', () => {
    for (const body of [
      {},
      { data: null },
      { data: { items: null } },
      [],
      { data: { items: [], items_per_page: 'x' } },
    ]) {
      const stream = threatgrid.streams[0];
      const cursor = stream?.begin({ checkpoint: undefined, full: false, nowMs: Date.UTC(2026, 10, 20), options: {} });
      expect(() => stream?.read(jsonAnswer(body), cursor, {})).toThrow('not a page of a feed');
    }
  });
});

describe('errors', () => {
  const envelope = (code: number, message: string) => ({
    api_version: 2,
    error: { message, code, errors: [{ code, message }] },
  });

  it.each([
    [401, envelope(401, 'Unauthorized'), 'credential.rejected'],
    [200, envelope(401, 'Unauthorized'), 'credential.rejected'],
    [200, { error: { message: 'broken' } }, 'vendor.unavailable'],
    [403, envelope(403, 'No'), 'vendor.forbidden'],
    [404, envelope(404, 'Record not found'), 'vendor.badResponse'],
    [400, envelope(400, 'Invalid date'), 'vendor.badResponse'],
    [429, {}, 'vendor.rateLimited'],
    [503, {}, 'vendor.unavailable'],
  ])('%i %j is %s', (status, body, code) => {
    expect(threatgrid.readError(jsonAnswer(body, { status }))?.code).toBe(code);
  });

  it('tell the vendor’s words', () => {
    expect(threatgrid.readError(jsonAnswer(envelope(400, 'Invalid date'), { status: 400 }))?.message).toContain(
      'Invalid date',
    );
  });
});

describe('the key', () => {
  const context = (form?: string): AuthorizerContext => ({
    secrets: { apiKey: new Secret('the-key') },
    options: form === undefined ? {} : { form },
    origin: 'https://panacea.threatgrid.com',
    originIsFixed: false,
    send: () => Promise.reject(new Error('Nothing to send.')),
    monotonicMs: () => 0,
    moveTo: () => undefined,
    notice: () => undefined,
  });
  const call = { signal: new AbortController().signal, requestSent: () => undefined };

  it.each([undefined, 'header'])('goes into a header (form %s)', async (form) => {
    const { headers, query } = await threatgrid.createAuthorizer(context(form)).authorize(call);
    const sent = headers['authorization'];
    expect(sent instanceof Secret ? sent.reveal() : sent).toBe('bearer the-key');
    expect(query).toEqual([]);
    expect(JSON.stringify(headers)).not.toContain('the-key');
  });

  it('goes into the address only when asked to', async () => {
    const { headers, query } = await threatgrid.createAuthorizer(context('query')).authorize(call);
    expect(headers).toEqual({});
    expect(query.map(([name, secret]) => [name, secret.reveal()])).toEqual([['api_key', 'the-key']]);
    expect(threatgrid.authOptionsSchema?.safeParse({ form: 'body' }).success).toBe(false);
  });
});

it('half a character in a value gets no further than its raw text: the name of a record can be stored', () => {
  const [item] = recording('02_paths_org_only.json').body.data.items;
  const { drafts } = readItems('paths', [{ ...item, path: 'C:\\x\uD800.exe' }]);
  expect(drafts.map(({ vendorKey }) => vendorKey.isWellFormed())).toEqual([true]);
});
