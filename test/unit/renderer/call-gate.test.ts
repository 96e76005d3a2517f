import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { callsInFlightLimit, callsPerSecondLimit } from '#shared/contract/envelope.ts';
import { createCallGate } from '../../../src/renderer/src/bridge/call-gate.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A gate and calls that are answered when the test says so. */
function setUp() {
  const gate = createCallGate();
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  return {
    begun,
    call: (number: number, { isWanted = (): boolean => true, isCommand = false } = {}) =>
      gate.run({
        begin: () => {
          begun.push(number);
          return new Promise<number>((resolve) => ends.set(number, () => resolve(number)));
        },
        isWanted,
        isCommand,
      }),
    end: (number: number) => ends.get(number)?.(),
  };
}

const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

it('begins a call at once where nothing waits', () => {
  const { call, begun } = setUp();
  void call(1);
  expect(begun).toEqual([1]);
});

it('keeps calls back while too many are unanswered, and begins them in their order', async () => {
  const { call, begun, end } = setUp();
  const calls = numbersTo(100).map((number) => call(number));
  const first = begun.length;
  expect(first).toBeLessThan(callsInFlightLimit);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begun).toHaveLength(first);
  for (const number of numbersTo(100)) {
    end(number);
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(begun).toEqual(numbersTo(100));
  expect(await Promise.all(calls)).toEqual(numbersTo(100));
});

it('keeps calls back while too many began in the last second', async () => {
  const { call, begun, end } = setUp();
  for (const number of numbersTo(400)) {
    void call(number);
    end(number);
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(begun.length).toBeLessThan(callsPerSecondLimit);
  for (let second = 0; second < 6 && begun.length < 400; second += 1) {
    const before = begun.length;
    for (let step = 0; step < 100; step += 1) {
      await vi.advanceTimersByTimeAsync(10);
      for (const number of begun) end(number);
    }
    expect(begun.length - before).toBeLessThan(callsPerSecondLimit);
  }
  expect(begun).toEqual(numbersTo(400));
});

it('lets commands pass by the questions that wait for answers', async () => {
  const { call, begun } = setUp();
  for (const number of numbersTo(100)) void call(number);
  const questions = begun.length;
  for (const number of numbersTo(20)) void call(1_000 + number, { isCommand: true });
  expect(begun.slice(questions)).toEqual(numbersTo(20).map((number) => 1_000 + number));
  for (const number of numbersTo(200)) void call(2_000 + number, { isCommand: true });
  expect(begun.length).toBeLessThan(callsInFlightLimit);
});

it('lets commands pass by the questions that wait for the clock, within what main bears', async () => {
  const { call, begun, end } = setUp();
  for (const number of numbersTo(400)) {
    void call(number);
    end(number);
    await vi.advanceTimersByTimeAsync(0);
  }
  const questions = begun.length;
  for (const number of numbersTo(400)) {
    void call(1_000 + number, { isCommand: true });
    end(1_000 + number);
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(begun[questions]).toBe(1_001);
  expect(begun.length).toBeGreaterThan(questions + 50);
  expect(begun.length).toBeLessThan(callsPerSecondLimit);
  // As soon as there is room, what waits longest of the commands is the next.
  const commands = begun.length - questions;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun[questions + commands]).toBe(1_001 + commands);
});

it('does not begin what nobody wants any more', async () => {
  const { call, begun, end } = setUp();
  const unanswered = numbersTo(100).map((number) => call(number));
  const first = begun.length;
  const late = call(101, { isWanted: () => false });
  const refused = expect(late).rejects.toMatchObject({ code: 'internal.cancelled' });
  for (const number of numbersTo(100)) {
    end(number);
    await vi.advanceTimersByTimeAsync(0);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  await refused;
  expect(first).toBeLessThan(100);
  expect(begun).toEqual(numbersTo(100));
  await Promise.all(unanswered);
});

it('goes on after a call that failed', async () => {
  const gate = createCallGate();
  const failed = numbersTo(200).map(() =>
    gate
      .run({ begin: () => Promise.reject(new Error('no')), isWanted: () => true, isCommand: false })
      .catch(() => 'failed'),
  );
  await vi.advanceTimersByTimeAsync(5_000);
  expect(new Set(await Promise.all(failed))).toEqual(new Set(['failed']));
});
