/** Each text of the shared list goes through the only door of the window and back, as the analyst's words and as an error's. */
import { describe, expect, it } from 'vitest';
import { createDispatcher } from '#main/ipc/dispatcher.ts';
import type { HandlerTable } from '#main/ipc/handler-table.ts';
import { replySchema } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { nastyValues } from '../../support/nasty-values.ts';

function setUp(handlers: Partial<HandlerTable>) {
  const logger = new MemoryLogger();
  const clock = new FakeClock();
  // Of the others none is called.
  const dispatch = createDispatcher({ handlers: handlers as HandlerTable, clock, logger });
  const call = async (method: string, input: unknown) => {
    // The limit counts the calls of a second.
    clock.advance(1_000);
    return replySchema.parse(JSON.parse(await dispatch(JSON.stringify({ id: 5, method, input }))));
  };
  return { call, logger };
}

describe('a call from the window', () => {
  it('brings every text in and out without losing a code unit', async () => {
    const received: string[] = [];
    const { call } = setUp({
      'observations.raw': async () => ({ text: received.at(-1) ?? '', cut: false }),
      'cases.addTask': async ({ text }) => ({ id: received.push(text) }),
    });
    for (const text of nastyValues.filter((one) => one.trim() !== '' && one.length <= 2_000)) {
      expect(await call('cases.addTask', { number: 'CASE-0001', text })).toMatchObject({ ok: true });
      expect(received.at(-1)).toBe(text.trim());
      expect(await call('observations.raw', { id: 1 })).toMatchObject({ ok: true, value: { text: text.trim() } });
    }
    expect(received.length).toBeGreaterThan(250);
  });

  it('is known by no text as the name of a method', async () => {
    const { call } = setUp({});
    for (const text of nastyValues) expect(await call(text, null)).toMatchObject({ ok: false });
  });

  it('takes no text for a key, and names it nowhere but in its answer', async () => {
    const { call, logger } = setUp({ 'cases.addTask': async () => ({ id: 1 }) });
    for (const text of nastyValues.filter((one) => one !== 'number' && one !== 'text')) {
      const input = JSON.parse(`{"number":"CASE-0001","text":"x",${JSON.stringify(text)}:1}`);
      expect(await call('cases.addTask', input), JSON.stringify(text)).toMatchObject({ ok: false });
    }
    expect(JSON.stringify(logger.entries)).not.toContain('alert(1)');
  });

  it('carries the words of an error as they are, and hides those of a foreign one', async () => {
    for (const text of nastyValues.filter((one) => one !== '')) {
      const known = setUp({ 'vault.status': () => Promise.reject(new AppError('vendor.badResponse', text)) });
      expect(await known.call('vault.status', null)).toMatchObject({ ok: false, error: { message: text } });
      const foreign = setUp({ 'vault.status': () => Promise.reject(new TypeError(`unforeseen ${text}`)) });
      const reply = await foreign.call('vault.status', null);
      expect(reply).toMatchObject({ ok: false, error: { code: 'internal.bug' } });
      expect(JSON.stringify(reply)).not.toContain('unforeseen');
    }
  });
});
