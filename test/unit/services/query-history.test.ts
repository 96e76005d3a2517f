import { expect, it } from 'vitest';
import type { Clock } from '#main/ports/ports.ts';
import { createQueryHistory } from '#main/services/query-history.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

interface Asked {
  readonly query: string;
  readonly askedAtMs: number;
}

/** A history over a table in memory, and a clock whose sleepers are woken by hand. */
function makeHistory(options: { readonly refuses?: string } = {}) {
  const fake = new FakeClock();
  const rows = new Map<string, number>();
  let wake: () => void = () => undefined;
  const clock: Clock = {
    nowMs: () => fake.nowMs(),
    monotonicMs: () => fake.monotonicMs(),
    sleep: (_durationMs, signal) =>
      new Promise((resolve, reject) => {
        wake = resolve;
        if (signal?.aborted) reject(new Error('Cancelled.'));
        signal?.addEventListener('abort', () => reject(new Error('Cancelled.')));
      }),
  };
  const write = async (_name: unknown, { query, askedAtMs }: Asked): Promise<null> => {
    if (query === options.refuses) throw new Error('The disk is full.');
    rows.set(query, askedAtMs);
    return null;
  };
  const read = async (): Promise<readonly Asked[]> =>
    [...rows].map(([query, askedAtMs]) => ({ query, askedAtMs })).sort((a, b) => b.askedAtMs - a.askedAtMs);
  const logger = new MemoryLogger();
  const history = createQueryHistory({ store: { read, write } as never, clock, logger });
  return {
    logger,
    written: () => [...rows.keys()],
    note: (query: string) => {
      fake.advance(1);
      history.note(query);
    },
    list: async (limit = 10) => (await history.list(limit)).map(({ query }) => query),
    settle: () => history.settle(),
    /** Lets a moment pass. */
    pass: async () => {
      wake();
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    },
  };
}

it('writes a query down once nothing was asked for a moment', async () => {
  const history = makeHistory();
  history.note('a');
  expect(history.written()).toEqual([]);
  history.note('b');
  await history.pass();
  expect(history.written()).toEqual([]);
  await history.pass();
  expect(history.written()).toEqual(['a', 'b']);
});

it('tells of a query from the moment at which it is asked, each once, the newest first', async () => {
  const history = makeHistory();
  history.note('a');
  history.note('b');
  await history.pass();
  await history.pass();
  history.note('c');
  history.note('a');
  expect(await history.list()).toEqual(['a', 'c', 'b']);
  expect(await history.list(2)).toEqual(['a', 'c']);
  await history.settle();
  expect(await history.list()).toEqual(['a', 'c', 'b']);
});

it('writes down what is waiting when the program ends, and at once what is asked after that', async () => {
  const history = makeHistory();
  history.note('a');
  history.note('b');
  await history.settle();
  expect(history.written()).toEqual(['a', 'b']);
  history.note('c');
  await history.settle();
  expect(history.written()).toEqual(['a', 'b', 'c']);
});

it('has nothing to wait for where nothing was asked', async () => {
  const history = makeHistory();
  await history.settle();
  expect(history.written()).toEqual([]);
});

it('keeps the others where one cannot be kept, and says so in the log', async () => {
  const history = makeHistory({ refuses: 'a' });
  history.note('a');
  history.note('b');
  await history.settle();
  expect(history.written()).toEqual(['b']);
  expect(JSON.stringify(history.logger.entries)).toContain('searches.notRemembered');
});
