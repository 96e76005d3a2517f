import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { datadog } from '#main/vendors/datadog/index.ts';
import { createBudgets } from '#main/vendors/kit/budgets.ts';
import { createOpenSession } from '#main/vendors/kit/vendor-client.ts';
import type { VendorRequest } from '#main/vendors/operation.ts';
import type { Authorizer, AuthorizerContext, VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { jsonAnswer, textAnswer } from './answers.ts';
import { FakeHttp, type Scripted } from './fake-http.ts';

const good = jsonAnswer({ data: [] });
const read: VendorRequest = { method: 'GET', path: '/api/records', query: [['limit', '5']] };
const resetError = transportError('network.offline', 'ECONNRESET');

function transportError(code: 'network.offline' | 'network.timeout', cause: string): AppError {
  return new AppError(code, 'Broken.', { retryable: true, cause: { code: cause } });
}

function refusal(status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return jsonAnswer({ errors: ['No.'] }, { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** The answer itself. */
async function pass(answer: HttpAnswer): Promise<HttpAnswer> {
  return answer;
}

/** A session over a script, and all that it did. */
async function open(
  script: readonly Scripted[],
  change: Partial<VendorModule> = {},
  { random = 1, originIsFixed = false } = {},
) {
  const clock = new FakeClock();
  const http = new FakeHttp(...script);
  const notices: string[] = [];
  const waits: (number | null)[] = [];
  const state = { requests: 0, waitedMs: 0 };
  const logger = new MemoryLogger();
  const budgets = createBudgets({ clock, logger }, undefined);
  const openSession = createOpenSession({ http: () => http, clock, logger, random: () => random }, budgets);
  const session = await openSession({
    module: { ...datadog, ...change },
    connectionId: null,
    origin: 'https://api.datadoghq.com',
    originIsFixed,
    secrets: { apiKey: new Secret('key-one-secret'), applicationKey: new Secret('key-two-secret') },
    options: {},
    notice: ({ text }) => notices.push(text),
  });
  const observer = {
    requestSent: () => {
      state.requests += 1;
    },
    waiting: (untilMs: number | null) => {
      if (untilMs !== null) state.waitedMs += untilMs - clock.nowMs();
      waits.push(untilMs);
    },
  };
  const call = (request = read, retry = true, signal = new AbortController().signal) =>
    session.call(request, { signal, retry, observer }, pass);
  /** A read whose answers are used as told. */
  const callWith = <Result>(use: (answer: HttpAnswer) => Promise<Result>, retry = true) =>
    session.call(read, { signal: new AbortController().signal, retry, observer }, use);
  return { call, callWith, clock, http, notices, waits, state, session };
}

async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error('It did not fail as it should.', { cause: error });
}

describe('a request', () => {
  it('goes to the origin of the connection, with the secret wrapped', async () => {
    const { call, http, state } = await open([good]);
    expect(await call({ ...read, method: 'POST', body: { a: 1 } })).toBe(good);
    expect(http.requests).toMatchObject([
      {
        method: 'POST',
        origin: 'https://api.datadoghq.com',
        path: '/api/records',
        query: [['limit', '5']],
        body: '{"a":1}',
        headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'Sightline' },
      },
    ]);
    expect(http.requests[0]?.headers['dd-api-key']).toBeInstanceOf(Secret);
    expect(state.requests).toBe(1);
  });

  it('takes its authorisation in the address too', async () => {
    const authorizer: Authorizer = {
      authorize: () => Promise.resolve({ headers: {}, query: [['api_key', new Secret('k')]] }),
      renew: () => false,
      close: () => Promise.resolve(),
    };
    const { call, http } = await open([good], { createAuthorizer: () => authorizer });
    await call();
    expect(http.requests[0]?.query.map(([name]) => name)).toEqual(['limit', 'api_key']);
  });
});

describe('what is tried again', () => {
  it.each<[string, Scripted]>([
    ['429', refusal(429)],
    ['502', textAnswer('<html>', { status: 502, headers: { 'content-type': 'text/html' } })],
    ['503', refusal(503)],
    ['504', refusal(504)],
    ['a reset', resetError],
    ['a time-out', transportError('network.timeout', 'UND_ERR_HEADERS_TIMEOUT')],
    ['a body that broke off', new AppError('vendor.badResponse', 'Broke off.', { retryable: true })],
    ['half of the JSON', textAnswer('{"data":[')],
    ['an empty body', textAnswer('')],
  ])('%s', async (_name, bad) => {
    const { call, state } = await open([bad, bad, good]);
    expect(await call()).toBe(good);
    expect(state.requests).toBe(3);
  });

  it('at most five times, with growing pauses', async () => {
    const { call, state, waits } = await open([refusal(503)]);
    expect((await failureOf(call())).code).toBe('vendor.unavailable');
    expect(state).toEqual({ requests: 5, waitedMs: 1_000 + 2_000 + 4_000 + 8_000 });
    expect(waits.filter((wait) => wait === null)).toHaveLength(4);
  });

  it('with a random share of each pause', async () => {
    const { call, state } = await open([refusal(503)], {}, { random: 0.25 });
    await failureOf(call());
    expect(state.waitedMs).toBe(250 + 500 + 1_000 + 2_000);
  });

  it.each<[string, Scripted, string]>([
    ['400', refusal(400), 'vendor.badResponse'],
    ['401', refusal(401), 'credential.rejected'],
    ['403', jsonAnswer({ errors: [{ title: 'Forbidden' }] }, { status: 403 }), 'vendor.forbidden'],
    ['404', refusal(404), 'vendor.badResponse'],
    ['500', refusal(500), 'vendor.unavailable'],
    ['a refused connection', transportError('network.offline', 'ECONNREFUSED'), 'network.offline'],
    ['an unknown name', transportError('network.offline', 'ENOTFOUND'), 'network.offline'],
    ['a captive portal', textAnswer('<html>', { headers: { 'content-type': 'text/html' } }), 'vendor.badResponse'],
    ['another media type', textAnswer('{}', { headers: { 'content-type': 'text/plain' } }), 'vendor.badResponse'],
    ['bad TLS', new AppError('network.tls', 'Not secure.'), 'network.tls'],
    ['a redirect', new AppError('vendor.badResponse', 'Redirects.'), 'vendor.badResponse'],
  ])('not: %s', async (_name, bad, code) => {
    const { call, state, waits } = await open([bad]);
    expect((await failureOf(call())).code).toBe(code);
    expect(state.requests).toBe(1);
    expect(waits).toEqual([]);
  });

  it.each(['POST', 'PATCH', 'DELETE'] as const)('not: a %s, whose outcome is unknown', async (method) => {
    const { call, state } = await open([resetError]);
    expect((await failureOf(call({ ...read, method }))).code).toBe('network.offline');
    expect(state.requests).toBe(1);
  });

  it('not: where the caller wants one try', async () => {
    const { call, state } = await open([refusal(503)]);
    await failureOf(call(read, false));
    expect(state.requests).toBe(1);
  });
});

describe('an answer that is found broken where it is read', () => {
  const broken = new AppError('vendor.badResponse', 'The answer is not complete JSON.', { retryable: true });

  it('is asked for again', async () => {
    const { callWith, state, waits } = await open([good]);
    let uses = 0;
    const used = await callWith(async (answer) => {
      uses += 1;
      if (uses < 3) throw broken;
      return answer.status;
    });
    expect(used).toBe(200);
    expect(state).toEqual({ requests: 3, waitedMs: 1_000 + 2_000 });
    expect(waits.filter((wait) => wait === null)).toHaveLength(2);
  });

  it('shares its five tries with the transport', async () => {
    const { callWith, state } = await open([resetError, resetError, refusal(503), good]);
    expect(await failureOf(callWith(() => Promise.reject(broken)))).toMatchObject({
      code: 'vendor.badResponse',
      message: broken.message,
    });
    expect(state).toEqual({ requests: 5, waitedMs: 1_000 + 2_000 + 4_000 + 8_000 });
  });

  it.each([
    ['what is wrong for good', new AppError('vendor.badResponse', 'Not a page.')],
    ['what is the matter of the store', new AppError('storage.busy', 'Busy.', { retryable: true })],
    ['what is our own mistake', new TypeError('Ours.')],
  ])('but not for %s', async (_name, error) => {
    const { callWith, state } = await open([good]);
    await expect(callWith(() => Promise.reject(error))).rejects.toThrow(error.message);
    expect(state.requests).toBe(1);
  });

  it('nor where the caller wants one try', async () => {
    const { callWith, state } = await open([good]);
    await failureOf(callWith(() => Promise.reject(broken), false));
    expect(state.requests).toBe(1);
  });

  it('attack: a key that the vendor repeats in a page does not get into a message', async () => {
    const { callWith } = await open([good]);
    const echo = new AppError('vendor.badResponse', 'It says: key-one-secret');
    expect((await failureOf(callWith(() => Promise.reject(echo)))).message).not.toContain('key-one-secret');
  });
});

describe('waiting as told', () => {
  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a date', { date: 'Fri, 20 Nov 2026 12:00:00 GMT', 'retry-after': 'Fri, 20 Nov 2026 12:02:00 GMT' }, 120_000],
    ['the vendor’s own header', { 'x-ratelimit-reset': '30', 'x-ratelimit-remaining': '0' }, 30_000],
  ])('never shorter: %s', async (_name, headers, leastMs) => {
    const { call, clock } = await open([refusal(429, headers), good], {}, { random: 0 });
    const startMs = clock.monotonicMs();
    expect(await call()).toBe(good);
    const waitedMs = clock.monotonicMs() - startMs;
    expect(waitedMs).toBeGreaterThanOrEqual(leastMs);
    expect(waitedMs).toBeLessThan(leastMs + 1_000);
  });

  it.each(['-1', 'abc', '1000000000000', '', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'garbage (%j) makes a bounded wait',
    async (text) => {
      const { call, state } = await open([refusal(429, { 'retry-after': text })]);
      expect((await failureOf(call())).code).toBe('vendor.rateLimited');
      expect(state.requests).toBe(5);
      expect(state.waitedMs).toBeLessThan(20_000);
    },
  );

  it('more than 15 minutes is told to the user instead', async () => {
    const { call, state } = await open([refusal(429, { 'retry-after': '3600' })]);
    const error = await failureOf(call());
    expect(error).toMatchObject({ code: 'vendor.rateLimited', retryable: true, retryAfterMs: 3_600_000 });
    expect(state).toEqual({ requests: 1, waitedMs: 0 });
    // The other streams of the account do not try either.
    expect((await failureOf(call())).code).toBe('vendor.rateLimited');
    expect(state.requests).toBe(1);
  });

  it('before the budget is used up, not after', async () => {
    const last = jsonAnswer({}, { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '20' } });
    const { call, clock, state } = await open([last, good]);
    await call();
    expect(clock.monotonicMs()).toBe(0);
    await call();
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(20_000);
    expect(state.requests).toBe(2);
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    const cancelling = (): HttpAnswer => {
      controller.abort();
      return refusal(503);
    };
    const { call, state } = await open([cancelling]);
    expect((await failureOf(call(read, true, controller.signal))).code).toBe('internal.cancelled');
    expect(state.requests).toBe(1);
  });
});

describe('tokens', () => {
  /** A module whose token is good for as many requests as told. */
  function withToken(renewals: number): { readonly module: Partial<VendorModule>; readonly log: string[] } {
    const log: string[] = [];
    let left = renewals;
    const createAuthorizer = (): Authorizer => ({
      authorize: () => {
        log.push('authorize');
        return Promise.resolve({ headers: { authorization: new Secret('token') }, query: [] });
      },
      renew: () => {
        log.push('renew');
        left -= 1;
        return left >= 0;
      },
      close: () => {
        log.push('close');
        return Promise.resolve();
      },
    });
    return { module: { createAuthorizer }, log };
  }

  it('a refused one is renewed once, without a pause', async () => {
    const { module, log } = withToken(1);
    const { call, waits, session } = await open([refusal(401), good], module);
    expect(await call()).toBe(good);
    await session.close();
    expect(log).toEqual(['authorize', 'renew', 'authorize', 'close']);
    expect(waits).toEqual([]);
  });

  it('a second refusal is final', async () => {
    const { module, log } = withToken(5);
    const { call, state } = await open([refusal(401)], module);
    expect((await failureOf(call())).code).toBe('credential.rejected');
    expect(state.requests).toBe(2);
    expect(log.filter((entry) => entry === 'renew')).toHaveLength(1);
  });

  it('a request for one counts for the call that needs it, whatever else is under way', async () => {
    let askToken = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      askToken = resolve;
    });
    const createAuthorizer = ({ send }: AuthorizerContext): Authorizer => {
      let isFirst = true;
      return {
        authorize: async (call) => {
          if (isFirst) {
            isFirst = false;
            await isAsked;
            await send({ origin: 'https://api.datadoghq.com', path: '/token', method: 'POST', headers: {}, call });
          }
          return { headers: {}, query: [] };
        },
        renew: () => false,
        close: () => Promise.resolve(),
      };
    };
    const { session } = await open([good], { createAuthorizer, concurrency: 2 });
    const counts = [0, 0];
    const calls = counts.map((_count, index) =>
      session.call(
        read,
        {
          signal: new AbortController().signal,
          retry: true,
          observer: {
            requestSent: () => {
              counts[index] = (counts[index] ?? 0) + 1;
            },
            waiting: () => undefined,
          },
        },
        pass,
      ),
    );
    await calls[1];
    askToken();
    await calls[0];
    expect(counts).toEqual([2, 1]);
  });

  it('the vendor can move the account to a place of our list only', async () => {
    const moves = ['https://api.datadoghq.eu', 'https://evil.test', 'https://api.datadoghq.com.evil.test'];
    for (const [index, next] of moves.entries()) {
      const createAuthorizer = (context: AuthorizerContext): Authorizer => ({
        authorize: () => {
          context.moveTo(next);
          return Promise.resolve({ headers: {}, query: [] });
        },
        renew: () => false,
        close: () => Promise.resolve(),
      });
      const { call, http, notices } = await open([good], { createAuthorizer });
      await call();
      expect(http.requests[0]?.origin).toBe(index === 0 ? next : 'https://api.datadoghq.com');
      expect(notices).toHaveLength(index === 0 ? 0 : 1);
    }
  });

  it('the vendor cannot move an account whose base URL is fixed, not even to a place of our list', async () => {
    const createAuthorizer = (context: AuthorizerContext): Authorizer => ({
      authorize: () => {
        context.moveTo('https://api.datadoghq.eu');
        return Promise.resolve({ headers: {}, query: [] });
      },
      renew: () => false,
      close: () => Promise.resolve(),
    });
    const { call, http, notices } = await open([good], { createAuthorizer }, { originIsFixed: true });
    await call();
    expect(http.requests[0]?.origin).toBe('https://api.datadoghq.com');
    expect(notices).toHaveLength(1);
  });

  it('attack: an authorizer led to a foreign host sends nothing', async () => {
    const createAuthorizer = (context: AuthorizerContext): Authorizer => ({
      authorize: async (call) => {
        await context.send({ origin: 'https://evil.test', path: '/token', method: 'POST', headers: {}, call });
        return { headers: {}, query: [] };
      },
      renew: () => false,
      close: () => Promise.resolve(),
    });
    const { call, http } = await open([good], { createAuthorizer });
    expect((await failureOf(call())).code).toBe('internal.bug');
    expect(http.requests).toEqual([]);
  });
});

describe('what is said', () => {
  it('a clock that is far off is told once', async () => {
    const late = jsonAnswer({}, { headers: { date: 'Fri, 20 Nov 2026 09:00:00 GMT' } });
    const { call, notices } = await open([late]);
    await call();
    await call();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('3 hours ahead of that of Datadog');
  });

  it('attack: a vendor that repeats our key does not get it into a message', async () => {
    const echo = jsonAnswer({ errors: [{ detail: 'bad key key-one-secret' }] }, { status: 400 });
    const { call } = await open([echo]);
    const { message } = await failureOf(call());
    expect(message).not.toContain('key-one-secret');
    expect(message).toContain('bad key');
  });
});
