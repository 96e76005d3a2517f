import { describe, expect, it } from 'vitest';
import { crowdstrike } from '#main/vendors/crowdstrike/index.ts';
import { jsonAnswer, textAnswer } from '../kit/answers.ts';

const nowMs = Date.UTC(2026, 10, 20, 12);
const date = new Date(nowMs).toUTCString();
const json = { 'content-type': 'application/json' };

describe('an answer', () => {
  it.each([[null], [[]], [undefined]])('with errors %j is a success', (errors) => {
    expect(crowdstrike.readError(jsonAnswer({ errors, resources: [] }))).toBeUndefined();
  });

  it.each([
    [200, 400, 'vendor.badResponse', false],
    [200, 403, 'vendor.forbidden', false],
    [200, 429, 'vendor.rateLimited', true],
    [200, 503, 'vendor.unavailable', true],
    [200, 0, 'vendor.badResponse', false],
    [401, 401, 'credential.rejected', false],
    [403, 403, 'vendor.forbidden', false],
    [429, 429, 'vendor.rateLimited', true],
    [500, 500, 'vendor.unavailable', true],
    [400, 400, 'vendor.badResponse', false],
  ])('of status %s with code %s is %s', (status, code, expected, retryable) => {
    const error = crowdstrike.readError(jsonAnswer({ errors: [{ code, message: 'words of the vendor' }] }, { status }));
    expect(error).toMatchObject({ code: expected, retryable });
    expect(error?.message).toContain('"words of the vendor"');
  });

  it('whose errors are written in an unknown way has failed all the same', () => {
    expect(crowdstrike.readError(jsonAnswer({ errors: ['broken'] }))).toMatchObject({ code: 'vendor.badResponse' });
  });

  it('of a gateway is judged by its status', () => {
    const page = textAnswer('<html>502</html>', { status: 502, headers: { 'content-type': 'text/html' } });
    expect(crowdstrike.readError(page)).toMatchObject({ code: 'vendor.unavailable', retryable: true });
  });

  it('names the right that is missing', () => {
    expect(crowdstrike.readError(jsonAnswer({}, { status: 403 }))?.suggestion).toContain('IOC Management: Read');
  });
});

describe('the budget', () => {
  const limits = { 'x-ratelimit-limit': '6000', 'x-ratelimit-remaining': '5997' };

  it('is told on every answer', () => {
    expect(crowdstrike.readRate(jsonAnswer({}, { headers: { ...json, ...limits } }), nowMs)).toEqual({
      limit: 6_000,
      remaining: 5_997,
      resetAtMs: null,
      retryAtMs: null,
    });
  });

  it('of bad tokens is not ours', () => {
    const headers = { ...json, 'x-ratelimit-limit': '15', 'x-ratelimit-remaining': '14' };
    expect(crowdstrike.readRate(jsonAnswer({}, { status: 401, headers }), nowMs)).toMatchObject({
      limit: null,
      remaining: null,
    });
  });

  it.each([
    [String(nowMs / 1_000 + 20), nowMs + 20_000],
    [String(nowMs / 1_000 - 20), nowMs],
    ['20', nowMs],
    ['-1', null],
    ['abc', null],
    ['1000000000000', null],
    [undefined, null],
  ])('used up until %s', (text, retryAtMs) => {
    const headers = { ...json, date, ...(text === undefined ? {} : { 'x-ratelimit-retryafter': text }) };
    expect(crowdstrike.readRate(jsonAnswer({}, { status: 429, headers }), nowMs).retryAtMs).toBe(retryAtMs);
  });

  it('is counted by the vendor’s clock', () => {
    const headers = { ...json, date, 'x-ratelimit-retryafter': String(nowMs / 1_000 + 20) };
    const wrongNowMs = nowMs - 86_400_000;
    expect(crowdstrike.readRate(jsonAnswer({}, { status: 429, headers }), wrongNowMs).retryAtMs).toBe(
      wrongNowMs + 20_000,
    );
  });
});

describe('the secret', () => {
  it.each([
    [{ clientId: ' id ', clientSecret: 'secret' }, true],
    [{ clientId: 'id', clientSecret: 'secret', memberCid: `${'0'.repeat(32)}-1F` }, true],
    [{ clientId: 'id' }, false],
    [{ clientId: '', clientSecret: 'secret' }, false],
    [{ clientId: 'id', clientSecret: 'secret', memberCid: 'child' }, false],
    [{ clientId: 'id', clientSecret: 'secret', apiKey: 'x' }, false],
  ])('%j fits: %s', (fields, fits) => {
    expect(crowdstrike.credentialSchema.safeParse(fields).success).toBe(fits);
  });
});

it('lives at six places, us-1 unless told otherwise', () => {
  expect(crowdstrike.sites.map(({ id }) => id)).toEqual(['us-1', 'us-2', 'us-3', 'eu-1', 'us-gov-1', 'us-gov-2']);
  expect(crowdstrike.sites[0]?.origin).toBe(crowdstrike.defaultOrigin);
});
