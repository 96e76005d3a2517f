import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startVirustotalEmulator, type VirustotalEmulator } from '../../emulators/virustotal/index.ts';
import type { StreamItem } from '../../emulators/virustotal/stream.ts';
import { type Answer, ask } from './support/ask.ts';

const STREAM = '/api/v3/ioc_stream';

interface Asked {
  readonly method?: string;
  readonly tool?: boolean;
  readonly key?: string;
}

function call(emulator: VirustotalEmulator, path: string, asked: Asked = {}): Promise<Answer> {
  const key = asked.key ?? emulator.secrets['apiKey'] ?? '';
  const headers = { 'x-apikey': key, ...(asked.tool === true ? { 'x-tool': 'sightline' } : {}) };
  return ask(emulator, path, { method: asked.method ?? 'GET', headers });
}

function list(emulator: VirustotalEmulator, parameters: Readonly<Record<string, string>>, asked: Asked = {}) {
  return call(emulator, `${STREAM}?${new URLSearchParams(parameters)}`, asked);
}

async function walk(
  emulator: VirustotalEmulator,
  parameters: Readonly<Record<string, string>>,
  between?: () => void,
): Promise<readonly StreamItem[]> {
  const items: StreamItem[] = [];
  for (let cursor: Readonly<Record<string, string>> = {}; ; ) {
    const { body } = await list(emulator, { limit: '40', descriptors_only: 'true', ...parameters, ...cursor });
    items.push(...body.data);
    if (body.meta.cursor === undefined) return items;
    cursor = { cursor: body.meta.cursor };
    between?.();
  }
}

const idOf = (item: StreamItem) => item.context_attributes.notification_id;
const dateOf = (item: StreamItem) => item.context_attributes.notification_date;
const inUrl = (url: string) => Buffer.from(url).toString('base64url');

describe('the VirusTotal emulator, read only', () => {
  let total: VirustotalEmulator;
  let held: readonly StreamItem[];
  beforeAll(async () => {
    total = await startVirustotalEmulator({ size: 2500 });
    held = [...total.holdings()[0].records()];
  });
  afterAll(() => total.stop());

  it('holds its share of the world in all kinds, with several notifications for some objects', () => {
    expect(total.holdings()[0]).toMatchObject({ stream: 'ioc_stream', count: held.length });
    expect(new Set(held.map(idOf)).size).toBe(held.length);
    expect(new Set(held.map(({ id }) => id)).size).toBeLessThan(held.length);
    expect(new Set(held.map(({ type }) => type))).toEqual(new Set(['file', 'url', 'domain', 'ip_address']));
    for (const { context_attributes: context } of held) {
      expect(context.hunting_info === null).toBe(context.origin === 'subscriptions');
      expect(context.sources.length).toBeGreaterThan(0);
      if (context.origin === 'subscriptions') expect(context.tags).toEqual([]);
      else expect(context.tags).toContain(context.hunting_info?.rule_name.toLowerCase());
    }
    const types = new Set(held.flatMap(({ context_attributes }) => context_attributes.sources.map(({ type }) => type)));
    const all = ['hunting_ruleset', 'retrohunt_job', 'collection', 'threat_actor', 'threat_profile'];
    expect(types).toEqual(new Set(all));
  });

  it('gives the same items for the same seed, others for another', async () => {
    const [same, other] = await Promise.all([
      startVirustotalEmulator({ size: 2500 }),
      startVirustotalEmulator({ size: 2500, seed: 2 }),
    ]);
    expect([...same.holdings()[0].records()]).toEqual(held);
    expect([...other.holdings()[0].records()][0]).not.toEqual(held[0]);
    await Promise.all([same.stop(), other.stop()]);
  });

  it.each([
    ['', 'AuthenticationRequiredError', 'X-Apikey header is missing'],
    ['wrong', 'WrongCredentialsError', 'Wrong API key'],
  ])('answers the key %j with 401', async (key, code, message) => {
    const { status, body } = await call(total, STREAM, { key });
    expect(status).toBe(401);
    expect(body).toEqual({ error: { code, message } });
  });

  it.each([
    [{ limit: '41' }, `Limit can't be larger than 40`],
    [{ limit: '0' }, 'limit "0" is not valid'],
    [{ limit: 'x' }, 'limit "x" is not valid'],
    [{ order: 'id+' }, 'order "id+" is not valid. Valid orders are: date-,date+'],
    [{ filter: 'origin:notHunting' }, 'origin "notHunting" is not valid. Valid origins are: hunting,subscriptions'],
    [{ filter: 'entity_type:ip' }, 'entity_type "ip" is not valid. Valid entity_types are: file,domain,url,ip_address'],
    [{ cursor: 'abc' }, 'Invalid cursor'],
    [{ descriptors_only: 'perhaps' }, 'descriptors_only "perhaps" is not valid'],
  ])('answers %o with 400', async (parameters, message) => {
    const { status, body } = await list(total, parameters);
    expect(status).toBe(400);
    expect(body).toEqual({ error: { code: 'BadRequestError', message } });
  });

  it('needs the plus of an order and of a date encoded', async () => {
    expect((await call(total, `${STREAM}?order=date+`)).status).toBe(400);
    expect((await call(total, `${STREAM}?order=date%2B`)).status).toBe(200);
    expect((await call(total, `${STREAM}?filter=date:2026-11-01+`)).status).toBe(400);
  });

  it.each(['date-', 'date+'])('walks everything once, by %s and ascending id within one date', async (order) => {
    const walked = await walk(total, { order });
    expect(walked.map(idOf).toSorted()).toEqual(held.map(idOf).toSorted());
    const sign = order === 'date+' ? 1 : -1;
    const sorted = walked.toSorted((a, b) => sign * (dateOf(a) - dateOf(b)) || Number(idOf(a)) - Number(idOf(b)));
    expect(walked.map(idOf)).toEqual(sorted.map(idOf));
    expect(new Set(walked.map(dateOf)).size).toBeLessThanOrEqual(walked.length);
  });

  it('defaults to ten full items, newest first, and counts all', async () => {
    const { body } = await call(total, STREAM);
    expect(body.data.map(idOf)).toEqual(held.slice(0, 10).map(idOf));
    expect(body.meta.count).toBe(held.length);
    expect(Object.keys(body.data[0]).toSorted()).toEqual(['attributes', 'context_attributes', 'id', 'links', 'type']);
    expect(body.links.self).toBe('https://www.virustotal.com/api/v3/ioc_stream');
    const next = new URL(body.links.next);
    expect([...next.searchParams]).toEqual([['cursor', body.meta.cursor]]);
  });

  it('leaves cursor and next out on the last page', async () => {
    const { body } = await list(total, { filter: `entity_id:${held[0]?.id}`, limit: '40' });
    expect(body.meta).toEqual({ count: body.data.length });
    expect(Object.keys(body.links)).toEqual(['self']);
    const none = await list(total, { filter: 'entity_id:nothing.example' });
    expect(none.body).toMatchObject({ data: [], meta: { count: 0 } });
  });

  it('gives gti_assessment only to clients that name their tool', async () => {
    const without = await list(total, { limit: '40' });
    const named = await list(total, { limit: '40' }, { tool: true });
    expect(without.text).not.toContain('gti_assessment');
    for (const { attributes } of named.body.data) {
      expect(attributes.gti_assessment).toMatchObject({
        threat_score: { value: expect.any(Number) },
        verdict: { value: expect.stringMatching(/^VERDICT_/) },
        severity: { value: expect.stringMatching(/^SEVERITY_/) },
      });
    }
  });

  it('counts in last_analysis_stats what the engines said', () => {
    for (const { attributes } of held) {
      const results = Object.values(attributes?.['last_analysis_results'] as Record<string, { category: string }>);
      const counted = Object.entries(Object.groupBy(results, ({ category }) => category)).map(([k, v]) => [
        k,
        v?.length,
      ]);
      const stats = Object.entries(attributes?.['last_analysis_stats'] as object).filter(([, count]) => count !== 0);
      expect(new Map(stats)).toEqual(new Map(counted as [string, number][]));
      expect(results).toHaveLength(64);
    }
  });

  it('names URLs of subscriptions by their text in descriptors, by digest everywhere else', async () => {
    const descriptors = await walk(total, { filter: 'entity_type:url' });
    const full = new Map(held.map((item) => [idOf(item), item]));
    const forms = descriptors.map((item) => [item.context_attributes.origin, /^https?:/.test(item.id)].join());
    expect(new Set(forms)).toEqual(new Set(['hunting,false', 'subscriptions,true']));
    for (const item of descriptors) {
      const whole = full.get(idOf(item));
      expect(whole?.id).toMatch(/^[0-9a-f]{64}$/);
      const { origin } = item.context_attributes;
      expect(item.id).toBe(origin === 'hunting' ? whole?.id : whole?.attributes?.['url']);
      expect(Object.keys(item).toSorted()).toEqual(['context_attributes', 'id', 'type']);
    }
  });

  it('filters as the items say', async () => {
    const checkpoint = '2026-11-10T06:30:00';
    const limit = Date.parse(`${checkpoint}Z`) / 1000;
    const cases: readonly (readonly [string, (item: StreamItem) => boolean])[] = [
      [`date:${checkpoint}+`, (item) => dateOf(item) >= limit],
      [`date:${checkpoint}-`, (item) => dateOf(item) < limit],
      ['origin:subscriptions', ({ context_attributes }) => context_attributes.origin === 'subscriptions'],
      ['entity_type:file', ({ type }) => type === 'file'],
      [
        'source_type:threat_profile',
        ({ context_attributes: { sources } }) => sources.some(({ type }) => type === 'threat_profile'),
      ],
      ['notification_tag:phishing_kits', ({ context_attributes: { tags } }) => tags.includes('phishing_kits')],
      [
        'origin:hunting entity_type:domain',
        (item) => item.type === 'domain' && item.context_attributes.origin === 'hunting',
      ],
    ];
    for (const [filter, isWanted] of cases) {
      const wanted = held.filter(isWanted).map(idOf);
      expect(wanted.length, filter).toBeGreaterThan(0);
      expect((await walk(total, { filter })).map(idOf), filter).toEqual(wanted);
    }
  });

  it('sends members in another order each time', async () => {
    const texts = new Set<string>();
    const values: unknown[] = [];
    for (let n = 0; n < 4; n += 1) {
      const { text, body } = await list(total, { limit: '2' });
      texts.add(text);
      values.push(body);
    }
    expect(texts.size).toBeGreaterThan(1);
    for (const value of values) expect(value).toEqual(values[0]);
  });

  it('reads one notification', async () => {
    const [hunting, subscription] = ['hunting', 'subscriptions'].map((wanted) =>
      held.find(({ context_attributes }) => context_attributes.origin === wanted),
    );
    for (const item of [hunting, subscription]) {
      if (item === undefined) throw new Error('both origins must occur');
      const id = idOf(item);
      const { body } = await call(total, `/api/v3/ioc_stream_notifications/${id}`);
      const { origin, sources, tags, hunting_info } = item.context_attributes;
      expect(body.data).toEqual({
        type: 'ioc_stream_notification',
        id,
        links: { self: `https://www.virustotal.com/api/v3/ioc_stream_notifications/${id}` },
        attributes: {
          date: dateOf(item),
          entity_type: item.type,
          entity_id: item.id.startsWith('http') ? expect.any(String) : item.id,
          origin,
          sources,
          tags,
          ...(hunting_info === null ? {} : { hunting_info }),
        },
      });
    }
    expect((await call(total, '/api/v3/ioc_stream_notifications/12345')).status).toBe(404);
  });

  it('reads objects by every id they have', async () => {
    const first = (type: string) => held.find((item) => item.type === type);
    const file = first('file')?.attributes as { readonly sha1: string; readonly md5: string; readonly sha256: string };
    for (const hash of [file.sha256, file.sha1, file.md5, file.sha256.toUpperCase()]) {
      expect((await call(total, `/api/v3/files/${hash}`)).body.data.id).toBe(file.sha256);
    }
    const url = first('url');
    const text = String(url?.attributes?.['url']);
    for (const id of [url?.id, inUrl(text)])
      expect((await call(total, `/api/v3/urls/${id}`)).body.data.id).toBe(url?.id);
    const domain = first('domain');
    expect((await call(total, `/api/v3/domains/${domain?.id}`, { tool: true })).body.data).toEqual({
      id: domain?.id,
      type: 'domain',
      links: domain?.links,
      attributes: domain?.attributes,
    });
    const address = first('ip_address');
    expect((await call(total, `/api/v3/ip_addresses/${address?.id}`)).body.data.attributes.country).toMatch(
      /^[A-Z]{2}$/,
    );
  });

  it.each([
    ['files/abc', 404, 'NotFoundError', 'File "abc" not found'],
    ['urls/thisurlidmakesnosenseatall', 404, 'NotFoundError', 'URL "thisurlidmakesnosenseatall" not found'],
    ['domains/nothing.example', 404, 'NotFoundError', 'Domain "nothing.example" not found'],
    ['domains/not a domain', 400, 'InvalidArgumentError', '"not a domain" is not a valid domain pattern'],
    ['ip_addresses/192.0.2.300', 400, 'InvalidArgumentError', 'Supplied IP address is not valid'],
    ['nothing/here', 404, 'NotFoundError', 'Resource not found.'],
  ])('answers %s with %i', async (path, status, code, message) => {
    const answer = await call(total, `/api/v3/${encodeURI(path)}`);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error: { code, message } });
  });
});

describe('the VirusTotal emulator as it changes', () => {
  let total: VirustotalEmulator;
  beforeEach(async () => {
    total = await startVirustotalEmulator({ size: 600, engines: 4, deletionMs: 60_000 });
  });
  afterEach(() => total.stop());

  const held = () => [...total.holdings()[0].records()];

  it('keeps pages of date+ stable while notifications arrive, and shows them at the end', async () => {
    const before = held().map(idOf);
    let added: readonly string[] = [];
    const walked = await walk(total, { order: 'date+' }, () => {
      if (added.length === 0) added = total.add(3);
    });
    const ids = walked.map(idOf);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual([...before, ...added].toSorted());
    expect(ids.slice(-3).toSorted()).toEqual([...added].toSorted());
  });

  it('neither repeats nor shifts pages of date- while notifications arrive; the count is live', async () => {
    const before = held().map(idOf);
    const first = await list(total, { limit: '40', descriptors_only: 'true' });
    total.add(5);
    const second = await list(total, { limit: '40', descriptors_only: 'true', cursor: first.body.meta.cursor });
    expect(second.body.data.map(idOf)).toEqual(before.slice(40, 80));
    expect(second.body.meta.count).toBe(first.body.meta.count + 5);
  });

  it('deletes a notification with 200 and no body; then it is not found', async () => {
    const [item] = held();
    const path = `/api/v3/ioc_stream_notifications/${item?.context_attributes.notification_id}`;
    const deleted = await call(total, path, { method: 'DELETE' });
    expect([deleted.status, deleted.text]).toEqual([200, '']);
    expect((await call(total, path)).body.error.code).toBe('NotFoundError');
    expect((await call(total, path, { method: 'DELETE' })).status).toBe(404);
    expect(held().map(idOf)).not.toContain(item?.context_attributes.notification_id);
    expect((await call(total, item?.links?.self.replace('https://www.virustotal.com', '') ?? '')).status).toBe(200);
  });

  it('deletes by filter in the background; a second call meanwhile gets 429', async () => {
    const all = held();
    const path = `${STREAM}?filter=${encodeURIComponent('entity_type:domain')}`;
    expect((await call(total, `${STREAM}?filter=nonsense`, { method: 'DELETE' })).status).toBe(400);
    const accepted = await call(total, path, { method: 'DELETE' });
    expect([accepted.status, accepted.text]).toEqual([200, '']);
    expect(held()).toHaveLength(all.length);
    const busy = await call(total, path, { method: 'DELETE' });
    expect(busy.status).toBe(429);
    expect(busy.body.error).toEqual({
      code: 'TooManyRequests',
      message: 'Notifications already being deleted. Depending on volume this may take a while.',
    });
    const [late = ''] = total.add(1);
    total.finishDeletion();
    const left = held().map(idOf);
    expect(left).toContain(late);
    expect(left).toHaveLength(all.filter(({ type }) => type !== 'domain').length + 1);
  });

  it('deletes everything without a filter', async () => {
    await call(total, STREAM, { method: 'DELETE' });
    total.finishDeletion();
    expect((await call(total, STREAM)).body).toMatchObject({ data: [], meta: { count: 0 } });
  });

  it('shows a new analysis, a repeated notification and what a colleague deletes', async () => {
    const [item] = held();
    const id = item?.id ?? '';
    total.change(id, { reputation: -99 });
    const again = total.repeat(id);
    const items = held().filter((other) => other.id === id);
    expect(items.map(idOf)).toContain(again);
    expect(items.map(({ attributes }) => attributes?.['reputation'])).toEqual(items.map(() => -99));
    total.remove(again);
    expect(held().map(idOf)).not.toContain(again);
    expect(() => total.remove(again)).toThrow(RangeError);
  });

  it('forgets notifications after 30 days, not their objects', async () => {
    const [item] = held();
    total.clock.advance(31 * 86_400_000);
    expect(held()).toEqual([]);
    expect(
      (await call(total, `/api/v3/ioc_stream_notifications/${item?.context_attributes.notification_id}`)).status,
    ).toBe(404);
    expect((await call(total, item?.links?.self.replace('https://www.virustotal.com', '') ?? '')).status).toBe(200);
  });

  it('has scripted faults in its own words', async () => {
    total.faults.add({ when: { path: STREAM, nth: 1 }, fault: { kind: 'rateLimited', retryAfterSeconds: 7 } });
    const limited = await call(total, STREAM);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(limited.body.error.code).toBe('QuotaExceededError');
    total.faults.add({ when: { path: STREAM, nth: 1 }, fault: { kind: 'expiredToken' } });
    expect((await call(total, STREAM)).status).toBe(401);
    total.faults.add({
      when: { path: STREAM, nth: 1 },
      fault: { kind: 'malformedRecord', index: 2, replacement: null },
    });
    expect((await call(total, STREAM)).body.data[2]).toBeNull();
    const before = total.holdings()[0].count;
    total.faults.add({ when: { path: STREAM, nth: 1 }, fault: { kind: 'insertDuring', count: 2 } });
    await call(total, STREAM);
    expect(total.holdings()[0].count).toBe(before + 2);
  });
});

describe('licences and quotas of the VirusTotal emulator', () => {
  const running: VirustotalEmulator[] = [];
  async function start(options: Parameters<typeof startVirustotalEmulator>[0]) {
    const total = await startVirustotalEmulator({ size: 200, engines: 4, ...options });
    running.push(total);
    return total;
  }
  afterAll(() => Promise.all(running.map((total) => total.stop())));

  it('answers one request too many with 429, by minute and by day', async () => {
    const byMinute = await start({ quota: { perMinute: 2 } });
    const statuses = [await call(byMinute, STREAM), await call(byMinute, STREAM), await call(byMinute, STREAM)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(statuses[2]?.body.error.code).toBe('QuotaExceededError');
    expect(Number(statuses[2]?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const byDay = await start({ quota: { perDay: 1 }, sendsRetryAfter: false });
    await call(byDay, STREAM);
    const refused = await call(byDay, STREAM);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
  });

  it('refuses the stream, not the objects, without a licence', async () => {
    const total = await start({ isLicensed: false });
    const refused = await call(total, STREAM);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'ForbiddenError']);
    const [item] = total.holdings()[0].records();
    expect((await call(total, item?.links?.self.replace('https://www.virustotal.com', '') ?? '')).status).toBe(200);
    expect((await call(await start({ isActive: false }), STREAM)).body.error.code).toBe('UserNotActiveError');
  });

  it('binds cursors and caps the count when asked to', async () => {
    const total = await start({ bindsCursors: true, countCap: 20 });
    const first = await list(total, { order: 'date+' });
    expect(first.body.meta.count).toBe(20);
    const { cursor } = first.body.meta;
    expect((await list(total, { order: 'date-', cursor })).status).toBe(400);
    expect((await list(total, { order: 'date+', cursor })).status).toBe(200);
  });
});
