import { expect, it } from 'vitest';
import { createBudgetService } from '#main/services/budget-service.ts';
import { unknownBudget } from '#shared/model/rate-budget.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { addConnection, makeDataFolder, openTestStore } from '../../support/store.ts';

it('tells of each connection live, else as it was kept, and of changes not too often', async () => {
  const { folder } = makeDataFolder();
  const store = await openTestStore('inline', folder);
  const clock = new FakeClock();
  const [first, second] = [await addConnection(store, 1, 'First'), await addConnection(store, 2, 'Second')];
  const cancelled: string[] = [];
  const budgets = createBudgetService({ store, clock, cancelWaits: (id) => cancelled.push(id) });
  const nowMs = clock.nowMs();
  const kept = { ...unknownBudget, limit: 300, remaining: 20, resetAtMs: nowMs + 60_000, waitingUntilMs: nowMs + 9 };
  await store.write('budgets.save', { id: first, state: JSON.stringify({ status: kept }), atMs: nowMs });
  await store.write('budgets.save', { id: second, state: '{"status":"other"}', atMs: nowMs });
  expect(await budgets.list()).toEqual([
    { ...kept, connectionId: first, waitingUntilMs: null },
    { ...unknownBudget, connectionId: second },
  ]);

  const told: unknown[] = [];
  const leave = budgets.onChange(({ connectionId, remaining }) => told.push([connectionId, remaining]));
  for (const remaining of [19, 18, 17]) budgets.note(first, { ...kept, waitingUntilMs: null, remaining });
  expect(told).toEqual([[first, 19]]);
  clock.advance(300);
  budgets.note(first, { ...kept, waitingUntilMs: null, remaining: 16 });
  budgets.note(first, { ...kept, waitingUntilMs: nowMs + 5_000, remaining: 0 });
  expect(told).toEqual([
    [first, 19],
    [first, 16],
    [first, 0],
  ]);
  leave();
  expect((await budgets.list())[0]).toMatchObject({ remaining: 0, waitingUntilMs: nowMs + 5_000 });
  clock.advance(61_000);
  expect((await budgets.list())[0]).toMatchObject({ remaining: 300, resetAtMs: null, waitingUntilMs: null });
  budgets.cancelWaits(second);
  expect(cancelled).toEqual([second]);
  await store.close();
});
