import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { datadogBearerToken, datadogSecrets } from '../../emulators/datadog/keys.ts';
import type { DatadogRecord } from '../../emulators/datadog/record.ts';
import { ask } from './support/ask.ts';
import { type Documented, differences, profileOf, readFixture, recordedBody } from './support/shape.ts';

const root = '/api/v2/security/siem/ioc-explorer';
const keys = { 'DD-API-KEY': datadogSecrets.apiKey, 'DD-APPLICATION-KEY': datadogSecrets.applicationKey };

function get(emulator: DatadogEmulator, path: string, headers: Record<string, string> = keys) {
  return ask(emulator, path, { headers });
}

function list(emulator: DatadogEmulator, parameters: Record<string, string> = {}) {
  return get(emulator, `${root}?${new URLSearchParams(parameters)}`);
}

function writeTriage(emulator: DatadogEmulator, attributes: unknown, type = 'ioc_triage_state') {
  const headers = { ...keys, 'content-type': 'application/json' };
  return ask(emulator, `${root}/triage`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ data: { attributes, type } }),
  });
}

async function walk(emulator: DatadogEmulator, parameters: Record<string, string> = {}): Promise<DatadogRecord[]> {
  const records: DatadogRecord[] = [];
  for (let offset = 0; ; ) {
    const { body } = await list(emulator, { limit: '100', ...parameters, offset: String(offset) });
    const { data, paging, metadata } = body.data.attributes;
    records.push(...data);
    if (data.length === 0 || paging.offset >= metadata.count) return records;
    offset = paging.offset;
  }
}

describe('the Datadog emulator, read only', () => {
  let datadog: DatadogEmulator;
  let held: readonly DatadogRecord[];
  beforeAll(async () => {
    datadog = await startDatadogEmulator({ size: 3000 });
    held = [...datadog.holdings()[0].records()];
  });
  afterAll(() => datadog.stop());

  it('asks for both keys, or a bearer token', async () => {
    expect((await get(datadog, root, {})).status).toBe(403);
    expect((await get(datadog, root, { 'DD-API-KEY': datadogSecrets.apiKey })).status).toBe(403);
    expect((await get(datadog, root, { ...keys, 'DD-APPLICATION-KEY': 'wrong' })).body).toEqual({
      errors: ['Forbidden'],
    });
    expect((await get(datadog, root, { authorization: `Bearer ${datadogBearerToken}` })).status).toBe(200);
  });

  it('checks the API key alone at validate', async () => {
    const good = await get(datadog, '/api/v1/validate', { 'DD-API-KEY': datadogSecrets.apiKey });
    expect(good.body).toEqual(recordedBody('datadog', 'validate_key_ok.json'));
    const bad = await get(datadog, '/api/v1/validate', {});
    expect([bad.status, bad.body]).toEqual([403, { errors: ['API key required'] }]);
  });

  it('walks by offset: the answer names the next offset and the total, and each record comes once', async () => {
    const first = await list(datadog, { limit: '1' });
    expect(first.headers.get('content-type')).toBe('application/vnd.api+json');
    expect(first.body.data.attributes.paging).toEqual({ offset: 1 });
    expect(first.body.data.attributes.metadata.count).toBe(held.length);
    const walked = await walk(datadog);
    expect(walked).toHaveLength(held.length);
    expect(new Set(walked.map(({ id }) => id))).toEqual(new Set(held.map(({ id }) => id)));
    const beyond = await list(datadog, { offset: '100000' });
    expect(beyond.body.data.attributes).toEqual({
      data: [],
      metadata: { count: held.length },
      paging: { offset: 100000 },
    });
  });

  it.each([
    ['last_seen_ts_epoch', 'last_seen'],
    ['score', 'score'],
    ['signal_count', 'signal_matches'],
    ['indicator', 'indicator'],
  ] as const)('sorts by %s both ways, absent values last', async (column, member) => {
    for (const order of ['asc', 'desc']) {
      const records = await walk(datadog, { 'sort[column]': column, 'sort[order]': order });
      const values = records.map((record): string | number | undefined => record[member]);
      const present = values.filter((value) => value !== undefined);
      expect(values.slice(0, present.length)).toEqual(present);
      const sorted = present.toSorted((a, b) => (a === b ? 0 : a < b ? -1 : 1));
      expect(present).toEqual(order === 'asc' ? sorted : sorted.toReversed());
      expect(new Set(values).size).toBeGreaterThan(5);
    }
  });

  it.each([
    ['indicator_type:"IP Address"', (record: DatadogRecord) => record.indicator_type === 'IP Address'],
    ['score:>=80', (record: DatadogRecord) => record.score >= 80],
    ['score:[40 TO 50]', (record: DatadogRecord) => record.score >= 40 && record.score <= 50],
    [
      'tag:phishing -indicator_type:Domain',
      (record: DatadogRecord) => record.tags.includes('phishing') && record.indicator_type !== 'Domain',
    ],
    [
      'category:(tor OR scanner) NOT score:<30',
      (record: DatadogRecord) =>
        record.categories.some((category) => category === 'tor' || category === 'scanner') && record.score >= 30,
    ],
    ['indicator:*.example', (record: DatadogRecord) => record.indicator.endsWith('.example')],
    ['198.18', (record: DatadogRecord) => record.indicator.includes('198.18')],
  ])('answers the query %s', async (query, fits) => {
    const expected = held.filter(fits).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    const found = await walk(datadog, { query });
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected));
  });

  it('refuses a broken query and bad parameters in the recorded error form', async () => {
    const broken = await list(datadog, { query: ':::' });
    expect(broken.status).toBe(400);
    expect(broken.body.errors[0].title).toBe('Generic Error');
    expect(broken.body.errors[0].detail).toMatch(/^invalid query: invalid query: syntax error: line 1:0/);
    const bad = [{ limit: '-1' }, { limit: 'x' }, { offset: '9999999999' }, { 'sort[column]': 'nope' }];
    const more = [{ 'sort[order]': 'up' }, { triage_state: 'done' }, { ocsf: 'maybe' }, { query: '"open' }];
    for (const parameters of [...bad, ...more]) {
      expect((await list(datadog, parameters as Record<string, string>)).status).toBe(400);
    }
  });

  it('filters by ocsf, triage state and who worked on it', async () => {
    const [mapped, message] = [await walk(datadog, { ocsf: 'true' }), await walk(datadog, { ocsf: 'false' })];
    expect(mapped.length).toBeLessThan(held.length);
    expect(new Set([...mapped, ...message].map(({ id }) => id)).size).toBe(held.length);
    const reviewed = await walk(datadog, { triage_state: 'reviewed' });
    expect(reviewed).toHaveLength(held.filter((record) => record.triage_state === 'reviewed').length);
    const byId = await walk(datadog, { worked_by: 'dc6535c4-0b70-47aa-9c6a-9b0fc0be3f19' });
    const byHandle = await walk(datadog, { worked_by: 'ana.moreau@corp.example' });
    expect(byId.length).toBeGreaterThan(0);
    expect(byHandle).toEqual(byId);
  });

  it('gets one indicator, user agents with spaces included, with triage history on request', async () => {
    const agent = held.find((record) => record.indicator_type === 'User Agent' && record.indicator.includes(' '));
    const found = await get(datadog, `${root}/indicator?${new URLSearchParams({ indicator: agent?.id ?? '' })}`);
    expect(found.body.data.attributes.data).toMatchObject(agent ?? {});
    expect(found.body.data.attributes.data.triage_history).toBeUndefined();
    const triaged = held.find((record) => record.triaged_at !== undefined);
    const query = new URLSearchParams({ indicator: triaged?.id ?? '', include_triage_history: 'true' });
    const history = (await get(datadog, `${root}/indicator?${query}`)).body.data.attributes.data.triage_history;
    expect(history[0].triaged_at).toBe(triaged?.triaged_at);
    expect(
      history
        .map((event: { triaged_at: string }) => event.triaged_at)
        .toSorted()
        .toReversed(),
    ).toEqual(history.map((event: { triaged_at: string }) => event.triaged_at));
  });

  it('refuses a get without, or with an unknown, indicator and a history limit out of range', async () => {
    expect((await get(datadog, `${root}/indicator`)).status).toBe(400);
    expect((await get(datadog, `${root}/indicator?indicator=nobody.example`)).status).toBe(404);
    const query = new URLSearchParams({ indicator: held[0]?.id ?? '', triage_history_limit: '1001' });
    expect((await get(datadog, `${root}/indicator?${query}`)).status).toBe(400);
  });

  it('states its limit in headers and its own time in Date', async () => {
    const { headers } = await list(datadog, { limit: '1' });
    expect(headers.get('x-ratelimit-limit')).toBe('6000');
    expect(headers.get('x-ratelimit-period')).toBe('60');
    expect(Number(headers.get('x-ratelimit-reset'))).toBeLessThanOrEqual(60);
    expect(headers.get('date')).toBe('Fri, 20 Nov 2026 12:00:00 GMT');
  });

  it('holds the same records for the same seed, and others for another', async () => {
    const twin = await startDatadogEmulator({ size: 3000 });
    const other = await startDatadogEmulator({ size: 3000, seed: 2 });
    expect([...twin.holdings()[0].records()]).toEqual(held);
    expect([...other.holdings()[0].records()].slice(0, 50)).not.toEqual(held.slice(0, 50));
    await Promise.all([twin.stop(), other.stop()]);
  });
});

describe('the Datadog emulator, changing', () => {
  let datadog: DatadogEmulator;
  beforeAll(async () => {
    datadog = await startDatadogEmulator({ size: 800 });
  });
  afterAll(() => datadog.stop());

  it('writes a triage state: 201, then visible in list and history', async () => {
    const [record] = datadog.holdings()[0].records();
    const indicator = record?.id ?? '';
    const written = await writeTriage(datadog, { indicator, triage_state: 'reviewed' });
    expect(written.status).toBe(201);
    expect(written.body.data.attributes.triaged_at).toMatch(/^2026-11-20T12:00:00\.\d{6}Z$/);
    await writeTriage(datadog, { indicator, triage_state: 'reviewed' });
    const query = new URLSearchParams({ indicator, include_triage_history: 'true', triage_history_limit: '2' });
    const { data } = (await get(datadog, `${root}/indicator?${query}`)).body.data.attributes;
    expect(data.triage_state).toBe('reviewed');
    expect(data.triage_history.map((event: { triage_state: string }) => event.triage_state)).toEqual([
      'reviewed',
      'reviewed',
    ]);
    const found = await walk(datadog, { query: `indicator:"${indicator}"`, triage_state: 'reviewed' });
    expect(found.map(({ id }) => id)).toEqual([indicator]);
  });

  it('refuses bad triage writes', async () => {
    const [record] = datadog.holdings()[0].records();
    const indicator = record?.id;
    expect((await writeTriage(datadog, { indicator, triage_state: 'done' })).status).toBe(400);
    expect((await writeTriage(datadog, { triage_state: 'reviewed' })).status).toBe(400);
    expect((await writeTriage(datadog, { indicator, triage_state: 'reviewed' }, 'other')).status).toBe(400);
    expect((await writeTriage(datadog, { indicator: 'nobody.example', triage_state: 'reviewed' })).status).toBe(400);
  });

  it('adds, changes and removes records, and forgets them after 30 days', async () => {
    const before = datadog.holdings()[0].count;
    const [added, second] = datadog.add(2);
    expect(datadog.holdings()[0].count).toBe(before + 2);
    const newest = await list(datadog, { limit: '2', 'sort[column]': 'last_seen_ts_epoch' });
    expect(newest.body.data.attributes.data.map((record: DatadogRecord) => record.id).toSorted()).toEqual(
      [added, second].toSorted(),
    );
    datadog.change(added ?? '', { score: 99, tags: ['changed'] });
    expect((await walk(datadog, { query: 'tag:changed' })).map(({ id, score }) => [id, score])).toEqual([[added, 99]]);
    datadog.remove(second ?? '');
    expect(datadog.holdings()[0].count).toBe(before + 1);
    datadog.clock.advance(31 * 86_400_000);
    expect((await walk(datadog)).every((record) => record.last_seen === undefined)).toBe(true);
  });
});

describe('the Datadog emulator, refusing', () => {
  it('says in seconds when the next request is welcome', async () => {
    const datadog = await startDatadogEmulator({ size: 300 });
    datadog.faults.add({ when: { nth: 1 }, fault: { kind: 'rateLimited', retryAfterSeconds: 7 } });
    const scripted = await list(datadog);
    expect([scripted.status, scripted.headers.get('x-ratelimit-reset')]).toEqual([429, '7']);
    datadog.limits.set([{ limit: 2, periodMs: 3_600_000, aligned: true, path: /ioc-explorer/, name: 'siem' }]);
    const statuses = [await list(datadog), await list(datadog), await list(datadog)].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 429]);
    const { headers } = await list(datadog);
    expect([headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-name')]).toEqual(['0', 'siem']);
    expect(Number(headers.get('x-ratelimit-reset'))).toBeLessThanOrEqual(3600);
    expect(datadog.limits.refused).toBe(2);
    await datadog.stop();
  });

  it('spoils one record of a page, and refuses keys that have expired', async () => {
    const datadog = await startDatadogEmulator({ size: 300 });
    datadog.faults.add({ when: { nth: 1 }, fault: { kind: 'malformedRecord', index: 2, replacement: null } });
    datadog.faults.add({ when: { nth: 2 }, fault: { kind: 'expiredToken' } });
    const { data } = (await list(datadog, { limit: '5' })).body.data.attributes;
    expect(data.map((record: DatadogRecord | null) => record === null)).toEqual([false, false, true, false, false]);
    expect((await list(datadog)).status).toBe(403);
    await datadog.stop();
  });

  it('takes the options for what is unknown', async () => {
    const datadog = await startDatadogEmulator({
      size: 300,
      defaultLimit: 3,
      maximumLimit: 5,
      overLimit: 'refuse',
      maximumOffset: 20,
      authFailureStatus: 401,
      unknownTriage: 'accept',
      triageUpdateStatus: 200,
    });
    expect((await list(datadog)).body.data.attributes.data).toHaveLength(3);
    expect((await list(datadog, { limit: '6' })).status).toBe(400);
    expect((await list(datadog, { offset: '21' })).status).toBe(400);
    const denied = await get(datadog, root, {});
    expect([denied.status, denied.body]).toEqual([401, { errors: ['Unauthorized'] }]);
    const write = { indicator: 'nobody.example', triage_state: 'reviewed' };
    expect((await writeTriage(datadog, write)).status).toBe(201);
    expect((await writeTriage(datadog, write)).status).toBe(200);
    await datadog.stop();
    const readOnly = await startDatadogEmulator({ size: 300, mayTriage: false });
    expect((await writeTriage(readOnly, write)).status).toBe(403);
    await readOnly.stop();
  });
});

describe('the shape of Datadog answers', () => {
  const documented: Documented = Object.fromEntries(
    Object.entries(readIndicatorModel()).map(([name, types]) => [`data.attributes.data[].${name}`, types]),
  );

  it('is the recorded one for the list', async () => {
    const datadog = await startDatadogEmulator({ size: 3000 });
    const { body } = await list(datadog, { limit: '1000' });
    await datadog.stop();
    const recorded = ['list_ok_limit1_2026-04-14.json', 'list_ok_limit1_2026-06-05.json'];
    const shape = profileOf(recorded.map((file) => recordedBody('datadog', file)));
    expect(differences(shape, profileOf([body]), documented)).toEqual([]);
  });

  it('is the recorded one for get and triage', async () => {
    const datadog = await startDatadogEmulator({ size: 800 });
    const details: unknown[] = [];
    for (const { id } of datadog.holdings()[0].records()) {
      const query = new URLSearchParams({ indicator: id, include_triage_history: 'true' });
      details.push((await get(datadog, `${root}/indicator?${query}`)).body);
    }
    const [{ id }] = [...datadog.holdings()[0].records()] as [DatadogRecord];
    const written = await writeTriage(datadog, { indicator: id, triage_state: 'reviewed' });
    await datadog.stop();
    const recorded = profileOf([recordedBody('datadog', 'get_ok_with_triage_history_2026-06-05.json')]);
    const optional = ['triage_state', 'triaged_at', 'triaged_by'].map(
      (name) => `data.attributes.data.${name}: missing`,
    );
    const detailed = Object.fromEntries(
      Object.entries(readIndicatorModel('IoCIndicatorDetailed')).map(([name, types]) => [
        `data.attributes.data.${name}`,
        types,
      ]),
    );
    const found = differences(recorded, profileOf(details), detailed).filter((problem) => !optional.includes(problem));
    expect(found).toEqual([]);
    const triage = profileOf([recordedBody('datadog', 'triage_created_2026-06-05.json')]);
    expect(differences(triage, profileOf([written.body]), {})).toEqual([]);
  });
});

interface ModelMember {
  readonly type?: string;
  readonly $ref?: string;
}

/** Members of a model in the API slice, with the JSON types they may have; lists of sources may be null. */
function readIndicatorModel(model = 'IoCIndicator'): Record<string, readonly string[] | 'any'> {
  const slice = readFixture('datadog', 'openapi-slice.json') as {
    readonly components: { readonly schemas: Record<string, { readonly properties: Record<string, ModelMember> }> };
  };
  const properties = slice.components.schemas[model]?.properties ?? {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, { type = 'string' }]) => {
      if (name === 'as_geo' || name === 'users' || name === 'additional_data') return [name, 'any'];
      if (type === 'integer' || type === 'number') return [name, ['number']];
      return [name, type === 'array' ? ['array', 'null'] : [type]];
    }),
  );
}
