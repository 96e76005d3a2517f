import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ThreatgridFeed, threatgridFeeds } from '../../emulators/threatgrid/feeds.ts';
import { startThreatgridEmulator, type ThreatgridEmulator } from '../../emulators/threatgrid/index.ts';
import type { ThreatgridRecord } from '../../emulators/threatgrid/record.ts';
import { ask } from './support/ask.ts';
import { type Documented, differences, profileOf, recordedBody } from './support/shape.ts';

type Parameters = Readonly<Record<string, string>>;

const everything: Parameters = { confidence: '0', severity: '0' };

function get(emulator: ThreatgridEmulator, path: string, parameters: Parameters = {}) {
  const headers = { authorization: `bearer ${emulator.secrets['apiKey']}` };
  return ask(emulator, `${path}?${new URLSearchParams(parameters)}`, { headers });
}

function feed(emulator: ThreatgridEmulator, name: ThreatgridFeed, parameters: Parameters = {}) {
  return get(emulator, `/api/v2/iocs/feeds/${name}`, parameters);
}

async function walk(emulator: ThreatgridEmulator, name: ThreatgridFeed, parameters: Parameters = {}) {
  const records: ThreatgridRecord[] = [];
  for (let offset = 0; ; ) {
    const { data } = (await feed(emulator, name, { limit: '200', ...parameters, offset: String(offset) })).body;
    records.push(...data.items);
    if (data.current_item_count === 0) return records;
    offset = data.index + data.items_per_page;
  }
}

function held(emulator: ThreatgridEmulator, name: ThreatgridFeed, parameters: Parameters = everything) {
  const holding = emulator.holdings(parameters).find(({ stream }) => stream === name);
  return [...(holding?.records() ?? [])];
}

function keyOf(record: ThreatgridRecord): string {
  const { timestamp: _timestamp, confidence: _confidence, severity: _severity, ...rest } = record;
  return JSON.stringify(rest);
}

describe('the Threat Grid emulator, read only', () => {
  let grid: ThreatgridEmulator;
  beforeAll(async () => {
    grid = await startThreatgridEmulator({ size: 4000 });
  });
  afterAll(() => grid.stop());

  it('takes the key as header or parameter, and answers 401 otherwise', async () => {
    const path = '/api/v2/iocs/feeds/ips';
    expect((await ask(grid, path)).status).toBe(401);
    expect((await ask(grid, path, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await ask(grid, `${path}?api_key=${grid.secrets['apiKey']}`)).status).toBe(200);
    expect((await feed(grid, 'ips')).status).toBe(200);
    expect((await ask(grid, path)).body.error).toEqual({
      message: 'Unauthorized',
      code: 401,
      errors: [{ code: 401, message: 'Unauthorized' }],
    });
  });

  it.each(threatgridFeeds)('walks the feed %s: newest first, every record once', async (name) => {
    const records = await walk(grid, name, everything);
    const expected = held(grid, name);
    expect(records.length).toBeGreaterThan(10);
    expect(records).toEqual(expected);
    expect(new Set(records.map(keyOf)).size).toBe(records.length);
    const times = records.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(times[0]?.localeCompare('2026-11-20T12:00:00Z')).toBe(-1);
  });

  it('requires 80 and 80 unless told otherwise', async () => {
    const usual = await walk(grid, 'paths');
    expect(usual.every(({ confidence, severity }) => confidence >= 80 && severity >= 80)).toBe(true);
    const lower = await walk(grid, 'paths', { confidence: '90', severity: '25' });
    expect(lower).toEqual(held(grid, 'paths').filter((record) => record.confidence >= 90 && record.severity >= 25));
    expect(lower.some(({ severity }) => severity < 80)).toBe(true);
    expect(grid.holdings().find(({ stream }) => stream === 'paths')?.count).toBe(usual.length);
  });

  it('selects a window: after included, before excluded', async () => {
    const all = held(grid, 'domains');
    const [newer, older] = [all[20]?.timestamp ?? '', all[60]?.timestamp ?? ''];
    const expected = all.filter(({ timestamp }) => timestamp >= older && timestamp < newer);
    expect(await walk(grid, 'domains', { ...everything, after: older, before: newer })).toEqual(expected);
    expect(
      await walk(grid, 'domains', { ...everything, after: older.replace('Z', ''), before: newer.replace('Z', 'z') }),
    ).toEqual(expected);
    const shifted = `${new Date(Date.parse(older) - 5 * 3_600_000).toISOString().slice(0, 19)}-0500`;
    expect(await walk(grid, 'domains', { ...everything, after: shifted, before: newer })).toEqual(expected);
  });

  it.each([
    '2026-11-20',
    '2026-11-20T12:00:00.000Z',
    '2026-11-20 12:00:00',
    '2026-02-31T00:00:00Z',
    '2026-11-20T12:00:00+01:00',
    '90 days ago',
    '',
  ])('refuses the date "%s"', async (after) => {
    const answer = await feed(grid, 'ips', { after });
    expect([answer.status, answer.body.error.code]).toEqual([400, 400]);
  });

  it('refuses a window that ends before it starts, bad numbers and unknown feeds', async () => {
    const reversed = { after: '2026-11-20T00:00:00Z', before: '2026-11-19T00:00:00Z' };
    const bad = [
      reversed,
      { limit: '0' },
      { offset: '-1' },
      { confidence: '101' },
      { severity: 'high' },
      { ip: 'nowhere' },
    ];
    for (const parameters of bad) expect((await feed(grid, 'ips', parameters as Parameters)).status).toBe(400);
    expect((await get(grid, '/api/v2/iocs/feeds/everything')).status).toBe(404);
  });

  it('echoes the effective limit and answers an empty page past the end', async () => {
    const first = (await feed(grid, 'domains')).body.data;
    expect([first.index, first.items_per_page]).toEqual([0, 1000]);
    const past = (await feed(grid, 'domains', { offset: '99999', limit: '7' })).body.data;
    expect(past).toEqual({ index: 99999, current_item_count: 0, items_per_page: 7, items: [] });
  });

  it("narrows by indicator, sample, owner and each feed's own restriction", async () => {
    const all = held(grid, 'ips');
    const some = all[3];
    expect(await walk(grid, 'ips', { ...everything, ioc: some?.ioc ?? '' })).toEqual(
      all.filter(({ ioc }) => ioc === some?.ioc),
    );
    const bySample = all.filter(({ sample_id: id }) => id === some?.sample_id);
    expect(await walk(grid, 'ips', { ...everything, sample: `${some?.sample_id},ffff` })).toEqual(bySample);
    expect(await walk(grid, 'ips', { ...everything, sample_id: some?.sample_id ?? '' })).toEqual(bySample);
    const organisation = await walk(grid, 'ips', { ...everything, org_only: 'true' });
    const own = await walk(grid, 'ips', { ...everything, user_only: 'true' });
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(organisation.length);
    expect(organisation.length).toBeLessThan(all.length);
    const inNet = (record: ThreatgridRecord) => String(record['ip']).startsWith('198.18.');
    expect(await walk(grid, 'ips', { ...everything, ip: '198.18.0.0/16' })).toEqual(all.filter(inNet));
  });

  it.each([
    ['domains', 'domain'],
    ['urls', 'url'],
    ['paths', 'path'],
    ['registry_keys', 'registry_key'],
    ['artifacts', 'artifact_sha256'],
    ['artifacts', 'artifact_md5'],
    ['network_streams', 'dst'],
  ] as const)('finds one record of %s by its %s', async (name, member) => {
    const wanted = held(grid, name)[0]?.[member];
    const parameter = member === 'dst' ? 'ip' : member.replace('artifact_', '');
    const found = await walk(grid, name, { ...everything, [parameter]: String(wanted) });
    expect(found).toEqual(held(grid, name).filter((record) => record[member] === wanted));
    expect(found.length).toBeGreaterThan(0);
  });

  it('answers curated feeds as bare arrays, by day and in several formats', async () => {
    const today = await get(grid, '/api/v3/feeds/banking-dns.json');
    const dated = await get(grid, '/api/v3/feeds/banking-dns_2026-11-19.json');
    expect(today.body.length).toBeGreaterThan(0);
    expect(dated.body.every(({ timestamp }: ThreatgridRecord) => timestamp.startsWith('2026-11-19'))).toBe(true);
    const text = await get(grid, '/api/v3/feeds/banking-dns.txt');
    expect(text.text.trim().split('\n')).toEqual(today.body.map(({ domain }: { domain: string }) => domain));
    expect((await get(grid, '/api/v3/feeds/unknown-dns.json')).status).toBe(404);
  });

  it('knows the key owner and the submission limits', async () => {
    const owner = (await get(grid, '/api/v3/session/whoami')).body;
    expect(owner.data).toMatchObject({ login: 'jdoe', api_key: grid.secrets['apiKey'] });
    expect((await get(grid, '/api/v3/users/jdoe/rate-limit')).body.data).toEqual(
      (recordedBody('threatgrid', '07_rate_limit.json') as { data: unknown }).data,
    );
    expect((await get(grid, '/api/v3/users/other/rate-limit')).status).toBe(404);
  });

  it('takes the options for what is unknown', async () => {
    const other = await startThreatgridEmulator({
      size: 600,
      hasRequestId: true,
      hasArtifactSha1: true,
      maximumLimit: 5,
      maximumOffset: 10,
      reversedWindow: 'empty',
      defaultWindowMs: 3_600_000,
    });
    const { body } = await feed(other, 'artifacts', { ...everything, after: '2020-01-01T00:00:00Z', limit: '100' });
    expect(body.request_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.data.items_per_page).toBe(5);
    expect(body.data.items[0].artifact_sha1).toMatch(/^[0-9a-f]{40}$/);
    expect((await feed(other, 'artifacts', { offset: '11' })).status).toBe(400);
    const reversed = await feed(other, 'ips', { after: '2026-11-20T00:00:00Z', before: '2026-11-19T00:00:00Z' });
    expect(reversed.body.data.items).toEqual([]);
    const recent = await walk(other, 'domains', everything);
    expect(recent.every(({ timestamp }) => timestamp >= '2026-11-20T11:00:00Z')).toBe(true);
    await other.stop();
  });
});

describe('the Threat Grid emulator, changing', () => {
  it('adds and removes records in the middle of a walk', async () => {
    const grid = await startThreatgridEmulator({ size: 1000 });
    const before = held(grid, 'urls');
    const late = grid.add('urls', 2, Date.parse('2026-11-15T00:00:00Z'));
    const after = await walk(grid, 'urls', everything);
    expect(after).toHaveLength(before.length + 2);
    expect(after.filter((record) => !before.some((old) => keyOf(old) === keyOf(record)))).toEqual(late);
    expect(grid.remove('urls', (record) => record.timestamp === '2026-11-15T00:00:00Z')).toBe(2);
    expect(await walk(grid, 'urls', everything)).toEqual(before);
    grid.faults.add({ when: { nth: 1 }, fault: { kind: 'insertDuring', count: 3 } });
    const fixed = { ...everything, before: '2026-11-20T12:00:00Z' };
    expect(await walk(grid, 'urls', fixed)).toEqual(before);
    expect(await walk(grid, 'urls', everything)).toHaveLength(before.length + 3);
    await grid.stop();
  });
});

describe('the Threat Grid emulator, refusing', () => {
  it('throttles with and without Retry-After, in its own envelope', async () => {
    const grid = await startThreatgridEmulator({ size: 300 });
    grid.faults.add({ when: { nth: 1 }, fault: { kind: 'rateLimited', retryAfterSeconds: 9 } });
    grid.faults.add({ when: { nth: 2 }, fault: { kind: 'rateLimited', withoutHint: true } });
    grid.faults.add({ when: { nth: 3 }, fault: { kind: 'expiredToken' } });
    grid.faults.add({ when: { nth: 4 }, fault: { kind: 'malformedRecord' } });
    const [hinted, bare] = [await feed(grid, 'ips'), await feed(grid, 'ips')];
    expect([hinted.status, hinted.headers.get('retry-after'), hinted.body.error.code]).toEqual([429, '9', 429]);
    expect([bare.status, bare.headers.get('retry-after')]).toEqual([429, null]);
    expect((await feed(grid, 'ips')).status).toBe(401);
    expect((await feed(grid, 'ips')).body.data.items[0]).toEqual({ unexpected: true });
    await grid.stop();
  });
});

describe('the shape of Threat Grid answers', () => {
  const recorded: readonly [ThreatgridFeed, string, Documented][] = [
    ['domains', '01_domains.json', {}],
    ['paths', '02_paths_org_only.json', {}],
    ['ips', '03_ips.json', { 'data.items[].port': ['number'] }],
    ['artifacts', '04_artifacts.json', {}],
    ['network_streams', '08_network_streams.json', {}],
  ];

  it('is the recorded one for the feeds and the envelope', async () => {
    const grid = await startThreatgridEmulator({ size: 4000 });
    for (const [name, file, documented] of recorded) {
      const { body } = await feed(grid, name, everything);
      expect(differences(profileOf([recordedBody('threatgrid', file)]), profileOf([body]), documented)).toEqual([]);
    }
    for (const [name, file] of [
      ['/api/v3/session/whoami', '06_whoami.json'],
      ['/api/v3/feeds/banking-dns.json', '05_curated_banking_dns.json'],
    ] as const) {
      const { body } = await get(grid, name);
      expect(differences(profileOf([recordedBody('threatgrid', file)]), profileOf([body]), {})).toEqual([]);
    }
    await grid.stop();
  });

  it('writes URLs with an explicit port', async () => {
    const grid = await startThreatgridEmulator({ size: 2000 });
    const urls = held(grid, 'urls').map((record) => String(record['url']));
    await grid.stop();
    expect(urls.length).toBeGreaterThan(100);
    expect(urls.every((url) => /^https?:\/\/[^/]+:\d+\//.test(url))).toBe(true);
    expect(urls.some((url) => new URL(url).port === '')).toBe(true);
  });
});
