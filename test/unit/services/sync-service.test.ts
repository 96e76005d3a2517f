import { describe, expect, it } from 'vitest';
import type { CredentialService } from '#main/services/credential-service.ts';
import type { StoredConnection, StreamPosition } from '#main/services/ports/store/connections.ts';
import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { RunOutcome } from '#main/services/ports/store/runs.ts';
import type { CallOptions, VendorSession } from '#main/services/ports/vendor-session.ts';
import type { SyncEvent } from '#main/services/sync/events.ts';
import { createSyncService, type SyncService } from '#main/services/sync/sync-service.ts';
import { createVendorCatalogue } from '#main/services/vendor-catalogue.ts';
import type { VendorRequest } from '#main/vendors/operation.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { connectionIdSchema } from '#shared/model/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeStream, fakeVendor } from '../../support/fake-vendor.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const pagesPerStream = 3;
const recordsPerPage = 10;

type Call = (request: VendorRequest, options: CallOptions, connection: string) => Promise<void>;

/** The world of one test: two connections of one vendor, a store that only counts, an account that answers as told. */
interface Stage {
  readonly sync: SyncService;
  readonly store: ScriptedStore;
  readonly clock: FakeClock;
  readonly events: SyncEvent[];
  /** `connection path page` of every call in order. */
  readonly calls: string[];
  readonly finished: { readonly input: RunOutcome; readonly runId: number }[];
  readonly closedSessions: string[];
}

interface Wishes {
  readonly call?: Call;
  readonly module?: VendorModule;
  readonly position?: Partial<StreamPosition>;
  readonly page?: (page: PageInput, outcome: PageOutcome) => PageOutcome;
  readonly secrets?: CredentialService['resolve'];
  readonly lease?: (connectionId: string) => void;
  readonly freeBytes?: number;
  readonly retentionDays?: number;
}

function connection(digit: string, name: string, site: string): StoredConnection {
  return {
    id: connectionIdSchema.parse(`c-${digit.repeat(16)}`),
    name,
    vendor: 'acme',
    site,
    baseUrl: null,
    options: {},
    retentionDays: null,
    syncEveryMinutes: null,
    createdAtMs: 0,
    savedSecret: null,
    lastCompleteAtMs: null,
    latestRuns: [],
  };
}

const east = connection('a', 'East', 'us');
const west = connection('b', 'West', 'eu');

function setUp(wishes: Wishes = {}): Stage {
  const clock = new FakeClock();
  const calls: string[] = [];
  const events: SyncEvent[] = [];
  const finished: { input: RunOutcome; runId: number }[] = [];
  const closedSessions: string[] = [];
  const runs: { stream: string; connection: string; startedAtMs: number }[] = [];
  const store = new ScriptedStore({
    reads: {
      'connections.list': () => [{ ...east, retentionDays: wishes.retentionDays ?? null }, west],
      'retention.blocks': () => [7, 8],
      'retention.blocksInUse': () => ({ blocks: [7], nextAfterId: null }),
      'streams.position': () => ({
        checkpoint: null,
        cursor: null,
        lastCompleteAtMs: null,
        ...wishes.position,
      }),
    },
    writes: {
      // In two slices.
      'retention.forget': ({ afterId }) => ({ forgotten: 3, nextAfterId: afterId === 0 ? 50 : null }),
      'retention.dropBlocks': () => null,
      'runs.start': ({ connectionId, stream, atMs }) => {
        const name = connectionId === east.id ? 'East' : 'West';
        runs.push({ stream, connection: name, startedAtMs: atMs });
        const position = { checkpoint: null, cursor: null, lastCompleteAtMs: null };
        return { runId: runs.length, position };
      },
      'runs.finish': ({ runId, run }) => {
        finished.push({ runId, input: run });
        const started = runs[runId - 1] ?? { stream: '?', connection: '?', startedAtMs: 0 };
        return { id: runId, received: 0, stored: 0, unchanged: 0, rejected: 0, pages: 0, ...started, ...run };
      },
    },
    ingest: (input) => {
      const { page } = JSON.parse(input.cursor) as { page: number };
      const isLast = page + 1 === pagesPerStream;
      const outcome: PageOutcome = {
        next: isLast ? null : JSON.stringify({ page: page + 1 }),
        end: isLast ? { expected: pagesPerStream * recordsPerPage, complete: true } : null,
        total: pagesPerStream * recordsPerPage,
        inPage: recordsPerPage,
        received: (page + 1) * recordsPerPage,
        stored: (page + 1) * recordsPerPage,
        unchanged: 0,
        rejected: 0,
        pages: page + 1,
      };
      return wishes.page?.(input, outcome) ?? outcome;
    },
    ...(wishes.lease === undefined ? {} : { lease: wishes.lease }),
  });
  const openSession = async (input: { readonly origin: string }): Promise<VendorSession> => {
    const name = input.origin.includes('eu') ? 'West' : 'East';
    return {
      async call(request, options, use) {
        options.signal.throwIfAborted();
        calls.push(`${name} ${request.path} ${request.query[0]?.[1]}`);
        options.observer.requestSent();
        await wishes.call?.(request, options, name);
        return use({ status: 200, headers: {}, body: new Uint8Array() });
      },
      close: async () => {
        closedSessions.push(name);
      },
    };
  };
  const credentials: CredentialService = {
    save: async () => undefined,
    clear: async () => undefined,
    placeOf: () => 'memory',
    learn: () => undefined,
    probe: async () => ({ usable: true, explanation: '' }),
    resolve: wishes.secrets ?? (async () => ({})),
  };
  const sync = createSyncService({
    store,
    credentials,
    openSession,
    vendors: createVendorCatalogue(async () => [wishes.module ?? fakeVendor()]),
    clock,
    logger: new MemoryLogger(),
    freeBytes: async () => wishes.freeBytes ?? null,
  });
  sync.onEvent((event) => events.push(event));
  return { sync, store, clock, events, calls, finished, closedSessions };
}

const everything = { connectionIds: null, streams: null, full: false };
const eastOnly = { ...everything, connectionIds: [east.id] };

/** `connection stream status` of each outcome. */
function outcomes(runs: readonly { connection: string; stream: string; status: string }[]): readonly string[] {
  return runs.map((run) => `${run.connection} ${run.stream} ${run.status}`).toSorted();
}

describe('a sync', () => {
  it('walks every stream of every connection page by page', async () => {
    const { sync, calls, finished, closedSessions, store } = setUp();
    const runs = await sync.run(everything);
    expect(outcomes(runs)).toEqual([
      'East files complete',
      'East hosts complete',
      'West files complete',
      'West hosts complete',
    ]);
    expect(calls.filter((call) => call.startsWith('East'))).toEqual([
      'East /hosts 0',
      'East /hosts 1',
      'East /hosts 2',
      'East /files 0',
      'East /files 1',
      'East /files 2',
    ]);
    expect(finished.map(({ input }) => [input.requests, input.expected])).toEqual(Array(4).fill([3, 30]));
    expect(closedSessions.toSorted()).toEqual(['East', 'West']);
    expect(store.leases.size).toBe(0);
  });

  it('deletes what the retention of its connection says is due, slice by slice, after its streams', async () => {
    const { sync, store, clock } = setUp({ retentionDays: 30 });
    await sync.run(everything);
    const beforeMs = clock.nowMs() - 30 * 86_400_000;
    const work = store.written.filter(({ name }) => name.startsWith('retention.'));
    expect(work).toEqual([
      { name: 'retention.forget', input: { id: east.id, beforeMs, afterId: 0 } },
      { name: 'retention.forget', input: { id: east.id, beforeMs, afterId: 50 } },
      { name: 'retention.dropBlocks', input: { id: east.id, blocks: [8] } },
    ]);
    expect(store.leases.size).toBe(0);
  });

  it('deletes nothing when one of its streams was not complete', async () => {
    const call = async (request: VendorRequest): Promise<void> => {
      if (request.path === '/files') throw new AppError('vendor.badResponse', 'Acme answered nonsense.');
    };
    const { sync, store } = setUp({ retentionDays: 30, call });
    await sync.run(eastOnly);
    expect(store.written.filter(({ name }) => name.startsWith('retention.'))).toEqual([]);
  });

  it('goes on where an unfinished walk stopped', async () => {
    const { sync, calls, store } = setUp({ position: { cursor: '{"page":2}' } });
    await sync.run({ ...eastOnly, streams: ['hosts'] });
    expect(calls).toEqual(['East /hosts 2']);
    expect(store.written[0]).toMatchObject({ name: 'runs.start', input: { restart: false } });
  });

  it('begins anew when everything is asked for', async () => {
    const { sync, calls, store } = setUp({ position: { cursor: '{"page":2}' } });
    await sync.run({ ...eastOnly, streams: ['hosts'], full: true });
    expect(calls).toEqual(['East /hosts 0', 'East /hosts 1', 'East /hosts 2']);
    expect(store.written[0]).toMatchObject({ name: 'runs.start', input: { restart: true } });
  });

  it('begins anew when a stored cursor cannot be read any more', async () => {
    const { sync, calls, store } = setUp({ position: { cursor: '{"offset":2}' } });
    await sync.run({ ...eastOnly, streams: ['hosts'] });
    expect(calls).toHaveLength(3);
    expect(store.written[0]).toMatchObject({ name: 'runs.start', input: { restart: true } });
  });

  it('begins anew, once, when the vendor refuses the place where the last walk stopped', async () => {
    const refused = (): AppError =>
      new AppError('vendor.badResponse', 'Acme refused the cursor.', { vendorStatus: 400 });
    const { sync, calls, store, finished } = setUp({
      position: { cursor: '{"page":2}' },
      call: async (request) => {
        if (request.query[0]?.[1] === '2' && finished.length === 0) throw refused();
      },
    });
    const runs = await sync.run({ ...eastOnly, streams: ['hosts'] });
    expect(calls).toEqual(['East /hosts 2', 'East /hosts 0', 'East /hosts 1', 'East /hosts 2']);
    expect(outcomes(runs)).toEqual(['East hosts complete']);
    expect(finished.map(({ input }) => input.status)).toEqual(['failed', 'complete']);
    expect(store.written.filter(({ name }) => name === 'runs.start').map(({ input }) => input)).toMatchObject([
      { restart: false },
      { restart: true },
    ]);
  });

  it('keeps the place when the vendor is only out of order', async () => {
    const { sync, calls } = setUp({
      position: { cursor: '{"page":2}' },
      call: async () => {
        throw new AppError('vendor.badResponse', 'Not JSON.');
      },
    });
    expect(outcomes(await sync.run({ ...eastOnly, streams: ['hosts'] }))).toEqual(['East hosts failed']);
    expect(calls).toEqual(['East /hosts 2']);
  });

  it('tells progress and the end of each stream', async () => {
    const { sync, events, clock } = setUp({
      call: async () => {
        clock.advance(300);
      },
    });
    await sync.run({ ...eastOnly, streams: ['hosts'] });
    const progress = events.flatMap((event) => (event.kind === 'progress' ? [event.progress] : []));
    expect(progress.map(({ pages, received, expected }) => [pages, received, expected])).toEqual([
      [1, 10, 30],
      [2, 20, 30],
      [3, 30, 30],
    ]);
    expect(events.at(-1)).toMatchObject({ kind: 'finished', connectionId: east.id, run: { status: 'complete' } });
  });

  it('does not tell progress more often than an eye can follow', async () => {
    const { sync, events, clock } = setUp({
      call: async () => {
        clock.advance(100);
      },
    });
    await sync.run({ ...eastOnly, streams: ['hosts'] });
    expect(events.filter((event) => event.kind === 'progress')).toHaveLength(1);
  });

  it('counts the time for which the vendor made us wait', async () => {
    const { sync, events, clock, finished } = setUp({
      call: async (_request, { observer }) => {
        observer.waiting(clock.nowMs() + 2_000);
        clock.advance(2_000);
        observer.waiting(null);
      },
    });
    await sync.run({ ...eastOnly, streams: ['hosts'] });
    expect(finished[0]?.input.waitedMs).toBe(6_000);
    expect(events[0]).toMatchObject({ kind: 'progress', progress: { waitingUntilMs: expect.any(Number) } });
  });

  it('reports a gap longer than the vendor remembers, although the run is complete', async () => {
    const module = fakeVendor({ streams: [fakeStream('hosts', { memoryMs: 7 * 86_400_000 })] });
    const { sync, finished } = setUp({ module, position: { lastCompleteAtMs: 0 } });
    await sync.run(eastOnly);
    expect(finished[0]?.input).toMatchObject({ status: 'complete', error: { code: 'sync.possibleLoss' } });
  });

  it('is incomplete with rejected records', async () => {
    const { sync } = setUp({ page: (_input, outcome) => ({ ...outcome, rejected: 2 }) });
    expect(outcomes(await sync.run(eastOnly))).toEqual(['East files incomplete', 'East hosts incomplete']);
  });

  it('is incomplete when the vendor leads us round in circles', async () => {
    const { sync, calls } = setUp({ page: (_input, outcome) => ({ ...outcome, next: '{"page":0}', end: null }) });
    const [run] = await sync.run({ ...eastOnly, streams: ['hosts'] });
    expect(run).toMatchObject({ status: 'incomplete', error: { message: 'The vendor sent the same cursor twice.' } });
    expect(calls).toHaveLength(1);
  });
});

describe('a failure', () => {
  it('of one connection leaves the others running', async () => {
    const { sync } = setUp({
      call: async (_request, _options, name) => {
        if (name === 'East') throw new AppError('network.offline', 'No route.');
      },
    });
    expect(outcomes(await sync.run(everything))).toEqual([
      'East files failed',
      'East hosts failed',
      'West files complete',
      'West hosts complete',
    ]);
  });

  it('of the key stops its connection after one try', async () => {
    const { sync, calls, finished } = setUp({
      call: async () => {
        throw new AppError('credential.rejected', 'The key is wrong.');
      },
    });
    expect(outcomes(await sync.run(eastOnly))).toEqual(['East files failed', 'East hosts failed']);
    expect(calls).toEqual(['East /hosts 0']);
    expect(finished.map(({ input }) => input.error?.code)).toEqual(['credential.rejected', 'credential.rejected']);
  });

  it('of the key ends a stream that runs beside it with the same reason, not as cancelled', async () => {
    let refuse: () => void = () => undefined;
    const { sync } = setUp({
      module: fakeVendor({ concurrency: 2 }),
      call: async (request, { signal }) => {
        if (request.path === '/hosts') {
          await new Promise<void>((resolve) => {
            refuse = resolve;
          });
          throw new AppError('vendor.forbidden', 'No right.');
        }
        refuse();
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('internal.cancelled', 'Cancelled.')));
        });
      },
    });
    const runs = await sync.run(eastOnly);
    expect(outcomes(runs)).toEqual(['East files failed', 'East hosts failed']);
    expect(runs.map((run) => run.error?.code)).toEqual(['vendor.forbidden', 'vendor.forbidden']);
  });

  it('of one stream leaves the other streams of its connection', async () => {
    const { sync } = setUp({
      call: async ({ path }) => {
        if (path === '/hosts') throw new AppError('vendor.badResponse', 'HTML.');
      },
    });
    expect(outcomes(await sync.run(eastOnly))).toEqual(['East files complete', 'East hosts failed']);
  });

  it('to find the secret is written down for every stream, without a request', async () => {
    const { sync, calls, finished } = setUp({
      secrets: () => Promise.reject(new AppError('credential.missing', 'No secret yet.')),
    });
    await sync.run(eastOnly);
    expect(calls).toEqual([]);
    expect(finished.map(({ input }) => [input.status, input.error?.code])).toEqual([
      ['failed', 'credential.missing'],
      ['failed', 'credential.missing'],
    ]);
  });

  it('to get the lease is told, and nothing is written', async () => {
    const { sync, store, events } = setUp({
      lease: (id) => {
        if (id === east.id) throw new AppError('state.conflict', 'Process 7 syncs it.');
      },
    });
    const runs = await sync.run(eastOnly);
    expect(runs).toEqual([
      expect.objectContaining({
        id: 0,
        stream: 'hosts',
        status: 'failed',
        error: expect.objectContaining({ code: 'state.conflict' }),
      }),
      expect.objectContaining({ id: 0, stream: 'files', status: 'failed' }),
    ]);
    expect(store.written).toEqual([]);
    expect(events.filter((event) => event.kind === 'finished')).toHaveLength(2);
  });

  it('for want of space comes before the first request', async () => {
    const { sync, calls } = setUp({ freeBytes: 100 * 1024 * 1024 });
    const runs = await sync.run(eastOnly);
    expect(runs.map((run) => run.error?.code)).toEqual(['storage.full', 'storage.full']);
    expect(calls).toEqual([]);
  });

  it('that is our own mistake shows no inside', async () => {
    const { sync } = setUp({
      page: () => {
        throw new TypeError('secret of /home/user');
      },
    });
    const runs = await sync.run(eastOnly);
    expect(runs[0]?.error).toEqual({ code: 'internal.bug', message: 'Something went wrong inside Sightline.' });
  });
});

describe('cancelling', () => {
  it('ends the running stream and those that wait, and nothing else', async () => {
    const { sync, calls } = setUp({
      call: async (_request, _options, name) => {
        if (name === 'East') sync.cancel(east.id);
      },
    });
    expect(outcomes(await sync.run(everything))).toEqual([
      'East files cancelled',
      'East hosts cancelled',
      'West files complete',
      'West hosts complete',
    ]);
    expect(calls.filter((call) => call.startsWith('East'))).toHaveLength(1);
  });

  it('follows the signal of the caller', async () => {
    const controller = new AbortController();
    const { sync } = setUp({ call: async () => controller.abort() });
    const runs = await sync.run(everything, controller.signal);
    expect(new Set(runs.map((run) => run.status))).toEqual(new Set(['cancelled']));
    expect(runs.map((run) => run.error)).toEqual([null, null, null, null]);
  });

  it('is waited for by stop', async () => {
    const { sync, store } = setUp({
      call: (_request, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('internal.cancelled', 'Cancelled.')));
        }),
    });
    expect(await sync.start(everything)).toEqual({ started: 2 });
    expect(sync.isSyncing(east.id)).toBe(true);
    await sync.stop();
    expect(sync.isSyncing(east.id)).toBe(false);
    expect(sync.status()).toEqual([]);
    expect(store.leases.size).toBe(0);
  });
});

describe('what is asked for', () => {
  it('is not started twice', async () => {
    const { sync } = setUp({ call: () => new Promise((resolve) => setImmediate(resolve)) });
    expect(await sync.start(eastOnly)).toEqual({ started: 1 });
    expect(await sync.start(everything)).toEqual({ started: 1 });
    await expect(sync.run(eastOnly)).rejects.toMatchObject({ code: 'state.conflict' });
    await sync.stop();
  });

  it('leaves out a connection whose vendor is unknown to this version, unless it was named', async () => {
    const { sync, calls } = setUp({ module: fakeVendor({ id: 'other' }) });
    expect(await sync.run(everything)).toEqual([]);
    await expect(sync.run(eastOnly)).rejects.toMatchObject({ code: 'input.invalid' });
    expect(calls).toEqual([]);
  });

  it('must exist', async () => {
    const { sync, store } = setUp();
    const unknown = connectionIdSchema.parse('c-0000000000000000');
    await expect(sync.run({ ...everything, connectionIds: [unknown] })).rejects.toMatchObject({
      code: 'state.notFound',
    });
    await expect(sync.run({ ...everything, streams: ['hosts', 'urls'] })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    expect(store.written).toEqual([]);
  });
});
