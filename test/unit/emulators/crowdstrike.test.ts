import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { parseInstant } from '../../emulators/crowdstrike/instants.ts';
import type { IocRecord } from '../../emulators/crowdstrike/record.ts';
import { FalconSession, issueToken } from './support/falcon.ts';

const SEARCH = '/iocs/queries/indicators/v1';
const COMBINED = '/iocs/combined/indicator/v1';
const ENTITIES = '/iocs/entities/indicators/v1';

describe('the CrowdStrike emulator, read only', () => {
  let falcon: CrowdstrikeEmulator;
  let session: FalconSession;
  let held: readonly IocRecord[];
  beforeAll(async () => {
    falcon = await startCrowdstrikeEmulator({ size: 4000 });
    session = await FalconSession.open(falcon);
    held = [...falcon.holdings()[0].records()];
  });
  afterAll(() => falcon.stop());

  it('holds its share of the world: all types, actions, deleted, expired, scoped and inherited records', () => {
    expect(falcon.holdings()[0]).toMatchObject({ stream: 'indicators', count: held.length });
    expect(new Set(held.map(({ id }) => id)).size).toBe(held.length);
    expect(new Set(held.map(({ type }) => type))).toEqual(new Set(['ipv4', 'ipv6', 'domain', 'md5', 'sha256']));
    const actions = ['detect', 'no_action', 'prevent', 'prevent_no_ui', 'allow'];
    expect(new Set(held.map(({ action }) => action))).toEqual(new Set(actions));
    for (const flag of ['deleted', 'expired', 'from_parent', 'applied_globally'] as const) {
      expect(new Set(held.map((record) => record[flag])), flag).toEqual(new Set([true, false]));
    }
    for (const record of held) {
      const [created, modified] = [parseInstant(record.created_on) ?? 0n, parseInstant(record.modified_on) ?? 0n];
      expect(created <= modified && modified < 1_795_176_000_000_000_000n, record.id).toBe(true);
      expect(record.severity === '').toBe(['no_action', 'allow'].includes(record.action) && !record.expired);
      expect(record.applied_globally).toBe(record.host_groups === undefined);
      if (record.expired) expect(record.action).toBe('no_action');
    }
  });

  it('gives the same records for the same seed, others for another', async () => {
    const [same, other] = await Promise.all([
      startCrowdstrikeEmulator({ size: 4000 }),
      startCrowdstrikeEmulator({ size: 4000, seed: 2 }),
    ]);
    expect([...same.holdings()[0].records()]).toEqual(held);
    expect([...other.holdings()[0].records()][0]).not.toEqual(held[0]);
    await Promise.all([same.stop(), other.stop()]);
  });

  it('hides deleted records unless the filter names them', async () => {
    const live = held.filter(({ deleted }) => !deleted).length;
    expect((await session.get(SEARCH)).body.meta.pagination.total).toBe(live);
    expect((await session.get(SEARCH, { filter: 'deleted:true' })).body.meta.pagination.total).toBe(held.length - live);
    expect((await session.get(SEARCH, { filter: 'deleted:[true,false]' })).body.meta.pagination.total).toBe(
      held.length,
    );
  });

  it.each(['modified_on.asc', 'modified_on|desc', 'created_on.asc', 'value', 'severity_number.desc', 'expiration.asc'])(
    'walks everything once by after, sorted by %s',
    async (sort) => {
      const walked = await session.walk({ sort, limit: '97', filter: 'deleted:[true,false]' });
      expect(walked.map(({ id }) => id).sort()).toEqual(held.map(({ id }) => id).sort());
      const [field = ''] = sort.split(/[.|]/);
      if (field === 'severity_number') return;
      const keys = walked.map((record) => Reflect.get(record, field)).filter((key) => typeof key === 'string');
      const isDate = field !== 'value';
      const order = keys.map((key) => (isDate ? String((parseInstant(key) ?? 0n) / 1_000_000n) : key));
      const sorted = sort.endsWith('desc') ? order.toSorted().toReversed() : order.toSorted();
      expect(order).toEqual(sorted);
    },
  );

  it('walks by offset, whose answer is the position after the page', async () => {
    const first = await session.get(SEARCH, { limit: '40', offset: '0' });
    expect(first.body.meta.pagination).toMatchObject({ limit: 40, offset: 40 });
    const second = await session.get(SEARCH, { limit: '40', offset: '40' });
    const both = await session.get(SEARCH, { limit: '80' });
    expect([...first.body.resources, ...second.body.resources]).toEqual(both.body.resources);
  });

  it('repeats after on the last page and beyond, and leaves it out when nothing matched', async () => {
    const none = await session.get(SEARCH, { filter: `value:"doesnotexist.example"` });
    expect(none.body.meta.pagination).toEqual({ limit: 100, total: 0, offset: 0 });
    expect(none.body.resources).toEqual([]);
    const [one] = held.filter(({ deleted }) => !deleted);
    const filter = `value:'${one?.value}'+type:'${one?.type}'`;
    const hit = await session.get(SEARCH, { filter });
    expect(hit.body.meta.pagination).toMatchObject({ total: 1, offset: 1 });
    const { after } = hit.body.meta.pagination;
    const decoded = JSON.parse(Buffer.from(after, 'base64').toString());
    expect(decoded).toEqual([expect.any(Number), one?.id]);
    const beyond = await session.get(SEARCH, { filter, after });
    expect(beyond.body.resources).toEqual([]);
    expect(beyond.body.meta.pagination).toMatchObject({ total: 1, after });
  });

  it.each([
    [{ offset: '9999', limit: '3' }, 500],
    [{ offset: '1', after: 'x' }, 400],
    [{ limit: '2001' }, 400],
    [{ limit: '0' }, 400],
    [{ limit: 'many' }, 400],
    [{ sort: 'colour.asc' }, 400],
    [{ filter: 'value' }, 400],
    [{ after: 'bm90IGpzb24=' }, 400],
    [{ from_parent: 'perhaps' }, 400],
  ])('refuses %o with %i', async (parameters, status) => {
    const answer = await session.get(SEARCH, parameters);
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0]).toMatchObject({ code: status, message: expect.any(String) });
    expect(answer.body.resources).toBeUndefined();
    expect(answer.headers.has('x-cs-region')).toBe(status !== 500);
  });

  it('takes offset + limit up to exactly 10,000', async () => {
    expect((await session.get(SEARCH, { offset: '9900', limit: '100' })).status).toBe(200);
  });

  it('filters by from_parent, as parameter and in the filter', async () => {
    const parents = held.filter((record) => record.from_parent && !record.deleted);
    const byParameter = await session.get(COMBINED, { from_parent: 'true', limit: '2000' });
    const byFilter = await session.get(COMBINED, { filter: 'from_parent:true', limit: '2000' });
    expect(byParameter.body.resources).toEqual(byFilter.body.resources);
    expect(byParameter.body.resources).toHaveLength(parents.length);
  });

  it('reads by id in an order of its own, reports unknown ids beside the rest', async () => {
    const wanted = held.slice(0, 268).map(({ id }) => id);
    const answer = await session.send('GET', `${ENTITIES}?${wanted.map((id) => `ids=${id}`).join('&')}`);
    expect(answer.body.resources.map(({ id }: IocRecord) => id)).not.toEqual(wanted);
    expect(new Map(answer.body.resources.map((record: IocRecord) => [record.id, record]))).toEqual(
      new Map(held.slice(0, 268).map((record) => [record.id, record])),
    );
    const unknown = 'f'.repeat(64);
    const mixed = await session.send('GET', `${ENTITIES}?ids=${wanted[0]}&ids=${unknown}`);
    expect(mixed.status).toBe(200);
    expect(mixed.body.resources).toHaveLength(1);
    expect(mixed.body.errors).toEqual([{ code: 404, message: 'Indicator not found', id: unknown }]);
    expect((await session.send('GET', `${ENTITIES}?ids=${unknown}`)).status).toBe(404);
    expect((await session.send('GET', ENTITIES)).status).toBe(400);
    const tooLong = Array.from({ length: 300 }, () => `ids=${unknown}`).join('&');
    expect((await session.send('GET', `${ENTITIES}?${tooLong}`)).status).toBe(414);
  });

  it('answers without errors as null, as an empty list and without the member', async () => {
    const seen = new Set<string>();
    for (let n = 0; n < 6; n += 1) seen.add(JSON.stringify((await session.get(SEARCH)).body.errors) ?? 'absent');
    expect(seen).toEqual(new Set(['null', '[]', 'absent']));
  });

  it('counts terms and dates, with filters and sub-aggregates, from a list or one object', async () => {
    const spec = {
      name: 'types',
      type: 'terms',
      field: 'type',
      size: 10,
      sort: '_count|desc',
      filter: '',
      sub_aggregates: [],
    };
    const live = held.filter(({ deleted }) => !deleted);
    const { body } = await session.post('/iocs/aggregates/indicators/v1', [spec]);
    const [types] = body.resources;
    const counted = types.buckets.map(({ label, count }: { label: string; count: number }) => [label, count]);
    const expected = Object.entries(Object.groupBy(live, ({ type }) => type)).map(([type, list]) => [
      type,
      list?.length,
    ]);
    expect(new Map(counted)).toEqual(new Map(expected as [string, number][]));
    const monthly = {
      name: 'm',
      type: 'date_histogram',
      field: 'created_on',
      interval: 'month',
      sub_aggregates: [spec],
    };
    const months = await session.post('/iocs/aggregates/indicators/v1', monthly);
    const { buckets } = months.body.resources[0];
    expect(buckets.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(live.length);
    expect(buckets[0].sub_aggregates[0].name).toBe('types');
    const measures = await session.post('/iocs/aggregates/indicators/v1', [
      { name: 'newest', type: 'max', field: 'modified_on' },
      { name: 'kinds', type: 'cardinality', field: 'severity' },
      { name: 'bands', type: 'range', field: 'severity_number', ranges: [{ From: 70, To: 100 }] },
      { name: 'week', type: 'date_range', field: 'created_on', date_ranges: [{ from: 'now-7d', to: 'now' }] },
      { name: 'detected', type: 'terms', field: 'action', filter: `action:'detect'` },
    ]);
    expect(measures.body.resources.map(({ name }: { name: string }) => name)).toEqual([
      'newest',
      'kinds',
      'bands',
      'week',
      'detected',
    ]);
    expect(measures.body.resources[1].buckets[0].value).toBe(new Set(live.map(({ severity }) => severity)).size);
    const severe = live.filter(({ severity }) => severity === 'high' || severity === 'critical').length;
    expect(measures.body.resources[2].buckets[0].count).toBe(severe);
    expect(measures.body.resources[4].buckets).toEqual([
      { label: 'detect', count: live.filter(({ action }) => action === 'detect').length },
    ]);
    expect((await session.post('/iocs/aggregates/indicators/v1', [{ type: 'terms', field: 'nope' }])).status).toBe(400);
  });

  it('lists actions, types, platforms and severities', async () => {
    expect((await session.get('/iocs/queries/ioc-types/v1')).body.resources).toEqual([
      'ipv4',
      'ipv6',
      'domain',
      'md5',
      'sha256',
    ]);
    const paged = await session.get('/iocs/queries/severities/v1', { limit: '2', offset: '1' });
    expect(paged.body.resources).toEqual(['low', 'medium']);
    expect(paged.body.meta.pagination).toEqual({ limit: 2, total: 5, offset: 3 });
    expect((await session.get('/iocs/queries/platforms/v1')).body.resources).toContain('android');
    const { body } = await session.get('/iocs/queries/actions/v1');
    const actions = await session.get('/iocs/entities/actions/v1');
    expect(actions.body.resources.map(({ id }: { id: string }) => id)).toEqual(body.resources);
    const prevent = await session.get('/iocs/entities/actions/v1', { ids: 'prevent' });
    expect(Object.keys(prevent.body.resources[0].platforms_by_type)).toEqual(['md5', 'sha256']);
  });

  it('takes a report request and answers with a job', async () => {
    const path = '/iocs/entities/indicators-reports/v1';
    const good = await session.post(path, { report_format: 'csv', search: { filter: '', query: '', sort: '' } });
    expect(good.body.resources).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect((await session.post(path, { report_format: 'csv', search: { filter: '' } })).status).toBe(400);
  });

  it('follows an indicator to hosts and processes, in both forms', async () => {
    const counts = await Promise.all(
      held
        .slice(0, 60)
        .map(({ type, value }) => session.get('/iocs/aggregates/indicators/device-count/v1', { type, value })),
    );
    const seen = counts.map(({ body }) => body.resources[0]).find(({ device_count }) => device_count > 5);
    const { type, value } = seen;
    const legacy = await session.get('/indicators/aggregates/devices-count/v1', { type, value });
    expect(legacy.body.resources).toEqual([{ id: `${type}:${value}`, ...seen }]);
    const devices: string[] = [];
    for (let offset: string | undefined = '0'; offset !== undefined; ) {
      const { body } = await session.get('/iocs/queries/indicators/devices/v1', { type, value, limit: '3', offset });
      devices.push(...body.resources);
      offset = body.meta.pagination.offset;
      expect(body.meta.pagination.total).toBeUndefined();
    }
    expect(new Set(devices).size).toBe(seen.device_count);
    const legacyDevices = await session.get('/indicators/queries/devices/v1', { type, value, limit: '3' });
    expect(legacyDevices.body.meta.pagination).toMatchObject({ limit: 3, total: seen.device_count, offset: '3' });
    expect(legacyDevices.body.resources).toEqual(devices.slice(0, 3));
    const [device_id = ''] = devices;
    const processes = await session.get('/iocs/queries/indicators/processes/v1', { type, value, device_id });
    expect(processes.body.resources[0]).toMatch(new RegExp(`^pid:${device_id}:\\d+$`));
    const legacyProcesses = await session.get('/indicators/queries/processes/v1', { type, value, device_id });
    expect(legacyProcesses.body.resources).toEqual(processes.body.resources);
    const [process] = processes.body.resources;
    const details = await session.get('/processes/entities/processes/v1', { ids: process });
    expect(details.body.resources[0]).toMatchObject({ device_id, process_id: process.slice('pid:'.length) });
    expect((await session.get('/processes/entities/processes/v1', { ids: `pid:${device_id}:17` })).status).toBe(404);
  });

  it('does not know hosts of an unknown value', async () => {
    const unknown = { type: 'md5', value: 'testmd5' };
    const legacy = await session.get('/indicators/aggregates/devices-count/v1', unknown);
    expect(legacy.status).toBe(404);
    expect(legacy.body.errors).toEqual([{ code: 404, message: 'md5:testmd5 - Resource Not Found' }]);
    const current = await session.get('/iocs/aggregates/indicators/device-count/v1', unknown);
    expect(current.body.resources).toEqual([{ ...unknown, device_count: 0, limit_exceeded: false }]);
    expect((await session.get('/iocs/queries/indicators/processes/v1', unknown)).status).toBe(400);
  });

  it('answers pages it does not have as the gateway does', async () => {
    const missing = await session.get('/iocs/queries/nothing/v1');
    expect(missing.status).toBe(404);
    expect(missing.body.meta.powered_by).toBe('crowdstrike-api-gateway');
  });
});

describe('tokens and limits of the CrowdStrike emulator', () => {
  const running: CrowdstrikeEmulator[] = [];
  async function start(options: Parameters<typeof startCrowdstrikeEmulator>[0]) {
    const falcon = await startCrowdstrikeEmulator({ size: 300, ...options });
    running.push(falcon);
    return falcon;
  }
  afterAll(() => Promise.all(running.map((falcon) => falcon.stop())));

  it('issues a token with 201, the region and 1,799 seconds', async () => {
    const falcon = await start({ region: 'eu-1' });
    const answer = await issueToken(falcon);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-cs-region')).toBe('eu-1');
    expect(answer.body).toEqual({ access_token: expect.any(String), expires_in: 1799, token_type: 'bearer' });
  });

  it('refuses wrong credentials, missing fields, an unknown child and a foreign address', async () => {
    const falcon = await start({});
    expect((await issueToken(falcon, { client_secret: 'wrong' })).status).toBe(403);
    expect((await issueToken(falcon, { client_id: '' })).status).toBe(400);
    expect((await issueToken(falcon, { member_cid: '0'.repeat(32) })).status).toBe(403);
    expect((await issueToken(falcon, { member_cid: '4f1c0b7d9a2e4c6f8b1d3e5f7a9c0b2d-7e' })).status).toBe(201);
    const closed = await start({ isAddressAllowed: false });
    const answer = await issueToken(closed);
    expect(answer.body.errors).toEqual([{ code: 403, message: 'access denied, authorization failed' }]);
  });

  it('honours expiry, revocation and scopes', async () => {
    const falcon = await start({ tokenLifetimeSeconds: 60, scopes: { write: false } });
    const session = await FalconSession.open(falcon);
    expect((await session.get(SEARCH)).status).toBe(200);
    const refused = await session.post(ENTITIES, { indicators: [] });
    expect(refused.body.errors).toEqual([{ code: 403, message: 'access denied, authorization failed' }]);
    falcon.clock.advance(60_000);
    const expired = await session.get(SEARCH);
    expect(expired.status).toBe(401);
    expect(expired.body.errors).toEqual([{ code: 401, message: 'access denied, invalid bearer token' }]);
    expect(expired.headers.get('x-ratelimit-limit')).toBe('15');
    const renewed = await FalconSession.open(falcon);
    expect((await renewed.revoke('wrong')).status).toBe(403);
    expect((await renewed.revoke()).status).toBe(200);
    expect((await renewed.get(SEARCH)).status).toBe(401);
  });

  it('sends a client of another cloud home with 308', async () => {
    const falcon = await start({ home: { region: 'us-2', url: 'http://127.0.0.1:9' } });
    const answer = await issueToken(falcon);
    expect(answer.status).toBe(308);
    expect(answer.headers.get('x-cs-region')).toBe('us-2');
    expect(answer.headers.get('location')).toBe('http://127.0.0.1:9/oauth2/token');
  });

  it('answers the 16th bad bearer of a minute with 429', async () => {
    const falcon = await start({});
    const bad = new FalconSession(falcon, 'not-a-token');
    const statuses: number[] = [];
    for (let n = 0; n < 16; n += 1) statuses.push((await bad.get(SEARCH)).status);
    expect(statuses).toEqual([...Array.from({ length: 15 }, () => 401), 429]);
  });

  it('answers one request too many with 429 and the instant to come back', async () => {
    const falcon = await start({ requestsPerMinute: 3 });
    const session = await FalconSession.open(falcon);
    const remaining: (string | null)[] = [];
    for (let n = 0; n < 3; n += 1) remaining.push((await session.get(SEARCH)).headers.get('x-ratelimit-remaining'));
    expect(remaining).toEqual(['2', '1', '0']);
    const refused = await session.get(SEARCH);
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers.get('x-ratelimit-retryafter')) * 1000 - falcon.clock.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(falcon.limits.refused).toBe(1);
  });
});
