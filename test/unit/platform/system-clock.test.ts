import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSystemClock } from '#main/platform/system-clock.ts';

const clock = createSystemClock();

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('sleeps for the time it was given', async () => {
  const awake = vi.fn();
  const sleeping = clock.sleep(1_000).then(awake);
  await vi.advanceTimersByTimeAsync(999);
  expect(awake).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await sleeping;
  expect(awake).toHaveBeenCalledOnce();
});

test('sleeps longer than one timer can', async () => {
  const days30 = 30 * 24 * 3_600_000;
  const awake = vi.fn();
  const sleeping = clock.sleep(days30).then(awake);
  await vi.advanceTimersByTimeAsync(days30 - 1);
  expect(awake).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await sleeping;
});

test('a jump of the wall clock does not end a sleep', async () => {
  const awake = vi.fn();
  const sleeping = clock.sleep(60_000).then(awake);
  vi.setSystemTime(Date.now() + 366 * 24 * 3_600_000);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(awake).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await sleeping;
});

test.each([0, -5, Number.NaN])('%s ms is no time at all', async (durationMs) => {
  await clock.sleep(durationMs);
  expect(vi.getTimerCount()).toBe(0);
});

test('an abort ends a sleep with internal.cancelled and leaves no timer', async () => {
  const controller = new AbortController();
  const sleeping = expect(clock.sleep(60_000, controller.signal)).rejects.toMatchObject({ code: 'internal.cancelled' });
  await vi.advanceTimersByTimeAsync(10);
  controller.abort();
  await sleeping;
  expect(vi.getTimerCount()).toBe(0);
});

test('an aborted signal is refused at once', async () => {
  await expect(clock.sleep(60_000, AbortSignal.abort())).rejects.toMatchObject({ code: 'internal.cancelled' });
  expect(vi.getTimerCount()).toBe(0);
});
