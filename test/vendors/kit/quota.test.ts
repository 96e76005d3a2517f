import { expect, it } from 'vitest';
import { enterChange } from '#main/domain/quota-count.ts';
import { createQuotas } from '#main/vendors/kit/quotas.ts';
import { createRateBudget } from '#main/vendors/kit/rate-budget.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { QuotaCount } from '#shared/model/quota.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const never = new AbortController().signal;
const silent = (): void => undefined;
const minute = { name: 'minute', limit: 4, periodMs: 60_000, isAligned: false };
const day = { name: 'day', limit: 10, periodMs: 86_400_000, isAligned: true };

async function ask(budget: ReturnType<typeof createRateBudget>): Promise<void> {
  (await budget.acquire(never, silent))();
}

it('never sends more than a contract allows in any minute, and waits no longer than that takes', async () => {
  const clock = new FakeClock();
  const budget = createRateBudget(clock, { concurrency: 2, windowMs: null, quotas: [minute] });
  const sentMs: number[] = [];
  for (let request = 0; request < 13; request += 1) {
    await ask(budget);
    sentMs.push(clock.monotonicMs());
    clock.advance(100);
  }
  for (const startMs of sentMs) {
    expect(sentMs.filter((atMs) => atMs >= startMs && atMs < startMs + 60_000).length).toBeLessThanOrEqual(4);
  }
  expect(clock.monotonicMs()).toBeLessThan(3 * 61_000);
});

it('an empty day is told to the user instead of waited for', async () => {
  const clock = new FakeClock(Date.UTC(2026, 10, 20, 3));
  const budget = createRateBudget(clock, { concurrency: 1, windowMs: null, quotas: [day] });
  for (let request = 0; request < 10; request += 1) await ask(budget);
  const refused = budget.acquire(never, silent);
  await expect(refused).rejects.toMatchObject({ code: 'vendor.rateLimited', retryable: true });
  await expect(refused).rejects.toMatchObject({ retryAfterMs: expect.closeTo(21 * 3_600_000, -4) });
  clock.advance(21 * 3_600_000 + 1_000);
  await ask(budget);
  expect(budget.status().quotas).toMatchObject([{ name: 'day', limit: 10, used: 1 }]);
});

it('counts where nobody has said a limit, and holds nothing back', async () => {
  const clock = new FakeClock();
  const budget = createRateBudget(clock, { concurrency: 1, windowMs: null, quotas: [{ ...minute, limit: null }] });
  for (let request = 0; request < 30; request += 1) await ask(budget);
  expect(clock.monotonicMs()).toBe(0);
  expect(budget.status().quotas).toMatchObject([{ name: 'minute', limit: null, used: 30 }]);
});

it('waits for nobody else where nobody has said a limit', async () => {
  const entered: string[] = [];
  const silentStore = ({ change }: { readonly change: { readonly kind: string } }): Promise<undefined> => {
    entered.push(change.kind);
    return new Promise(() => undefined);
  };
  const quotas = createQuotas(new FakeClock(), [{ ...minute, limit: null }], silentStore);
  for (let request = 0; request < 2; request += 1) (await quotas.take())?.();
  expect(entered).toEqual(['take', 'settle', 'take', 'settle']);
  expect(quotas.status()).toMatchObject([{ used: 2 }]);
});

it('tells of very many requests of one period', async () => {
  const clock = new FakeClock();
  const answeredMs = Array.from({ length: 300_000 }, (_, at) => clock.nowMs() - 50_000 + Math.floor(at / 10));
  const counts = [{ name: 'minute', answeredMs, periodStartMs: null, used: answeredMs.length }];
  const quotas = createQuotas(clock, [minute], async () => ({ isGranted: false, counts }));
  await quotas.look();
  expect(quotas.status()).toMatchObject([{ used: 300_000, resetAtMs: clock.nowMs() + 10_000 }]);
});

it('remembers both over a restart, and forgets what is over', async () => {
  const clock = new FakeClock(Date.UTC(2026, 10, 20, 3));
  let kept: readonly QuotaCount[] = [];
  const open = () =>
    createQuotas(clock, [minute, day], async ({ rules, change, nowMs }) => {
      const ledger = enterChange(rules, [kept], { change, nowMs });
      kept = ledger.counts;
      return ledger;
    });
  const before = open();
  for (let request = 0; request < 4; request += 1) (await before.take())?.();
  clock.advance(20_000);
  const later = open();
  await later.look();
  expect(later.pauseMs()).toBeGreaterThan(39_000);
  expect(later.status()).toMatchObject([{ used: 4 }, { used: 4 }]);
  clock.advance(86_400_000);
  expect(later.pauseMs()).toBe(0);
  expect(later.status()).toMatchObject([{ used: 0 }, { used: 0 }]);
});

it('counts a request from its answer on, and drops what a clock that was set back left in the future', () => {
  const take = enterChange([minute], [], { nowMs: 1_000_000, change: { kind: 'take' } });
  const settled = enterChange([minute], [take.counts], {
    nowMs: 1_003_000,
    change: { kind: 'settle', sentMs: 1_000_000 },
  });
  expect(settled.counts).toMatchObject([{ answeredMs: [1_003_000], used: 1 }]);
  const look = (nowMs: number) => enterChange([minute], [settled.counts], { nowMs, change: { kind: 'look' } }).counts;
  expect(look(1_061_000)).toMatchObject([{ used: 1 }]);
  expect(look(1_064_000)).toMatchObject([{ used: 0 }]);
  expect(look(900_000)).toMatchObject([{ used: 0 }]);
});

it('takes what two connections with one key have kept for the same requests where it is the same', () => {
  const one = [{ name: 'minute', answeredMs: [10, 20, 20], periodStartMs: null, used: 3 }];
  const other = [{ name: 'minute', answeredMs: [20, 30], periodStartMs: null, used: 2 }];
  const { counts } = enterChange([minute], [one, other], { nowMs: 40, change: { kind: 'look' } });
  expect(counts).toMatchObject([{ answeredMs: [10, 20, 20, 30], used: 4 }]);
});

it('a wait that is cancelled fails, and holds nothing', async () => {
  const budget = createRateBudget(new HangingClock(), { concurrency: 1, windowMs: null });
  budget.note({ limit: 10, remaining: 0, resetAtMs: new FakeClock().nowMs() + 5_000, retryAtMs: null });
  const waiting = budget.acquire(never, silent);
  expect(budget.status()).toMatchObject({ limit: 10, remaining: 0, waitingUntilMs: expect.any(Number) });
  budget.cancelWaits();
  await expect(waiting).rejects.toMatchObject({ code: 'internal.cancelled' });
  expect(budget.status().waitingUntilMs).toBeNull();
});

/** Sleeps until somebody cancels. */
class HangingClock extends FakeClock {
  override sleep(_durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((_resolve, reject) => {
      const cancel = (): void => reject(new AppError('internal.cancelled', 'Cancelled.'));
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }
}
