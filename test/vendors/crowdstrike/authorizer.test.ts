import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpRequest } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { createFalconAuthorizer } from '#main/vendors/crowdstrike/authorizer.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { jsonAnswer } from '../kit/answers.ts';
import { FakeHttp, type Scripted } from '../kit/fake-http.ts';

const us1 = 'https://api.crowdstrike.com';
const eu1 = 'https://api.eu-1.crowdstrike.com';
const json = { 'content-type': 'application/json' };
const call = { signal: new AbortController().signal, requestSent: () => undefined };

function tokenAnswer(token: string, { region = 'us-1', expires = 1_799 }: { region?: string; expires?: number } = {}) {
  const body = { access_token: token, expires_in: expires, token_type: 'bearer' };
  return jsonAnswer(body, { status: 201, headers: { ...json, 'x-cs-region': region } });
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): HttpAnswer {
  const body = { meta: { query_time: 0 }, errors: [{ code: status, message }] };
  return jsonAnswer(body, { status, headers: { ...json, ...headers } });
}

interface Setting {
  readonly origin?: string;
  readonly originIsFixed?: boolean;
  readonly memberCid?: string;
}

function open(script: readonly Scripted[], { origin = us1, originIsFixed = false, memberCid }: Setting = {}) {
  const http = new FakeHttp(...script);
  const state = { monotonicMs: 5_000, moves: [] as string[], notices: [] as string[] };
  const authorizer = createFalconAuthorizer({
    secrets: {
      clientId: new Secret('the-id'),
      clientSecret: new Secret('the secret'),
      ...(memberCid === undefined ? {} : { memberCid: new Secret(memberCid) }),
    },
    options: {},
    origin,
    originIsFixed,
    send: ({ call: asked, ...request }) => http.send({ query: [], ...request, signal: asked.signal }),
    monotonicMs: () => state.monotonicMs,
    moveTo: (next) => state.moves.push(next),
    notice: ({ text }) => state.notices.push(text),
  });
  const bearer = async () => {
    const { headers } = await authorizer.authorize(call);
    const value = headers['authorization'];
    return value instanceof Secret ? value.reveal() : value;
  };
  return { http, state, authorizer, bearer };
}

function bodyOf(request: HttpRequest | undefined): string {
  const body = request?.body;
  return body instanceof Secret ? body.reveal() : 'not a secret';
}

describe('the token', () => {
  it('is asked for as a form and sent as a secret', async () => {
    const { http, authorizer } = open([tokenAnswer('abc')]);
    const { headers, query } = await authorizer.authorize(call);
    expect(JSON.stringify(headers)).toBe('{"authorization":"[secret]"}');
    expect(query).toEqual([]);
    expect(http.requests[0]).toMatchObject({
      origin: us1,
      path: '/oauth2/token',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(bodyOf(http.requests[0])).toBe('client_id=the-id&client_secret=the+secret');
  });

  it('names the child account without its checksum', async () => {
    const { http, bearer } = open([tokenAnswer('abc')], { memberCid: '4F1C0B7D9A2E4C6F8B1D3E5F7A9C0B2D-3A' });
    await bearer();
    expect(bodyOf(http.requests[0])).toContain('&member_cid=4f1c0b7d9a2e4c6f8b1d3e5f7a9c0b2d');
    expect(bodyOf(http.requests[0])).not.toContain('-3');
  });

  it('serves until shortly before its end, then there is a new one', async () => {
    const { http, state, bearer } = open([tokenAnswer('one'), tokenAnswer('two')]);
    expect(await bearer()).toBe('Bearer one');
    state.monotonicMs += (1_799 - 121) * 1_000;
    expect(await bearer()).toBe('Bearer one');
    state.monotonicMs += 1_000;
    expect(await bearer()).toBe('Bearer two');
    expect(http.requests).toHaveLength(2);
  });

  it('that lives for seconds only is used all the same', async () => {
    const { state, bearer } = open([tokenAnswer('one', { expires: 4 }), tokenAnswer('two', { expires: 4 })]);
    expect(await bearer()).toBe('Bearer one');
    state.monotonicMs += 2_900;
    expect(await bearer()).toBe('Bearer one');
    state.monotonicMs += 200;
    expect(await bearer()).toBe('Bearer two');
  });

  it('is fetched once for calls that need it together', async () => {
    const { http, bearer } = open([tokenAnswer('one')]);
    expect(await Promise.all([bearer(), bearer(), bearer()])).toEqual(['Bearer one', 'Bearer one', 'Bearer one']);
    expect(http.requests).toHaveLength(1);
  });

  it('is fetched again when the call that was fetching it was cancelled', async () => {
    const { http, authorizer } = open([new AppError('internal.cancelled', 'Cancelled.'), tokenAnswer('one')]);
    const cancelled = new AbortController();
    const first = authorizer.authorize({ ...call, signal: cancelled.signal });
    const second = authorizer.authorize(call);
    cancelled.abort();
    await expect(first).rejects.toThrow(expect.objectContaining({ code: 'internal.cancelled' }));
    await expect(second).resolves.toBeDefined();
    expect(http.requests).toHaveLength(2);
  });

  it('that was refused is dropped; without one there is nothing to renew', async () => {
    const { authorizer, bearer } = open([tokenAnswer('one'), tokenAnswer('two')]);
    expect(authorizer.renew()).toBe(false);
    await bearer();
    expect(authorizer.renew()).toBe(true);
    expect(await bearer()).toBe('Bearer two');
  });

  it.each([
    ['no token', { token_type: 'bearer' }],
    ['a token that would break the header', { access_token: 'a\r\nx: y', expires_in: 1_799 }],
    ['an empty one', { access_token: '', expires_in: 1_799 }],
    ['a life of nothing', { access_token: 'abc', expires_in: 0 }],
  ])('is refused: %s', async (_, body) => {
    const { bearer } = open([jsonAnswer(body, { status: 201 })]);
    await expect(bearer()).rejects.toThrow(expect.objectContaining({ code: 'vendor.badResponse' }));
  });
});

describe('a refused token request', () => {
  it.each([
    [403, 'access denied, invalid client credentials', 'credential.rejected'],
    [401, 'nope', 'credential.rejected'],
    [400, 'client_id is required', 'credential.rejected'],
    [403, 'access denied, authorization failed', 'vendor.forbidden'],
    [500, 'oops', 'vendor.unavailable'],
    [404, '404: Page Not Found', 'vendor.badResponse'],
  ])('%s %s is %s', async (status, message, code) => {
    const { bearer, http } = open([refusal(status, message)]);
    await expect(bearer()).rejects.toThrow(expect.objectContaining({ code }));
    expect(http.requests).toHaveLength(1);
  });

  it('for too many requests tells when to come back, whatever our clock says', async () => {
    const headers = {
      date: 'Fri, 20 Nov 2026 12:00:00 GMT',
      'x-ratelimit-retryafter': String(Date.UTC(2026, 10, 20, 12, 0, 9) / 1_000),
    };
    const { bearer } = open([refusal(429, 'API rate limit exceeded.', headers)]);
    await expect(bearer()).rejects.toThrow(
      expect.objectContaining({ code: 'vendor.rateLimited', retryable: true, retryAfterMs: 9_000 }),
    );
  });
});

describe('the region', () => {
  it('of a 308 is followed, once', async () => {
    const { http, state, bearer } = open([
      { status: 308, headers: { 'x-cs-region': 'eu-1', location: 'https://evil.example/' }, body: new Uint8Array() },
      tokenAnswer('home', { region: 'eu-1' }),
    ]);
    expect(await bearer()).toBe('Bearer home');
    expect(http.requests.map(({ origin }) => origin)).toEqual([us1, eu1]);
    expect(state.moves).toEqual([eu1]);
    expect(state.notices).toEqual([]);
  });

  it('of a token answer is followed, and the token is asked for at home', async () => {
    const { http, state, bearer } = open([
      tokenAnswer('away', { region: 'EU-1' }),
      tokenAnswer('home', { region: 'eu-1' }),
    ]);
    expect(await bearer()).toBe('Bearer home');
    expect(http.requests.map(({ origin }) => origin)).toEqual([us1, eu1]);
    expect(state.moves).toEqual([eu1]);
  });

  it('that is not in our list is not followed', async () => {
    const { http, state, bearer } = open([tokenAnswer('one', { region: 'evil-1' })]);
    expect(await bearer()).toBe('Bearer one');
    expect(http.requests).toHaveLength(1);
    expect(state.moves).toEqual([]);
  });

  it('of a 308 that names no place we know is an error', async () => {
    const { http, bearer } = open([
      { status: 308, headers: { location: 'https://evil.example/' }, body: new Uint8Array() },
    ]);
    await expect(bearer()).rejects.toThrow(expect.objectContaining({ code: 'vendor.badResponse' }));
    expect(http.requests).toHaveLength(1);
  });

  it('is not followed twice', async () => {
    const away = (region: string) => ({ status: 308, headers: { 'x-cs-region': region }, body: new Uint8Array() });
    const { http, bearer } = open([away('eu-1'), away('us-2')]);
    await expect(bearer()).rejects.toThrow(/lives in us-2/);
    expect(http.requests).toHaveLength(2);
  });

  it('is only reported, once, with a fixed base URL', async () => {
    const setting = { origin: 'http://127.0.0.1:4000', originIsFixed: true };
    const { http, state, authorizer, bearer } = open([tokenAnswer('one', { region: 'eu-1' })], setting);
    await bearer();
    authorizer.renew();
    await bearer();
    expect(http.requests.map(({ origin }) => origin)).toEqual([setting.origin, setting.origin]);
    expect(state.moves).toEqual([]);
    expect(state.notices).toEqual([expect.stringContaining('eu-1')]);
  });

  it('of a 308 is an error that names it, with a fixed base URL', async () => {
    const away = { status: 308, headers: { 'x-cs-region': 'eu-1' }, body: new Uint8Array() };
    const { http, bearer } = open([away], { originIsFixed: true });
    await expect(bearer()).rejects.toThrow(
      expect.objectContaining({ code: 'vendor.badResponse', suggestion: expect.stringContaining('eu-1') }),
    );
    expect(http.requests).toHaveLength(1);
  });
});

describe('the end', () => {
  it('gives the token back where it was issued', async () => {
    const { http, authorizer, bearer } = open([
      tokenAnswer('a', { region: 'eu-1' }),
      tokenAnswer('b', { region: 'eu-1' }),
      jsonAnswer({}),
    ]);
    await bearer();
    await authorizer.close();
    const last = http.requests.at(-1);
    expect(last).toMatchObject({ origin: eu1, path: '/oauth2/revoke', method: 'POST' });
    expect(bodyOf(last)).toBe('token=b');
    const authorization = last?.headers['authorization'];
    expect(authorization instanceof Secret && authorization.reveal()).toBe(
      `Basic ${Buffer.from('the-id:the secret').toString('base64')}`,
    );
  });

  it('gives it back there, too, where a renewal was led elsewhere and failed', async () => {
    const { http, state, authorizer, bearer } = open([
      tokenAnswer('a'),
      tokenAnswer('b', { region: 'eu-1' }),
      refusal(500, 'no'),
      jsonAnswer({}),
    ]);
    await bearer();
    state.monotonicMs += 1_700_000;
    await expect(bearer()).rejects.toThrow();
    await authorizer.close();
    expect(http.requests.map(({ origin }) => origin)).toEqual([us1, us1, eu1, us1]);
    expect(bodyOf(http.requests.at(-1))).toBe('token=a');
  });

  it.each([
    ['an error of the network', new AppError('network.offline', 'Offline.')],
    ['a refusal', refusal(403, 'no')],
  ])('does not fail over %s', async (_, line) => {
    const { authorizer, bearer } = open([tokenAnswer('a'), line]);
    await bearer();
    await expect(authorizer.close()).resolves.toBeUndefined();
  });

  it('sends nothing without a token or with one that is over', async () => {
    const idle = open([tokenAnswer('a')]);
    await idle.authorizer.close();
    expect(idle.http.requests).toHaveLength(0);
    const late = open([tokenAnswer('a')]);
    await late.bearer();
    late.state.monotonicMs += 1_799_000;
    await late.authorizer.close();
    expect(late.http.requests).toHaveLength(1);
  });
});
