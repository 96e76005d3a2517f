import { expect, it } from 'vitest';
import { createRateBudget } from '#main/vendors/kit/rate-budget.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const never = new AbortController().signal;
const silent = (): void => undefined;
const nothing = { limit: null, remaining: null, resetAtMs: null, retryAtMs: null };

it('lets so many requests be in flight, the others wait their turn', async () => {
  const budget = createRateBudget(new FakeClock(), { concurrency: 2, windowMs: null });
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
  const budget = createRateBudget(new FakeClock(), { concurrency: 1, windowMs: null });
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
  const budget = createRateBudget(clock, { concurrency: 3, windowMs: null });
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
  const budget = createRateBudget(clock, { concurrency: 1, windowMs: null });
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
    { concurrency: 1, windowMs: null },
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
  const budget = createRateBudget(clock, { concurrency: 1, windowMs: null });
  budget.note({ ...nothing, limit: 6_000, remaining });
  (await budget.acquire(never, silent))();
  expect(clock.monotonicMs()).toBe(pauseMs);
});

/** A vendor with a sliding window: refuses from the first request too many, and tells what is left. */
class SlidingVendor {
  readonly #clock: FakeClock;
  readonly #limit: number;
  readonly #windowMs: number;
  #arrived: readonly number[] = [];
  refused = 0;

  constructor(clock: FakeClock, limit: number, windowMs: number) {
    this.#clock = clock;
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  ask(): number {
    const now = this.#clock.monotonicMs();
    this.#arrived = [...this.#arrived.filter((atMs) => atMs + this.#windowMs > now), now];
    if (this.#arrived.length > this.#limit) this.refused += 1;
    return Math.max(0, this.#limit - this.#arrived.length);
  }
}

it('never exceeds a sliding window, and uses what it gives', async () => {
  const clock = new FakeClock();
  const vendor = new SlidingVendor(clock, 10, 60_000);
  const budget = createRateBudget(clock, { concurrency: 2, windowMs: 60_000 });
  for (let request = 0; request < 45; request += 1) {
    const release = await budget.acquire(never, silent);
    const remaining = vendor.ask();
    clock.advance(40);
    budget.note({ ...nothing, limit: 10, remaining });
    release();
  }
  expect(vendor.refused).toBe(0);
  expect(clock.monotonicMs()).toBeLessThan(5 * 61_000);
});

it('does not give the last place of a window to two that wait for it', async () => {
  const clock = new FakeClock();
  const vendor = new SlidingVendor(clock, 3, 60_000);
  const budget = createRateBudget(clock, { concurrency: 2, windowMs: 60_000 });
  const ask = async (): Promise<void> => {
    const release = await budget.acquire(never, silent);
    budget.note({ ...nothing, limit: 3, remaining: vendor.ask() });
    release();
  };
  for (let pair = 0; pair < 9; pair += 1) await Promise.all([ask(), ask()]);
  expect(vendor.refused).toBe(0);
});

it('comes back when the vendor says so, not when its window would be over', async () => {
  const clock = new FakeClock();
  const budget = createRateBudget(clock, { concurrency: 1, windowMs: 60_000 });
  const release = await budget.acquire(never, silent);
  budget.note({ ...nothing, remaining: 0, retryAtMs: clock.nowMs() + 2_000 });
  release();
  (await budget.acquire(never, silent))();
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(2_000);
  expect(clock.monotonicMs()).toBeLessThan(3_000);
});

it('remembers over a restart what is used up, and forgets what is over', async () => {
  const clock = new FakeClock();
  const vendor = new SlidingVendor(clock, 3, 60_000);
  const before = createRateBudget(clock, { concurrency: 1, windowMs: 60_000 });
  for (let request = 0; request < 3; request += 1) {
    const release = await before.acquire(never, silent);
    before.note({ ...nothing, remaining: vendor.ask() });
    release();
  }
  const kept = before.snapshot();
  clock.advance(10_000);
  const after = createRateBudget(clock, { concurrency: 1, windowMs: 60_000 });
  after.restore(kept);
  (await after.acquire(never, silent))();
  vendor.ask();
  expect(vendor.refused).toBe(0);
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(60_000);

  const late = createRateBudget(clock, { concurrency: 1, windowMs: 60_000 });
  clock.advance(120_000);
  const startedMs = clock.monotonicMs();
  late.restore(kept);
  (await late.acquire(never, silent))();
  expect(clock.monotonicMs()).toBe(startedMs);
});
