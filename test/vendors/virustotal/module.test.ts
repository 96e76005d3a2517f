import { describe, expect, it } from 'vitest';
import { Secret } from '#main/ports/secret.ts';
import { virustotal } from '#main/vendors/virustotal/index.ts';
import { jsonAnswer, textAnswer } from '../kit/answers.ts';

const nowMs = Date.UTC(2026, 10, 20, 12);
const date = new Date(nowMs).toUTCString();

function refuse(status: number, code: string, message = 'words of the vendor') {
  return virustotal.readError(jsonAnswer({ error: { message, code } }, { status }));
}

describe('an answer', () => {
  it('without an error is a success', () => {
    expect(virustotal.readError(jsonAnswer({ data: [] }))).toBeUndefined();
  });

  it.each([
    [400, 'BadRequestError', 'vendor.badResponse', false],
    [401, 'WrongCredentialsError', 'credential.rejected', false],
    [401, 'UserNotActiveError', 'credential.rejected', false],
    [403, 'ForbiddenError', 'vendor.forbidden', false],
    [404, 'NotFoundError', 'vendor.badResponse', false],
    [429, 'QuotaExceededError', 'vendor.rateLimited', true],
    [503, 'TransientError', 'vendor.unavailable', true],
    [504, 'DeadlineExceededError', 'vendor.unavailable', true],
    [200, 'QuotaExceededError', 'vendor.rateLimited', true],
    [200, 'WrongCredentialsError', 'credential.rejected', false],
    [200, 'SomethingNewError', 'vendor.badResponse', false],
  ])('of status %s with %s is %s', (status, code, expected, retryable) => {
    const error = refuse(status, code);
    expect(error).toMatchObject({ code: expected, retryable });
    expect(error?.message).toContain(`words of the vendor · ${code}`);
  });

  it('that is no JSON is judged by its status', () => {
    const page = textAnswer('<html>', { status: 502, headers: { 'content-type': 'text/html' } });
    expect(virustotal.readError(page)).toMatchObject({ code: 'vendor.unavailable', retryable: true });
  });

  it('names the licence that is missing', () => {
    expect(refuse(403, 'ForbiddenError')?.suggestion).toContain('licence');
  });
});

describe('a 429', () => {
  const at = (text?: string) =>
    virustotal.readRate(
      jsonAnswer({}, { status: 429, headers: { date, ...(text === undefined ? {} : { 'retry-after': text }) } }),
      nowMs,
    ).retryAtMs;

  it.each([
    ['30', nowMs + 30_000],
    ['Fri, 20 Nov 2026 12:00:45 GMT', nowMs + 45_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', nowMs],
    [undefined, nowMs + 60_000],
    ['-1', nowMs + 60_000],
    ['abc', nowMs + 60_000],
    ['1000000000000', nowMs + 60_000],
  ])('with %s is over at the right moment', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('is the only answer that tells of quotas', () => {
    expect(virustotal.readRate(jsonAnswer({}, { headers: { 'retry-after': '30' } }), nowMs)).toEqual({
      limit: null,
      remaining: null,
      resetAtMs: null,
      retryAtMs: null,
    });
  });
});

describe('the key', () => {
  it('is sent as a header, with the name of the tool', async () => {
    const authorizer = virustotal.createAuthorizer({
      secrets: { apiKey: new Secret('the-key') },
      options: {},
      origin: virustotal.defaultOrigin,
      originIsFixed: false,
      send: () => Promise.reject(new Error('Nothing is to be fetched.')),
      monotonicMs: () => 0,
      moveTo: () => undefined,
      notice: () => undefined,
    });
    const { headers, query } = await authorizer.authorize({
      signal: new AbortController().signal,
      requestSent: () => undefined,
    });
    const key = headers['x-apikey'];
    expect(key instanceof Secret && key.reveal()).toBe('the-key');
    expect(headers['x-tool']).toBe('sightline');
    expect(query).toEqual([]);
    expect(authorizer.renew()).toBe(false);
    await authorizer.close();
  });

  it.each([
    [{ apiKey: ' abc ' }, true],
    [{ apiKey: ' ' }, false],
    [{}, false],
    [{ apiKey: 'abc', token: 'x' }, false],
  ])('%j fits: %s', (fields, fits) => {
    expect(virustotal.credentialSchema.safeParse(fields).success).toBe(fits);
  });
});

describe('a deletion by filter', () => {
  const push = virustotal.pushes.find(({ operation }) => operation === 'ioc_stream_delete') ?? expect.unreachable();
  const change = { filter: 'origin:hunting' };

  it.each([
    ['was not counted yet', null, { matches: 3 }, 'conflict'],
    ['was not counted yet, and the vendor gives no number', null, { matches: null }, 'conflict'],
    ['finds another number', { matches: 2 }, { matches: 3 }, 'conflict'],
    ['finds what was agreed to', { matches: 3 }, { matches: 3 }, 'send'],
    ['was agreed to without a number', { matches: null }, { matches: null }, 'send'],
    ['finds nothing', { matches: 3 }, { matches: 0 }, 'done'],
  ])('that %s', (_name, base, current, verdict) => {
    expect(push.judge(change, base, current).kind).toBe(verdict);
  });
});
