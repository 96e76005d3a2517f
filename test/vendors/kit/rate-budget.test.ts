import { expect, it } from 'vitest';
import { createRateBudget } from '#main/vendors/kit/rate-budget.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const never = new AbortController().signal;
const silent = (): void => undefined;
const nothing = { limit: null, remaining: null, resetAtMs: null, retryAtMs: null };

it('lets so many requests be in flight, the others wait their turn', async () => {
  const budget = createRateBudget(new FakeClock(), 2);
  const order: string[] = [];
  const take = async (name: string) => {
    const release = await budget.acquire(never, silent);
    order.push(name);
    return release;
  };
  const [one, two] = await Promise.all([take('one'), take('two')]);
  const three = take('three');
  const four = take('four');
  await Promise.resolve();
  expect(order).toEqual(['one', 'two']);
  one();
  one();
  (await three)();
  await four;
  expect(order).toEqual(['one', 'two', 'three', 'four']);
  two();
});

it('a cancelled one leaves the queue to the others', async () => {
  const budget = createRateBudget(new FakeClock(), 1);
  const first = await budget.acquire(never, silent);
  const controller = new AbortController();
  const cancelled = budget.acquire(controller.signal, silent);
  const next = budget.acquire(never, silent);
  controller.abort();
  await expect(cancelled).rejects.toMatchObject({ code: 'internal.cancelled' });
  first();
  (await next)();
});

it('within a period what is left only falls, whatever order the answers come in', async () => {
  const clock = new FakeClock();
  const budget = createRateBudget(clock, 3);
  const resetAtMs = clock.nowMs() + 10_000;
  const releases = await Promise.all([1, 2, 3].map(() => budget.acquire(never, silent)));
  budget.note({ ...nothing, remaining: 0, resetAtMs });
  budget.note({ ...nothing, remaining: 2, resetAtMs });
  for (const release of releases) release();
  (await budget.acquire(never, silent))();
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(10_000);
});

it('starts anew after the reset', async () => {
  const clock = new FakeClock();
  const budget = createRateBudget(clock, 1);
  budget.note({ ...nothing, remaining: 0, resetAtMs: clock.nowMs() + 5_000 });
  clock.advance(6_000);
  (await budget.acquire(never, silent))();
  expect(clock.monotonicMs()).toBe(6_000);
});

it('is not misled by a clock that jumps', async () => {
  const clock = new FakeClock();
  let wallMs = clock.nowMs();
  const budget = createRateBudget(
    { nowMs: () => wallMs, monotonicMs: () => clock.monotonicMs(), sleep: (ms, signal) => clock.sleep(ms, signal) },
    1,
  );
  budget.note({ ...nothing, retryAtMs: wallMs + 5_000 });
  wallMs += 365 * 86_400_000;
  (await budget.acquire(never, silent))();
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(5_000);
  expect(clock.monotonicMs()).toBeLessThan(6_000);
});

it.each([
  [11, 0],
  [10, 200],
  [5, 500],
  [0, 1_000],
])('with %i left and no reset told it pauses %i ms, once', async (remaining, pauseMs) => {
  const clock = new FakeClock();
  const budget = createRateBudget(clock, 1);
  budget.note({ ...nothing, limit: 6_000, remaining });
  (await budget.acquire(never, silent))();
  expect(clock.monotonicMs()).toBe(pauseMs);
});
