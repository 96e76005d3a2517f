import { expect, it } from 'vitest';
import type { Store } from '#main/services/ports/store.ts';
import { forgetDue } from '#main/services/retention.ts';
import { connectionId } from '../../support/store.ts';

const id = connectionId(1);

/** A store of four slices with 100 due records each, and one block of raw records that nothing refers to any more. */
function createStore(): { readonly store: Store; readonly calls: string[] } {
  const calls: string[] = [];
  const answers: Readonly<Record<string, (input: { afterId?: number }) => unknown>> = {
    'retention.forget': ({ afterId = 0 }) => ({ forgotten: 100, nextAfterId: afterId < 3 ? afterId + 1 : null }),
    'retention.blocks': () => [7],
    'retention.blocksInUse': () => ({ blocks: [], nextAfterId: null }),
    'retention.dropBlocks': () => null,
  };
  const call = async (name: string, input: { afterId?: number }): Promise<unknown> => {
    calls.push(name);
    return answers[name]?.(input);
  };
  return { store: { read: call, write: call } as unknown as Store, calls };
}

it('tells how many records went, slice by slice', async () => {
  const { store } = createStore();
  const told: number[] = [];
  expect(await forgetDue(store, id, 0, { onProgress: (forgotten) => told.push(forgotten) })).toBe(400);
  expect(told).toEqual([100, 200, 300, 400]);
});

it('stops between two slices, says how far it got, and leaves no raw text of what went', async () => {
  const { store, calls } = createStore();
  const stop = new AbortController();
  const running = forgetDue(store, id, 0, {
    signal: stop.signal,
    onProgress: (forgotten) => forgotten === 200 && stop.abort(),
  });
  await expect(running).rejects.toMatchObject({
    code: 'internal.cancelled',
    message: 'Stopped: 200 records went; what else is due goes the next time.',
  });
  expect(calls.filter((name) => name === 'retention.forget')).toHaveLength(2);
  expect(calls.at(-1)).toBe('retention.dropBlocks');
});

it('touches nothing when it was stopped before it began', async () => {
  const { store, calls } = createStore();
  await expect(forgetDue(store, id, 0, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'internal.cancelled',
  });
  expect(calls).toEqual([]);
});
