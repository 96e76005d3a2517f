import { describe, expect, it } from 'vitest';
import { mapRecord } from '#main/vendors/crowdstrike/mapping.ts';
import { iocRecordSchema } from '#main/vendors/crowdstrike/schema.ts';
import { noFields } from '#shared/model/indicator.ts';
import { iocRecord, readFixture, readRecordedAnswer } from './fixtures.ts';

function map(record: unknown) {
  return mapRecord(iocRecordSchema.parse(record), JSON.stringify(record));
}

const nothingElse = { gone: false, aliases: [], derived: [], triage: null, received: null };

describe('recorded records', () => {
  it('of a combined answer', () => {
    const { records } = readFixture('ioc_records.json') as { records: readonly unknown[] };
    expect(records.map(map)).toEqual([
      {
        ...noFields,
        ...nothingElse,
        vendorKey: '0a0ffe68e5f8caa7d30c7dcabe052f7fa4c0256c0032ce001d42c441cff12994',
        type: 'sha256',
        value: '7178d2358ad0eb602c136cf1e7b994d52a6989aff079b6b36ab4a17b0c1832c6',
        score: 30,
        vendorScore: 'low',
        severity: 'low',
        action: 'prevent',
        firstSeenMs: Date.UTC(2026, 2, 5, 14, 22, 7, 518),
        lastSeenMs: Date.UTC(2026, 2, 5, 14, 22, 7, 518),
        platforms: ['windows', 'mac', 'linux'],
        description: 'a tool nobody ordered',
        raw: JSON.stringify(records[0]),
      },
      {
        ...noFields,
        ...nothingElse,
        vendorKey: 'c606220b4f734f13dc26eb8bb4fe0bbe7fdf8f37cd7f97896138c7515c973312',
        type: 'domain',
        value: 'assistant.example',
        score: 10,
        vendorScore: 'informational',
        severity: 'low',
        action: 'detect',
        firstSeenMs: Date.UTC(2026, 2, 2, 8, 15, 33, 204),
        lastSeenMs: Date.UTC(2026, 2, 2, 10, 41, 9, 618),
        platforms: ['windows', 'mac', 'linux'],
        description: 'Watch the use of an assistant.',
        raw: JSON.stringify(records[1]),
      },
    ]);
  });

  it('of an answer to a creation', () => {
    const { body } = readRecordedAnswer('create_one_domain_201.json');
    const [record] = (body as { resources: readonly unknown[] }).resources;
    expect(map(record)).toEqual({
      ...noFields,
      ...nothingElse,
      vendorKey: '8de59b570d3fb6aecb0e872cc2dece513aa3f121e94be2803423372eef2023a5',
      type: 'domain',
      value: 'test.aztyop.local',
      action: 'no_action',
      firstSeenMs: Date.UTC(2023, 11, 20, 15, 23, 16, 135),
      lastSeenMs: Date.UTC(2023, 11, 20, 15, 23, 16, 135),
      sources: [{ name: 'OpenCTI IOC', intent: 'unstated' }],
      platforms: ['windows', 'mac', 'linux'],
      raw: JSON.stringify(record),
    });
  });

  it('with an end', () => {
    const { body } = readRecordedAnswer('create_two_ipv4.json');
    const { resources } = body as { resources: readonly unknown[] };
    expect(resources.map(map).map(({ type, value, expiresAtMs }) => ({ type, value, expiresAtMs }))).toEqual([
      { type: 'ipv4', value: '8.9.6.8', expiresAtMs: Date.UTC(2022, 1, 16, 11, 41, 1) },
      { type: 'ipv4', value: '4.5.8.6', expiresAtMs: Date.UTC(2022, 1, 16, 11, 40, 47) },
    ]);
  });
});

describe('a record', () => {
  it.each([
    ['informational', 10, 'low'],
    ['low', 30, 'low'],
    ['medium', 55, 'medium'],
    ['high', 80, 'high'],
    ['critical', 95, 'critical'],
    ['Critical', 95, 'critical'],
    ['catastrophic', null, null],
  ])('of severity %s scores %s', (word, score, severity) => {
    expect(map(iocRecord({ severity: word }))).toMatchObject({ score, severity, vendorScore: word });
  });

  it.each([[''], [null], [undefined]])('of severity %j scores nothing', (severity) => {
    expect(map(iocRecord({ severity }))).toMatchObject({ score: null, severity: null, vendorScore: null });
  });

  it('that is allowed is benign, and only that one', () => {
    expect(map(iocRecord({ action: 'allow', severity: '' }))).toMatchObject({ benign: true, action: 'allow' });
    expect(map(iocRecord({ action: 'no_action', severity: '' })).benign).toBe(false);
    expect(map(iocRecord({ action: 'quarantine' }))).toMatchObject({ benign: false, action: 'quarantine' });
  });

  it('that is deleted is gone', () => {
    expect(map(iocRecord({ deleted: true })).gone).toBe(true);
    expect(map(iocRecord({ deleted: undefined })).gone).toBe(false);
  });

  it('that says it has expired has expired, with or without a date', () => {
    const modifiedMs = Date.UTC(2026, 10, 2, 9, 30, 0, 123);
    expect(map(iocRecord({ expired: true })).expiresAtMs).toBe(modifiedMs);
    expect(map(iocRecord({ expired: true, modified_on: null, created_on: null })).expiresAtMs).toBe(1);
    expect(map(iocRecord({ expired: true, expiration: '2026-11-05T00:00:00Z' })).expiresAtMs).toBe(
      Date.UTC(2026, 10, 5),
    );
    expect(map(iocRecord({ expired: false })).expiresAtMs).toBeNull();
  });

  it.each([
    ['all_subdomains', 'Evil.Example.', { type: 'domain', value: 'evil.example', received: 'Evil.Example.' }],
    ['ipv6', '2001:DB8::1', { type: 'ipv6', value: '2001:db8::1', received: '2001:DB8::1' }],
    ['IPv4', '192.0.2.7', { type: 'ipv4', value: '192.0.2.7', received: null }],
    ['url', 'http://evil.example:80/a#b', { type: 'url', value: 'http://evil.example/a' }],
    ['sha1', 'a'.repeat(40), { type: 'sha1', value: 'a'.repeat(40) }],
    ['mutex', 'Global\\abc', { type: 'other', value: 'Global\\abc' }],
    ['file_hash', 'B'.repeat(32), { type: 'md5', value: 'b'.repeat(32) }],
    ['ipv4', 'not an address', { type: 'other', value: 'not an address' }],
  ])('of type %s with %s is kept', (type, value, expected) => {
    expect(map(iocRecord({ type, value }))).toMatchObject(expected);
  });

  it('may lack everything but id, type and value', () => {
    const bare = { id: '1', type: 'domain', value: 'evil.example' };
    expect(map(bare)).toEqual({
      ...noFields,
      ...nothingElse,
      vendorKey: '1',
      type: 'domain',
      value: 'evil.example',
      raw: JSON.stringify(bare),
    });
  });

  it('may have times that are none and members that nobody knows', () => {
    const odd = { created_on: '0001-01-01T00:00:00Z', modified_on: '2026-02-31T00:00:00Z', flavour: { sour: true } };
    expect(map(iocRecord(odd))).toMatchObject({ firstSeenMs: null, lastSeenMs: null });
  });

  it.each([
    [{ id: undefined }, 'id'],
    [{ id: '' }, 'id'],
    [{ value: 7 }, 'value'],
    [{ type: null }, 'type'],
    [{ deleted: 'yes' }, 'deleted'],
    [{ tags: 'loader' }, 'tags'],
  ])('with %j is refused, naming %s', (change, place) => {
    expect(iocRecordSchema.safeParse(iocRecord(change)).error?.issues[0]?.path[0]).toBe(place);
  });
});
