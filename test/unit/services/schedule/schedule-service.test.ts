import { describe, expect, it } from 'vitest';
import type { Clock } from '#main/ports/ports.ts';
import type { StoredConnection } from '#main/services/ports/store/connections.ts';
import { createScheduleService, type ScheduleService } from '#main/services/schedule/schedule-service.ts';
import { createVendorCatalogue } from '#main/services/vendor-catalogue.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { type ConnectionId, connectionIdSchema } from '#shared/model/ids.ts';
import { type ConnectionBudget, unknownBudget } from '#shared/model/rate-budget.ts';
import type { SavedSearch } from '#shared/model/saved-search.ts';
import type { FoundSearch } from '#shared/model/schedule.ts';
import { fakeStream, fakeVendor } from '../../../support/fake-vendor.ts';
import { MemoryLogger } from '../../../support/memory-logger.ts';
import { ScriptedStore } from '../../../support/scripted-store.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 10, 21);

/** A clock that a test moves; sleepers wake when their time has come on the monotonic one. */
class MovableClock implements Clock {
  #nowMs = startMs;
  #monotonicMs = 0;
  readonly #sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();

  nowMs = (): number => this.#nowMs;
  monotonicMs = (): number => this.#monotonicMs;

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { untilMs: this.#monotonicMs + durationMs, wake: resolve };
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(new AppError('internal.cancelled', 'Cancelled.'));
      };
      if (signal?.aborted === true) return abort();
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** The clock on the wall alone. */
  jump(byMs: number): void {
    this.#nowMs += byMs;
  }

  /** Time passes, in steps short enough that everybody wakes in order. */
  async pass(durationMs: number): Promise<void> {
    for (let leftMs = durationMs; leftMs > 0; leftMs -= 5_000) {
      this.#nowMs += Math.min(5_000, leftMs);
      this.#monotonicMs += Math.min(5_000, leftMs);
      for (const sleeper of [...this.#sleepers]) {
        if (sleeper.untilMs > this.#monotonicMs) continue;
        this.#sleepers.delete(sleeper);
        sleeper.wake();
      }
      await settle();
    }
  }
}

/** Lets everything that has been started go on until it waits for time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const idOf = (digit: string): ConnectionId => connectionIdSchema.parse(`c-${digit.repeat(16)}`);

interface Wishes {
  readonly connections?: readonly Partial<StoredConnection>[];
  /** What becomes of a sync; default: it is complete and stores something. */
  readonly outcome?: (id: ConnectionId) => Partial<SyncRun>;
  readonly hasNetwork?: () => boolean;
}

/** A store with connections whose runs are kept as a real one keeps them, and a sync that takes a second. */
class Stage {
  readonly clock = new MovableClock();
  readonly synced: string[] = [];
  readonly found: (readonly FoundSearch[])[] = [];
  readonly searches: SavedSearch[] = [];
  readonly budgets: ConnectionBudget[] = [];
  readonly schedule: ScheduleService;
  connections: StoredConnection[];
  memorySecrets = new Set<ConnectionId>();
  isBroken = false;
  running = 0;
  most = 0;
  outcome: (id: ConnectionId) => Partial<SyncRun>;
  #runId = 0;

  constructor({ connections = [{}], outcome = () => ({}), hasNetwork = () => true }: Wishes = {}) {
    this.outcome = outcome;
    this.connections = connections.map((change, at) => ({
      id: idOf(String(at + 1)),
      name: `Number ${at + 1}`,
      vendor: 'acme',
      site: null,
      baseUrl: null,
      options: {},
      retentionDays: null,
      syncEveryMinutes: 60,
      createdAtMs: startMs,
      savedSecret: { fields: ['apiKey'], savedAtMs: startMs - minuteMs },
      lastCompleteAtMs: null,
      latestRuns: [],
      ...change,
    }));
    this.schedule = createScheduleService({
      store: new ScriptedStore({ reads: { 'connections.list': () => this.#list() } }),
      vendors: createVendorCatalogue(async () => [fakeVendor({ streams: [fakeStream('hosts')] })]),
      credentials: {
        placeOf: ({ id, savedSecret }) => {
          if (this.memorySecrets.has(id)) return 'memory';
          return savedSecret === null ? null : 'keychain';
        },
      },
      budgets: { list: async () => this.budgets },
      sync: { isSyncing: () => false, run: (request) => this.#sync(request.connectionIds?.[0]) },
      savedSearches: { list: async () => [...this.searches] },
      clock: this.clock,
      logger: new MemoryLogger(),
      hasNetwork,
    });
    this.schedule.onFound((found) => this.found.push(found));
  }

  #list(): readonly StoredConnection[] {
    if (this.isBroken) throw new AppError('storage.corrupt', 'Damaged.');
    return this.connections;
  }

  async #sync(id: ConnectionId | undefined): Promise<readonly SyncRun[]> {
    const connection = this.connections.find((one) => one.id === id);
    if (connection === undefined) throw new AppError('state.notFound', 'There is no such connection.');
    this.synced.push(connection.name);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    const startedAtMs = this.clock.nowMs();
    await settle();
    this.running -= 1;
    this.#runId += 1;
    const run: SyncRun = {
      id: this.#runId,
      connection: connection.name,
      stream: 'hosts',
      startedAtMs,
      finishedAtMs: this.clock.nowMs(),
      status: 'complete',
      expected: null,
      received: 1,
      stored: 1,
      unchanged: 0,
      rejected: 0,
      pages: 1,
      requests: 1,
      waitedMs: 0,
      error: null,
      ...this.outcome(connection.id),
    };
    this.change(connection.id, { latestRuns: [run] });
    return [run];
  }

  change(id: ConnectionId, change: Partial<StoredConnection>): void {
    this.connections = this.connections.map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  async states(): Promise<readonly string[]> {
    return (await this.schedule.list()).map(({ state }) => state);
  }
}

const refused = { status: 'failed', stored: 0, error: { code: 'credential.rejected', message: 'No.' } } as const;

describe('the schedule', () => {
  it('runs nothing before it is started, nothing that is off, and nothing after it was stopped', async () => {
    const stage = new Stage({ connections: [{}, { syncEveryMinutes: null }] });
    await stage.clock.pass(120 * minuteMs);
    expect(stage.synced).toEqual([]);
    stage.schedule.start();
    await stage.clock.pass(minuteMs);
    expect(stage.synced).toEqual(['Number 1']);
    expect(await stage.states()).toEqual(['waiting', 'off']);
    await stage.schedule.stop();
    await stage.clock.pass(300 * minuteMs);
    expect(stage.synced).toEqual(['Number 1']);
  });

  it('runs each connection as often as it is set to, one after the other', async () => {
    const stage = new Stage({ connections: [{}, { syncEveryMinutes: 30 }, {}] });
    stage.schedule.start();
    await stage.clock.pass(100 * minuteMs);
    const countOf = (name: string): number => stage.synced.filter((one) => one === name).length;
    expect([countOf('Number 1'), countOf('Number 2'), countOf('Number 3')]).toEqual([2, 4, 2]);
    expect(stage.most).toBe(1);
    await stage.schedule.stop();
  });

  it('looks at once when it is nudged', async () => {
    const stage = new Stage({ connections: [{ syncEveryMinutes: null }] });
    stage.schedule.start();
    await stage.clock.pass(6_000);
    stage.change(idOf('1'), { syncEveryMinutes: 60 });
    stage.schedule.nudge();
    await settle();
    await settle();
    expect(stage.synced).toEqual(['Number 1']);
    await stage.schedule.stop();
  });

  it.each([-9_000, 9_000])('makes one run of a clock that jumps by %d minutes, and no storm', async (minutes) => {
    const stage = new Stage();
    stage.schedule.start();
    await stage.clock.pass(6 * minuteMs);
    expect(stage.synced).toHaveLength(1);
    stage.clock.jump(minutes * minuteMs);
    await stage.clock.pass(30 * minuteMs);
    expect(stage.synced).toHaveLength(2);
    await stage.clock.pass(40 * minuteMs);
    expect(stage.synced).toHaveLength(3);
    await stage.schedule.stop();
  });

  it('runs at most once in five minutes under a clock that jumps about all the time', async () => {
    const stage = new Stage();
    stage.schedule.start();
    for (let nth = 0; nth < 120; nth += 1) {
      stage.clock.jump((nth % 2 === 0 ? 1 : -1) * 500 * minuteMs);
      await stage.clock.pass(30_000);
    }
    expect(stage.synced.length).toBeLessThanOrEqual(13);
    await stage.schedule.stop();
  });

  it('makes up for a night of sleep with one run', async () => {
    const stage = new Stage();
    stage.schedule.start();
    await stage.clock.pass(6 * minuteMs);
    // The monotonic clock stands still while the computer sleeps.
    stage.clock.jump(9 * 60 * minuteMs);
    await stage.clock.pass(2 * minuteMs);
    expect(stage.synced).toHaveLength(2);
    await stage.schedule.stop();
  });

  it('goes on after a run that failed, at its usual time', async () => {
    const stage = new Stage({
      outcome: () => ({ status: 'failed', error: { code: 'network.offline', message: 'No network.' } }),
    });
    stage.schedule.start();
    await stage.clock.pass(61 * minuteMs);
    expect(stage.synced).toHaveLength(2);
    await stage.schedule.stop();
  });

  it('stops after a refused key until another one is saved', async () => {
    const stage = new Stage({ outcome: () => refused });
    stage.schedule.start();
    await stage.clock.pass(300 * minuteMs);
    expect(stage.synced).toHaveLength(1);
    expect(await stage.states()).toEqual(['denied']);
    stage.change(idOf('1'), { savedSecret: { fields: ['apiKey'], savedAtMs: stage.clock.nowMs() } });
    expect(await stage.states()).toEqual(['due']);
    stage.outcome = () => ({});
    await stage.clock.pass(minuteMs);
    expect(stage.synced).toHaveLength(2);
    expect(await stage.states()).toEqual(['waiting']);
    await stage.schedule.stop();
  });

  it('goes on when the key in memory or the right at the vendor was mended, and stops again when it was not', async () => {
    const stage = new Stage({ connections: [{ savedSecret: null }], outcome: () => refused });
    expect(await stage.states()).toEqual(['noSecret']);
    stage.memorySecrets.add(idOf('1'));
    await stage.schedule.runDue();
    expect(await stage.states()).toEqual(['denied']);
    stage.schedule.mended(idOf('1'));
    await stage.clock.pass(61 * minuteMs);
    await stage.schedule.runDue();
    expect(stage.synced).toHaveLength(2);
    expect(await stage.states()).toEqual(['denied']);
  });

  it('keeps to the limit of the vendor', async () => {
    const stage = new Stage();
    const resetAtMs = startMs + 20 * minuteMs;
    stage.budgets.push({ ...unknownBudget, connectionId: idOf('1'), limit: 100, remaining: 0, resetAtMs });
    expect(await stage.schedule.list()).toMatchObject([{ state: 'held', nextAtMs: resetAtMs }]);
    await stage.schedule.runDue();
    expect(stage.synced).toEqual([]);
    stage.budgets[0] = { ...unknownBudget, connectionId: idOf('1') };
    const quota = { name: 'day', limit: 5, used: 5, resetAtMs };
    stage.budgets[0] = { ...unknownBudget, connectionId: idOf('1'), quotas: [quota] };
    expect(await stage.states()).toEqual(['held']);
    stage.budgets[0] = { ...unknownBudget, connectionId: idOf('1'), quotas: [{ ...quota, used: 4 }] };
    expect(await stage.states()).toEqual(['due']);
  });

  it('waits for a network, except for vendors on this computer', async () => {
    let hasNetwork = false;
    const stage = new Stage({
      connections: [{}, { baseUrl: 'http://127.0.0.1:8080' }],
      hasNetwork: () => hasNetwork,
    });
    await stage.schedule.runDue();
    expect(stage.synced).toEqual(['Number 2']);
    expect((await stage.states())[0]).toBe('offline');
    hasNetwork = true;
    await stage.schedule.runDue();
    expect(stage.synced).toEqual(['Number 2', 'Number 1']);
  });

  it('starts nothing while it is held', async () => {
    const stage = new Stage();
    const release = stage.schedule.hold();
    await stage.schedule.runDue();
    expect(stage.synced).toEqual([]);
    release();
    release();
    await stage.schedule.runDue();
    expect(stage.synced).toEqual(['Number 1']);
  });

  it('names the saved searches that have new matches after a run, and those only', async () => {
    const stage = new Stage();
    const search = (name: string, newCount: number): SavedSearch => ({
      name,
      query: `tag:${name}`,
      columns: null,
      createdAtMs: startMs,
      lookedAtMs: startMs,
      newCount,
    });
    stage.searches.push(search('same', 2), search('more', 1));
    stage.outcome = () => {
      stage.searches[1] = search('more', 4);
      return {};
    };
    await stage.schedule.runDue();
    expect(stage.found).toEqual([[{ name: 'more', query: 'tag:more', newCount: 4 }]]);
    stage.outcome = () => ({ stored: 0 });
    await stage.clock.pass(61 * minuteMs);
    await stage.schedule.runDue();
    expect(stage.synced).toHaveLength(2);
    expect(stage.found).toHaveLength(1);
  });

  it('tries again later when the store cannot be read', async () => {
    const stage = new Stage();
    stage.isBroken = true;
    stage.schedule.start();
    await stage.clock.pass(minuteMs);
    stage.isBroken = false;
    await stage.clock.pass(3 * minuteMs);
    expect(stage.synced).toEqual([]);
    await stage.clock.pass(2 * minuteMs);
    expect(stage.synced).toEqual(['Number 1']);
    await stage.schedule.stop();
  });
});
