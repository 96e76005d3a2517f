/** VirusTotal tells nothing of its quotas: what is left is counted here, by every process over one data folder. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBudgetMemory } from '#main/app/budget-memory.ts';
import { createSystemClock } from '#main/platform/system-clock.ts';
import { Secret } from '#main/ports/secret.ts';
import type { Store } from '#main/services/ports/store.ts';
import { createBudgets } from '#main/vendors/kit/budgets.ts';
import type { RateBudget } from '#main/vendors/kit/rate-budget.ts';
import { virustotal } from '#main/vendors/virustotal/index.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { addConnection, connectionId, makeDataFolder, openTestStore } from '../../support/store.ts';

const never = new AbortController().signal;
const clock = createSystemClock();
const [first, second] = [connectionId(1), connectionId(2)];

let data: ReturnType<typeof makeDataFolder>;
let stores: Store[];

beforeEach(async () => {
  data = makeDataFolder();
  // Each with a writer thread and connections of its own, as two processes have them.
  stores = [await openTestStore('worker', data.folder), await openTestStore('worker', data.folder)];
  for (const n of [1, 2]) await addConnection(stores[0] ?? expect.unreachable(), n);
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  data.remove();
});

/** The budget of a process for a connection. */
function open(process: number, own: ConnectionId, options: Readonly<Record<string, number>>) {
  const store = stores[process] ?? expect.unreachable();
  const memory = createBudgetMemory(store, clock, () => undefined);
  const budgets = createBudgets({ clock, logger: new MemoryLogger() }, memory);
  return (id: ConnectionId = own): Promise<RateBudget> =>
    budgets.of({
      module: virustotal,
      connectionId: id,
      origin: 'https://www.virustotal.com',
      originIsFixed: true,
      secrets: { apiKey: new Secret('one-key') },
      options,
      notice: () => undefined,
    });
}

/** Asks until the day is used up. @returns how often it went. */
async function askUntilRefused(budget: RateBudget): Promise<number> {
  for (let asked = 0; ; asked += 1) {
    const release = await budget.acquire(never, () => undefined).catch(() => undefined);
    if (release === undefined) return asked;
    // Answers take their time, so that requests of both are under way at once.
    await new Promise((resolve) => setImmediate(resolve));
    release();
  }
}

it('two processes together never send more than a day allows', async () => {
  const options = { quota_day: 40 };
  const [one, two] = await Promise.all([open(0, first, options)(), open(1, first, options)()]);
  const all = await Promise.all([one, one, two, two].map(askUntilRefused));
  expect(all.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(one.status().quotas[1]).toMatchObject({ name: 'day', limit: 40, used: 40 });
  expect(two.status().quotas[1]).toMatchObject({ used: 40 });
});

it('a process that starts later knows what was used, and one that runs learns of it with its next session', async () => {
  const running = open(0, first, {});
  expect((await running()).status().quotas[1]).toMatchObject({ used: 0 });
  const other = await open(1, first, {})();
  for (let request = 0; request < 3; request += 1) (await other.acquire(never, () => undefined))();
  // Without a quota nothing waits for the count: this is written after what is on its way.
  await other.lookAtQuotas();
  expect((await running()).status().quotas[1]).toMatchObject({ used: 3 });
  expect((await open(1, first, {})()).status().quotas[1]).toMatchObject({ used: 3 });
});

it('two connections with one key share what each process counts of it', async () => {
  const here = open(0, first, { quota_day: 5 });
  const budget = await here();
  // The second connection joins: from now on both keep the same count.
  await here(second);
  for (let request = 0; request < 4; request += 1) (await budget.acquire(never, () => undefined))();
  expect(await askUntilRefused(await open(1, second, { quota_day: 5 })())).toBe(1);
  expect(await askUntilRefused(budget)).toBe(0);
});
