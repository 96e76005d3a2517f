import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { datadog } from '#main/vendors/datadog/index.ts';
import { mapRecord } from '#main/vendors/datadog/mapping.ts';
import { datadogRecordSchema } from '#main/vendors/datadog/schema.ts';
import type { ObservationDraft } from '#main/vendors/vendor.ts';
import { noFields } from '#shared/model/indicator.ts';
import { jsonAnswer, textAnswer } from '../kit/answers.ts';

interface Recording {
  readonly response: { readonly status: number; readonly body: unknown; readonly body_raw?: string };
}

function recording(name: string): Recording['response'] {
  const file = new URL(`../../fixtures/vendors/datadog/${name}`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as Recording).response;
}

const [stream] = datadog.streams;
if (stream === undefined) throw new Error('Datadog has no stream.');
const jsonApi = { 'content-type': 'application/vnd.api+json' };

function readRecorded(name: string) {
  const cursor = stream?.begin({ checkpoint: undefined, full: false, nowMs: Date.UTC(2026, 10, 20), options: {} });
  const { status, body_raw: text } = recording(name);
  return stream?.read(textAnswer(text ?? '', { status, headers: jsonApi }), cursor, {});
}

const common = {
  ...noFields,
  gone: false,
  aliases: [],
  derived: [],
} satisfies Partial<ObservationDraft>;

describe('recorded lists', () => {
  it('of 2026-04-14, before triage and times', () => {
    const page = readRecorded('list_ok_limit1_2026-04-14.json');
    const raw = page?.drafts[0]?.raw ?? '';
    expect(recording('list_ok_limit1_2026-04-14.json').body_raw).toContain(raw);
    expect(page).toMatchObject({ total: 25_091, rejected: [], next: { phase: 'walk', offset: 1 } });
    expect(page?.drafts).toEqual([
      {
        ...common,
        vendorKey: '43.228.157.121',
        type: 'ipv4',
        value: '43.228.157.121',
        received: null,
        score: 8,
        vendorScore: '8',
        sources: [
          { name: 'threatfox', intent: 'malicious' },
          { name: 'tor', intent: 'suspicious' },
          { name: 'SPUR', intent: 'suspicious' },
        ],
        categories: ['malware', 'tor', 'hosting_proxy'],
        country: 'DE',
        asType: 'hosting',
        triage: null,
        raw,
      },
    ]);
    expect(JSON.parse(raw)).toMatchObject({ indicator: '43.228.157.121', log_matches: 14 });
  });

  it('of 2026-06-05, with triage', () => {
    const page = readRecorded('list_ok_limit1_2026-06-05.json');
    expect(page).toMatchObject({ total: 585, rejected: [], next: { offset: 1 } });
    expect(page?.drafts).toEqual([
      {
        ...common,
        vendorKey: '192.0.2.1',
        type: 'ipv4',
        value: '192.0.2.1',
        received: null,
        score: 4,
        vendorScore: '4',
        sources: [{ name: 'SOURCE1', intent: 'suspicious' }],
        categories: ['hosting_proxy'],
        asType: 'hosting',
        triage: {
          reviewed: true,
          atMs: Date.UTC(2026, 5, 3, 18, 55, 42, 108),
          by: '00000000-0000-0000-0000-000000000000',
        },
        raw: expect.stringContaining('"indicator":"192.0.2.1"'),
      },
    ]);
  });
});

it('the recorded single record passes the same schema and mapping', () => {
  const { body } = recording('get_ok_with_triage_history_2026-06-05.json');
  const record = (body as { data: { attributes: { data: unknown } } }).data.attributes.data;
  expect(mapRecord(datadogRecordSchema.parse(record), 'raw')).toEqual({
    ...common,
    vendorKey: '192.0.2.1',
    type: 'ipv4',
    value: '192.0.2.1',
    received: null,
    score: 4,
    vendorScore: '4',
    sources: [{ name: 'SOURCE1', intent: 'suspicious' }],
    categories: ['hosting_proxy'],
    asType: 'hosting',
    triage: {
      reviewed: true,
      atMs: Date.UTC(2026, 5, 3, 18, 55, 42, 108),
      by: '00000000-0000-0000-0000-000000000000',
    },
    raw: 'raw',
  });
});

it('the recorded key check and the recorded triage answer are successes', () => {
  for (const name of ['validate_key_ok.json', 'triage_created_2026-06-05.json']) {
    const { status, body } = recording(name);
    expect(datadog.readError(jsonAnswer(body, { status }))).toBeUndefined();
  }
});

describe('mapping', () => {
  const map = (record: object) => mapRecord(datadogRecordSchema.parse({ indicator: '192.0.2.9', ...record }), '{}');

  it('of everything that the documentation names', () => {
    const record = {
      id: 'evil.example',
      indicator: 'EVIL[.]example',
      indicator_type: 'Domain',
      score: 87.5,
      as_type: 'isp',
      as_number: '64500',
      as_geo: { city: 'Graz', country_code: 'at', country_name: 'Austria' },
      malicious_sources: [{ name: 'a' }, { name: 'a' }, { name: '' }],
      suspicious_sources: [],
      benign_sources: [{ name: 'b' }],
      categories: ['malware', 'malware'],
      tags: ['t1', 't2'],
      first_seen: '2026-10-01T00:00:00Z',
      last_seen: '2026-11-01T00:00:00.123456Z',
      triage_state: 'not_reviewed',
      max_trust_score: 'RAISE_SCORE',
    };
    expect(mapRecord(datadogRecordSchema.parse(record), '{"raw":1}')).toEqual({
      ...common,
      vendorKey: 'EVIL[.]example',
      type: 'domain',
      value: 'evil.example',
      received: 'EVIL[.]example',
      score: 88,
      vendorScore: '87.5',
      firstSeenMs: Date.UTC(2026, 9, 1),
      lastSeenMs: Date.UTC(2026, 10, 1, 0, 0, 0, 123),
      sources: [
        { name: 'a', intent: 'malicious' },
        { name: 'b', intent: 'benign' },
      ],
      tags: ['t1', 't2'],
      categories: ['malware'],
      country: 'AT',
      asn: '64500',
      asType: 'isp',
      triage: { reviewed: false, atMs: null, by: null },
      raw: '{"raw":1}',
    });
  });

  it.each([
    ['IP Address', '2001:DB8::1', 'ipv6', '2001:db8::1'],
    ['User Agent', 'Mozilla/5.0 (evil.example; 192.0.2.1)', 'user_agent', 'Mozilla/5.0 (evil.example; 192.0.2.1)'],
    ['user agent', 'evil.example', 'user_agent', 'evil.example'],
    ['File Hash', 'A'.repeat(64), 'sha256', 'a'.repeat(64)],
    ['Something New', 'http://evil.example/a', 'url', 'http://evil.example/a'],
    ['SSH Public Key', 'SHA256:abc+/=', 'other', 'SHA256:abc+/='],
    [undefined, '192.0.2.7', 'ipv4', '192.0.2.7'],
  ])('of kind %s: %s', (kind, indicator, type, value) => {
    expect(map({ indicator_type: kind, indicator })).toMatchObject({ vendorKey: indicator, type, value });
  });

  it('benign only where no source says otherwise', () => {
    expect(map({ benign_sources: [{ name: 'a' }] }).benign).toBe(true);
    expect(map({ benign_sources: [{ name: 'a' }], suspicious_sources: [{ name: 'b' }] }).benign).toBe(false);
    expect(map({ benign_sources: null }).benign).toBe(false);
  });

  it.each([
    [0, 0],
    [0.4, 0],
    [99.6, 100],
    [250, 100],
    [-3, 0],
    [null, null],
    [undefined, null],
  ])('score %j becomes %j', (score, expected) => expect(map({ score }).score).toBe(expected));

  it('times that are none are null, the record stays', () => {
    expect(map({ first_seen: '2026-02-31T00:00:00Z', last_seen: '0001-01-01T00:00:00Z' })).toMatchObject({
      firstSeenMs: null,
      lastSeenMs: null,
    });
  });

  it.each([{ indicator: '' }, { indicator: 5 }, { score: 'high' }, { tags: 'a' }, { malicious_sources: ['a'] }])(
    'a record that does not fit is refused: %j',
    (record) => expect(datadogRecordSchema.safeParse({ indicator: 'a.example', ...record }).success).toBe(false),
  );
});

describe('errors', () => {
  const errorOf = (status: number, body: unknown) => datadog.readError(jsonAnswer(body, { status }));

  it.each([
    [403, { errors: ['Forbidden'] }, 'credential.rejected'],
    [403, { errors: ['API key required'] }, 'credential.rejected'],
    [401, { errors: ['Unauthorized'] }, 'credential.rejected'],
    [403, { errors: [{ title: 'Forbidden' }] }, 'vendor.forbidden'],
    [403, '<html>', 'vendor.forbidden'],
    [400, { errors: [{ title: 'Generic Error', detail: 'invalid query' }] }, 'vendor.badResponse'],
    [404, { errors: [{ title: 'Generic Error', detail: 'indicator not found' }] }, 'vendor.badResponse'],
    [429, { errors: ['Too many requests'] }, 'vendor.rateLimited'],
    [503, 'not JSON', 'vendor.unavailable'],
  ])('%i %j is %s', (status, body, code) => expect(errorOf(status, body)?.code).toBe(code));

  it('name what the vendor says and the right that is needed', () => {
    expect(errorOf(400, { errors: [{ detail: 'invalid query: :::' }] })?.message).toContain('"invalid query: :::"');
    expect(errorOf(403, { errors: [{ title: 'Forbidden' }] })?.suggestion).toContain(
      'security_monitoring_signals_read',
    );
  });
});

it('reads the rate headers; the reset is a duration', () => {
  const nowMs = Date.UTC(2026, 10, 20);
  const headers = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '12' };
  const told = { limit: 100, remaining: 7, resetAtMs: nowMs + 12_000 };
  expect(datadog.readRate(jsonAnswer({}, { headers }), nowMs)).toEqual({ ...told, retryAtMs: null });
  expect(datadog.readRate(jsonAnswer({}, { headers, status: 429 }), nowMs)).toEqual({
    ...told,
    retryAtMs: nowMs + 12_000,
  });
});
