import { expect, it } from 'vitest';
import { Secret } from '#main/ports/secret.ts';
import type { BudgetMemory, SessionInput } from '#main/services/ports/vendor-session.ts';
import { createBudgets } from '#main/vendors/kit/budgets.ts';
import { virustotal } from '#main/vendors/virustotal/index.ts';
import { type ConnectionId, connectionIdSchema } from '#shared/model/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const [first, second] = ['c-1111111111111111', 'c-2222222222222222'].map((id) => connectionIdSchema.parse(id));

function input(
  connectionId: SessionInput['connectionId'] | undefined,
  options: SessionInput['options'],
  key = 'one-key',
): SessionInput {
  return {
    module: virustotal,
    connectionId: connectionId ?? null,
    origin: 'https://www.virustotal.com',
    originIsFixed: true,
    secrets: { apiKey: new Secret(key) },
    options,
    notice: () => undefined,
  };
}

it('holds all connections with one key to the most careful word on its quotas, as long as it is said', async () => {
  const budgets = createBudgets({ clock: new FakeClock(), logger: new MemoryLogger() }, undefined);
  const limits = async (...session: Parameters<typeof input>) =>
    (await budgets.of(input(...session))).status().quotas.map(({ limit }) => limit);
  expect(await limits(first, { quota_minute: 4, quota_day: 500 })).toEqual([4, 500]);
  expect(await limits(second, { quota_minute: 1_000 })).toEqual([4, 500]);
  // What is only tried out says nothing for the others.
  expect(await limits(null, { quota_minute: 1 })).toEqual([4, 500]);
  expect(await limits(first, {})).toEqual([1_000, null]);
  expect(await limits(second, {})).toEqual([null, null]);
});

it('counts a key no more by a connection that has another one now', async () => {
  const entered: (readonly ConnectionId[])[] = [];
  const memory: BudgetMemory = {
    load: async () => null,
    save: async () => undefined,
    enterQuotas: async ({ ids }) => {
      entered.push(ids);
      return { isGranted: true, counts: [] };
    },
    changed: () => undefined,
  };
  const budgets = createBudgets({ clock: new FakeClock(), logger: new MemoryLogger() }, memory);
  await budgets.of(input(first, { quota_minute: 4 }));
  const former = await budgets.of(input(second, { quota_minute: 100 }));
  const current = await budgets.of(input(first, { quota_minute: 4 }, 'new-key'));
  entered.length = 0;
  for (const budget of [former, current]) await budget.lookAtQuotas();
  expect(entered).toEqual([[second], [first]]);
  expect(former.status().quotas).toMatchObject([{ limit: 100 }, { limit: null }]);
});
