import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../emulators/kit/clock.ts';
import { type ServedEmulator, serveEmulator } from '../../emulators/kit/emulator.ts';
import type { Fault, FaultWhen } from '../../emulators/kit/faults.ts';
import { RateLimiter, type RateRule } from '../../emulators/kit/rate-limit.ts';
import { asRecord, jsonReply } from '../../emulators/kit/reply.ts';
import { ask } from './support/ask.ts';

const page = { items: [{ id: 1 }, { id: 2 }] };

describe('the emulator kit', () => {
  let emulator: ServedEmulator;
  let handled = 0;
  let inserted = 0;
  beforeEach(async () => {
    [handled, inserted] = [0, 0];
    emulator = await serveEmulator({
      vendor: 'acme',
      secrets: { key: 'k' },
      clock: createClock(0),
      limiter: new RateLimiter(),
      handle: () => {
        handled += 1;
        return jsonReply(200, page, { headers: { 'x-acme': 'yes' } });
      },
      rateHeaders: ({ remaining }) => ({ 'x-left': String(remaining) }),
      rateLimited: ({ resetMs }) =>
        jsonReply(429, { slow: 'down' }, { headers: { 'retry-after': String(resetMs / 1000) } }),
      unauthorized: () => jsonReply(401, { who: 'are you' }),
      records: (value) => asRecord(value)?.['items'] as unknown[] | undefined,
      insert: (count) => {
        inserted += count;
      },
    });
  });
  afterEach(() => emulator.stop());

  function script(fault: Fault, when?: FaultWhen) {
    return emulator.faults.add(when === undefined ? { fault } : { when, fault });
  }

  it('records requests with their outcome', async () => {
    await ask(emulator, '/a/b?x=1&x=2', { method: 'POST', body: 'hello', headers: { 'x-test': 'yes' } });
    const [request] = emulator.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/a/b', body: 'hello', status: 200 });
    expect([request?.query.getAll('x'), request?.headers['x-test']]).toEqual([['1', '2'], 'yes']);
  });

  it.each<[string, Fault, number, RegExp]>([
    ['rateLimited', { kind: 'rateLimited' }, 429, /slow/],
    ['htmlError', { kind: 'htmlError', status: 503 }, 503, /^<!DOCTYPE html>/],
    ['status', { kind: 'status', status: 418, text: 'teapot' }, 418, /^teapot$/],
    ['malformedJson', { kind: 'malformedJson' }, 200, /^\{"data": \[\{"id": 1,, \}$/],
    ['expiredToken', { kind: 'expiredToken' }, 401, /who/],
    ['html200', { kind: 'html200' }, 200, /Sign in/],
    ['emptyBody', { kind: 'emptyBody' }, 200, /^$/],
    ['truncated quietly', { kind: 'truncated', quietly: true, keepBytes: 5 }, 200, /^\{"ite$/],
  ])('answers %s', async (_name, fault, status, text) => {
    script(fault);
    const answer = await ask(emulator, '/');
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
  });

  it("speaks the vendor's 429, with other headers or without a hint", async () => {
    script({ kind: 'rateLimited', retryAfterSeconds: 7 }, { nth: 1 });
    script({ kind: 'rateLimited', headers: { 'retry-after': 'abc' } }, { nth: 2 });
    script({ kind: 'rateLimited', withoutHint: true }, { nth: 3 });
    const hints: (string | null)[] = [];
    for (let n = 0; n < 3; n += 1) hints.push((await ask(emulator, '/')).headers.get('retry-after'));
    expect(hints).toEqual(['7', 'abc', null]);
  });

  it('redirects, and changes the media type', async () => {
    script({ kind: 'redirect', to: 'http://127.0.0.1:9/elsewhere', status: 308 }, { nth: 1 });
    const redirect = await ask(emulator, '/');
    expect([redirect.status, redirect.headers.get('location')]).toEqual([308, 'http://127.0.0.1:9/elsewhere']);
    script({ kind: 'wrongContentType', contentType: 'text/html' });
    const other = await ask(emulator, '/');
    expect([other.headers.get('content-type'), other.body]).toEqual(['text/html', page]);
  });

  it('cuts the body short of its announced length', async () => {
    script({ kind: 'truncated' });
    await expect(ask(emulator, '/')).rejects.toThrow();
    expect(emulator.requests).toHaveLength(1);
  });

  it('resets before the work, after it, or in the middle of the answer', async () => {
    script({ kind: 'reset' }, { nth: 1 });
    script({ kind: 'reset', handled: true }, { nth: 2 });
    script({ kind: 'reset', afterBytes: 4 }, { nth: 3 });
    const done: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      await expect(ask(emulator, '/')).rejects.toThrow();
      done.push(handled);
    }
    expect(done).toEqual([0, 1, 2]);
    expect(emulator.requests.map(({ status }) => status)).toEqual([0, 0, 200]);
  });

  it('answers late, and in drops', async () => {
    script({ kind: 'slow', delayMs: 30, drip: { bytes: 5, everyMs: 2 } });
    expect((await ask(emulator, '/')).body).toEqual(page);
  });

  it('stops although an answer is still being delayed', async () => {
    script({ kind: 'slow', delayMs: 600_000 });
    const waiting = ask(emulator, '/').catch(() => 'cut off');
    await vi.waitFor(() => expect(emulator.faults.fired).toBe(1), 30_000);
    await emulator.stop();
    expect(await waiting).toBe('cut off');
  });

  it('spoils one record of a page and leaves the page itself as it was', async () => {
    script({ kind: 'malformedRecord', index: 1, replacement: (record: unknown) => ({ was: record }) }, { nth: 1 });
    expect((await ask(emulator, '/')).body).toEqual({ items: [{ id: 1 }, { was: { id: 2 } }] });
    expect((await ask(emulator, '/')).body).toEqual(page);
  });

  it('inserts records beside another fault', async () => {
    script({ kind: 'insertDuring', count: 3 }, { nth: 1 });
    script({ kind: 'htmlError' }, { nth: 1 });
    expect((await ask(emulator, '/')).status).toBe(502);
    expect(inserted).toBe(3);
  });

  it('sends huge and explosive bodies', async () => {
    script({ kind: 'huge', bytes: 3_000_000 }, { nth: 1 });
    expect((await ask(emulator, '/')).body.data).toHaveLength(3_000_000);
    script({ kind: 'gzipBomb', bytes: 5_000_000 });
    expect((await ask(emulator, '/')).body.data).toHaveLength(5_000_000);
  });

  it('compresses the right answer', async () => {
    script({ kind: 'gzip' });
    const answer = await ask(emulator, '/', { headers: { 'accept-encoding': 'gzip' } });
    expect([answer.headers.get('content-encoding'), answer.body]).toEqual(['gzip', page]);
  });

  it.each<Fault>([
    { kind: 'huge' },
    { kind: 'gzipBomb' },
    { kind: 'slow', drip: { bytes: 1, everyMs: 5 } },
    { kind: 'slow', delayMs: 50 },
  ])('survives a client that hangs up during %j', async (fault) => {
    script(fault, { nth: 1 });
    const controller = new AbortController();
    const response = fetch(emulator.url, { signal: controller.signal });
    if (fault.kind !== 'slow' || fault.delayMs === undefined) await (await response).body?.getReader().read();
    else await vi.waitFor(() => expect(emulator.faults.fired).toBe(1), 30_000);
    controller.abort();
    await response.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect((await ask(emulator, '/')).body).toEqual(page);
  });

  it('leaves no listeners behind while a slow client reads a long answer', async () => {
    const warnings: string[] = [];
    const keep = ({ name }: Error): number => warnings.push(name);
    process.on('warning', keep);
    script({ kind: 'huge', bytes: 40 * 1024 * 1024 }, { nth: 1 });
    const { body } = await fetch(emulator.url);
    let received = 0;
    for await (const chunk of body ?? []) {
      received += chunk.length;
      await new Promise(setImmediate);
    }
    await new Promise(setImmediate);
    process.off('warning', keep);
    expect(received).toBeGreaterThan(40 * 1024 * 1024);
    expect(warnings).toEqual([]);
  });

  it('runs custom faults around the real answer', async () => {
    script({ kind: 'custom', run: async ({ request, answer }) => ({ ...(await answer()), text: request.path }) });
    expect((await ask(emulator, '/custom')).text).toBe('/custom');
  });

  it('scripts by path, method, order and number of times', async () => {
    script({ kind: 'status', status: 500 }, { path: /^\/a/, everyNth: 2, times: 2 });
    script({ kind: 'status', status: 501 }, { method: 'POST', path: 'b' });
    const statuses: number[] = [];
    for (const path of ['/a', '/a', '/x', '/a', '/a', '/a', '/a']) statuses.push((await ask(emulator, path)).status);
    expect(statuses).toEqual([200, 500, 200, 200, 500, 200, 200]);
    expect((await ask(emulator, '/b')).status).toBe(200);
    expect((await ask(emulator, '/b', { method: 'POST' })).status).toBe(501);
    expect(emulator.faults.fired).toBe(3);
  });

  it('takes a rule out again', async () => {
    const remove = script({ kind: 'expiredToken' });
    expect((await ask(emulator, '/')).status).toBe(401);
    remove();
    expect((await ask(emulator, '/')).status).toBe(200);
  });

  it('refuses exactly from the request after the last allowed one', async () => {
    emulator.limits.set([{ limit: 3, periodMs: 3_600_000, path: /^\/counted/ }]);
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await ask(emulator, '/counted')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await ask(emulator, '/free')).status).toBe(200);
    expect(emulator.limits.refused).toBe(2);
    expect(handled).toBe(4);
  });

  it('shows its own time and stops at once', async () => {
    emulator.clock.advance(1000);
    expect((await ask(emulator, '/')).headers.get('date')).toBe('Thu, 01 Jan 1970 00:00:01 GMT');
    await emulator.stop();
    await expect(ask(emulator, '/')).rejects.toThrow();
  });
});

describe('the rate limiter', () => {
  function run(rule: RateRule, times: readonly number[]) {
    let now = 0;
    const limiter = new RateLimiter([rule], () => now);
    return times.map((time) => {
      now = time;
      const verdict = limiter.take({ path: '/' });
      return verdict?.allowed === true ? verdict.remaining : -(verdict?.resetMs ?? 0);
    });
  }

  it('slides: a place is free one period after it was taken', () => {
    expect(run({ limit: 2, periodMs: 100 }, [0, 50, 99, 100, 149, 150])).toEqual([1, 0, -1, 0, -1, 0]);
  });

  it('aligns: all places are free at the start of a period', () => {
    expect(run({ limit: 2, periodMs: 100, aligned: true }, [90, 95, 99, 100, 101, 102])).toEqual([1, 0, -1, 1, 0, -98]);
  });
});

describe('the clock', () => {
  it('stands still until it is moved', () => {
    const clock = createClock(1_000);
    clock.advance(500);
    expect(clock.now()).toBe(1_500);
  });

  it('runs with the time that has passed, in whole milliseconds', () => {
    let elapsedMs = 0;
    const clock = createClock(1_000, () => elapsedMs);
    elapsedMs = 2_000.7;
    clock.advance(500);
    expect(clock.now()).toBe(3_500);
  });
});
