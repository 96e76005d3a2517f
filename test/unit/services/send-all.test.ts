import { expect, it } from 'vitest';
import { type SendAllParts, sendAll } from '#main/services/outbox/send-all.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { connectionIdSchema } from '#shared/model/ids.ts';
import type { OutboxItem, SendOutcome } from '#shared/model/outbox.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';
import { TestClock } from '../../support/store.ts';

const item: OutboxItem = {
  id: 1,
  connectionId: connectionIdSchema.parse('c-0123456789abcdef'),
  connection: 'East',
  vendor: 'crowdstrike',
  indicatorId: null,
  operation: 'indicator_create_v1',
  state: 'unknown',
  reason: null,
  createdAtMs: 1,
  changedAtMs: 1,
  base: null,
  change: {},
  result: null,
};

const unexpected = (): never => expect.unreachable('Nothing is sent.');

/** A sending that is cancelled while it is under way, and ends there with an error. */
function cancelInto(makeError: (signal: AbortSignal) => unknown): Promise<SendOutcome> {
  const controller = new AbortController();
  const store = new ScriptedStore({
    reads: { 'outbox.list': () => [item] },
    lease: () => {
      controller.abort();
      throw makeError(controller.signal);
    },
  });
  const parts: SendAllParts = {
    store,
    clock: new TestClock(),
    settings: { get: unexpected },
    accounts: { findModule: unexpected, moduleOf: unexpected, use: unexpected },
    connections: { find: unexpected },
  };
  return sendAll(parts, [item], controller.signal);
}

it.each<[string, (signal: AbortSignal) => unknown]>([
  ['the reason of the signal', (signal) => signal.reason],
  ['an aborted wait', () => new DOMException('Aborted.', 'AbortError')],
  ['a call that was cancelled', () => new AppError('internal.cancelled', 'Cancelled.')],
])('says that it was cancelled when it ends with %s', async (_what, makeError) => {
  await expect(cancelInto(makeError)).rejects.toMatchObject({
    code: 'internal.cancelled',
    message: 'Cancelled; what was not sent stays queued.',
  });
});

it('says what else went wrong after it was cancelled', async () => {
  expect(await cancelInto(() => new AppError('storage.full', 'The disk is full.'))).toEqual({
    counts: { queued: 0, sending: 0, sent: 0, failed: 0, conflict: 0, unknown: 1 },
    stopped: [{ connection: 'East', code: 'storage.full', message: 'The disk is full.' }],
  });
});

it('hides no mistake of ours behind having been cancelled', async () => {
  await expect(cancelInto(() => new TypeError('x of undefined'))).rejects.toThrow(new TypeError('x of undefined'));
});
