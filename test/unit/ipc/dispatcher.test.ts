import { describe, expect, it } from 'vitest';
import { createDispatcher, type Dispatch } from '#main/ipc/dispatcher.ts';
import type { HandlerTable } from '#main/ipc/handler-table.ts';
import { callsInFlightLimit, replySchema } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const info = { version: '1.2.3', shell: 'cli', dataFolder: '~/data', storageWarning: null } as const;

/** A table of which only the given handlers are called. */
function setUp(handlers: Partial<HandlerTable>): { dispatch: Dispatch; logger: MemoryLogger; clock: FakeClock } {
  const logger = new MemoryLogger();
  const clock = new FakeClock();
  return { dispatch: createDispatcher({ handlers: handlers as HandlerTable, clock, logger }), logger, clock };
}

async function call(dispatch: Dispatch, method: string, input: unknown = null) {
  return replySchema.parse(JSON.parse(await dispatch(JSON.stringify({ id: 5, method, input }))));
}

describe('createDispatcher', () => {
  it('tells a handler when the window takes its call back, and no other handler', async () => {
    const signals: AbortSignal[] = [];
    const ends: (() => void)[] = [];
    const { dispatch } = setUp({
      'indicators.count': (_, { signal }) => {
        signals.push(signal);
        return new Promise((_resolve, reject) => {
          ends.push(() => reject(new AppError('internal.cancelled', 'Taken back.')));
          signal.addEventListener('abort', () => ends[0]?.());
        });
      },
    });
    const send = (id: number, method: string, input: unknown) => dispatch(JSON.stringify({ id, method, input }));
    const first = send(1, 'indicators.count', { query: 'a' });
    const second = send(2, 'indicators.count', { query: 'b' });
    expect(JSON.parse(await send(3, 'calls.cancel', { id: 1 }))).toEqual({ id: 3, ok: true, value: null });
    expect(JSON.parse(await first)).toMatchObject({ id: 1, ok: false, error: { code: 'internal.cancelled' } });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    ends[1]?.();
    await second;
    expect(JSON.parse(await send(4, 'calls.cancel', { id: 2 }))).toMatchObject({ ok: true });
    expect(signals[1]?.aborted).toBe(false);
  });

  it('takes the later of two calls with one number back: a reloaded window counts from the beginning', async () => {
    const calls: { readonly signal: AbortSignal; readonly end: () => void }[] = [];
    const { dispatch } = setUp({
      'indicators.count': (_, { signal }) =>
        new Promise((resolve) => {
          calls.push({ signal, end: () => resolve({ value: 0, exact: true }) });
        }),
    });
    const send = (id: number, method: string, input: unknown) => dispatch(JSON.stringify({ id, method, input }));
    const before = send(1, 'indicators.count', { query: 'a' });
    const after = send(1, 'indicators.count', { query: 'b' });
    calls[0]?.end();
    await before;
    await send(2, 'calls.cancel', { id: 1 });
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([false, true]);
    calls[1]?.end();
    await after;
  });

  it('takes a call back also where no further call is let in', async () => {
    const { dispatch } = setUp({
      'indicators.count': (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('internal.cancelled', 'Taken back.')));
        }),
    });
    const count = (id: number) =>
      dispatch(JSON.stringify({ id, method: 'indicators.count', input: { query: `a${id}` } }));
    const open = Array.from({ length: callsInFlightLimit }, (_, id) => count(id));
    expect(JSON.parse(await count(callsInFlightLimit))).toMatchObject({ ok: false, error: { code: 'input.tooLarge' } });
    for (const id of open.keys()) {
      const cancel = JSON.stringify({ id: 1_000 + id, method: 'calls.cancel', input: { id } });
      expect(JSON.parse(await dispatch(cancel))).toMatchObject({ ok: true });
    }
    for (const reply of await Promise.all(open)) expect(reply).toContain('internal.cancelled');
  });

  it('answers with the id of the request', async () => {
    const { dispatch } = setUp({ 'app.info': async () => info });
    expect(await call(dispatch, 'app.info')).toEqual({ id: 5, ok: true, value: info });
  });

  it('refuses an unknown method, also one that every object has', async () => {
    const { dispatch } = setUp({});
    for (const method of ['app.quit', 'toString', 'hasOwnProperty', '']) {
      expect(await call(dispatch, method)).toMatchObject({ id: 5, ok: false, error: { code: 'input.unknownMethod' } });
    }
  });

  it('refuses input with an unknown key, naming the place but no value', async () => {
    const { dispatch } = setUp({});
    const reply = await call(dispatch, 'indicators.search', { query: '', offset: 0, limit: 1, sql: 'DROP TABLE x' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'input.invalid', reference: null } });
    expect(JSON.stringify(reply)).not.toContain('DROP');
  });

  it('passes on what an AppError says and nothing underneath it', async () => {
    const cause = new Error('SELECT * FROM secret /home/user');
    const { dispatch, logger } = setUp({
      'app.info': () => Promise.reject(new AppError('vendor.unavailable', 'Try later.', { cause, retryable: true })),
    });
    const reply = await call(dispatch, 'app.info');
    expect(reply).toEqual({
      id: 5,
      ok: false,
      error: {
        code: 'vendor.unavailable',
        message: 'Try later.',
        retryable: true,
        retryAfterMs: null,
        column: null,
        suggestion: 'Sync again later.',
        reference: 'ref-1',
      },
    });
    expect(logger.entries).toEqual([expect.objectContaining({ event: 'ipc.failed', fields: { method: 'app.info' } })]);
  });

  it('gives what was refused a reference into the log, where the code stands and none of the words', async () => {
    const { dispatch, logger, clock } = setUp({
      'app.info': () => Promise.reject(new AppError('state.notFound', 'There is no evil.example.')),
    });
    expect(await call(dispatch, 'app.info')).toMatchObject({ error: { code: 'state.notFound', reference: 'ref-1' } });
    const entry = { level: 'info', event: 'ipc.refused', fields: { code: 'state.notFound', method: 'app.info' } };
    expect(logger.entries).toEqual([{ ...entry, error: undefined }]);
    // A window that asks on and on does not fill the log.
    expect(await call(dispatch, 'app.info')).toMatchObject({ error: { reference: 'ref-1' } });
    expect(logger.entries).toHaveLength(1);
    clock.advance(10_000);
    expect(await call(dispatch, 'app.info')).toMatchObject({ error: { reference: 'ref-2' } });
  });

  it('gives what another method refused, or the same for another reason, an entry of its own', async () => {
    let code: 'state.notFound' | 'state.conflict' = 'state.notFound';
    const refuse = () => Promise.reject(new AppError(code, 'No.'));
    const { dispatch, logger } = setUp({ 'app.info': refuse, 'indicators.count': refuse });
    await call(dispatch, 'app.info');
    await call(dispatch, 'indicators.count', { query: 'a' });
    code = 'state.conflict';
    await call(dispatch, 'app.info');
    expect(logger.entries.map(({ fields }) => fields)).toEqual([
      { code: 'state.notFound', method: 'app.info' },
      { code: 'state.notFound', method: 'indicators.count' },
      { code: 'state.conflict', method: 'app.info' },
    ]);
  });

  it('gives none to what was stopped on request', async () => {
    const { dispatch, logger } = setUp({
      'app.info': () => Promise.reject(new AppError('internal.cancelled', 'Stopped.')),
    });
    expect(await call(dispatch, 'app.info')).toMatchObject({ error: { code: 'internal.cancelled', reference: null } });
    expect(logger.entries).toEqual([]);
  });

  it('hides a foreign error behind a reference', async () => {
    const { dispatch } = setUp({ 'app.info': () => Promise.reject(new TypeError('x of undefined at /srv/a.ts')) });
    expect(await call(dispatch, 'app.info')).toMatchObject({
      ok: false,
      error: { code: 'internal.bug', message: 'Something went wrong inside Sightline.', reference: 'ref-1' },
    });
  });

  it('gives our own mistakes a reference also where no method was asked yet', async () => {
    const logger = new MemoryLogger();
    const brokenClock = {
      monotonicMs: () => {
        throw new RangeError('no time');
      },
    };
    const dispatch = createDispatcher({ handlers: {} as HandlerTable, clock: brokenClock, logger });
    expect(await call(dispatch, 'app.info')).toMatchObject({ error: { code: 'internal.bug', reference: 'ref-1' } });
    expect(logger.entries).toMatchObject([{ event: 'ipc.failed', fields: { method: 'unknown' } }]);
  });

  it('does not let out what the contract does not name', async () => {
    const { dispatch, logger } = setUp({ 'app.info': async () => ({ ...info, secret: 'canary' }) });
    const reply = await call(dispatch, 'app.info');
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal.bug' } });
    expect(JSON.stringify(reply)).not.toContain('canary');
    expect(logger.entries).toHaveLength(1);
  });

  it('survives a handler that throws before it returns a promise', async () => {
    const { dispatch } = setUp({
      'app.info': () => {
        throw new RangeError('at once');
      },
    });
    expect(await call(dispatch, 'app.info')).toMatchObject({ ok: false, error: { code: 'internal.bug' } });
  });

  it('logs a slow call by name and without values', async () => {
    const { dispatch, logger, clock } = setUp({
      'indicators.count': async () => {
        clock.advance(51);
        return { value: 0, exact: true };
      },
    });
    await call(dispatch, 'indicators.count', { query: 'evil.example' });
    expect(logger.entries).toEqual([
      { level: 'info', event: 'ipc.slow', fields: { method: 'indicators.count', durationMs: 51 } },
    ]);
  });

  it('answers a message whose id cannot be read, with an id that no request has', async () => {
    const { dispatch } = setUp({});
    expect(JSON.parse(await dispatch('{'))).toMatchObject({ id: -1, ok: false, error: { code: 'input.invalid' } });
  });

  it('frees the place of a call that failed', async () => {
    const { dispatch, clock } = setUp({ 'app.info': () => Promise.reject(new AppError('state.notFound', 'No.')) });
    for (let round = 0; round < 100; round += 1) {
      clock.advance(10);
      expect(await call(dispatch, 'app.info')).toMatchObject({ error: { code: 'state.notFound' } });
    }
  });

  it('refuses calls beyond those it lets be in flight, and answers the others', async () => {
    const release: (() => void)[] = [];
    const { dispatch } = setUp({
      'app.info': () => new Promise((resolve) => release.push(() => resolve(info))),
    });
    const replies = Array.from({ length: 70 }, () => call(dispatch, 'app.info'));
    for (const go of release) go();
    const answered = await Promise.all(replies);
    expect(answered.filter((reply) => reply.ok)).toHaveLength(64);
    expect(answered.filter((reply) => !reply.ok && reply.error.code === 'input.tooLarge')).toHaveLength(6);
  });
});
