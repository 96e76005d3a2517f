/** One vendor account with all that is real around it: HTTP, kit, page loop, SQLite. Only the clock is a fake. */
import { rmSync } from 'node:fs';
import { openInlineStore } from '#main/db/inline-gateway.ts';
import { defaultSort } from '#main/domain/query/plan.ts';
import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import type { Clock } from '#main/ports/ports.ts';
import { wrapSecretFields } from '#main/services/secret-fields.ts';
import { createProgressMeter } from '#main/services/sync/progress.ts';
import { syncStream } from '#main/services/sync/sync-stream.ts';
import { createVendorClient } from '#main/vendors/kit/vendor-client.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import type { RejectedRecord, StreamOptions, SyncRun } from '#shared/model/connection.ts';
import type { IndicatorDetail, IndicatorSummary } from '#shared/model/indicator.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { FakeClock } from './fake-clock.ts';
import { addConnection, connectionId, makeDataFolder, TestLogger, testPaths } from './store.ts';

export interface VendorAccountOptions {
  readonly url: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly options?: StreamOptions;
  readonly clock?: Clock;
}

export interface VendorAccount {
  /** Syncs a stream once, in a session of its own. */
  sync(change?: { readonly full?: boolean; readonly signal?: AbortSignal }): Promise<SyncRun>;
  /** What modules told the user, in all sessions. */
  readonly notices: readonly string[];
  indicators(): Promise<readonly IndicatorSummary[]>;
  detail(type: IndicatorType, value: string): Promise<IndicatorDetail | null>;
  rejected(run: SyncRun): Promise<readonly RejectedRecord[]>;
  /** Replaces the options, as a user does. */
  setOptions(options: StreamOptions): Promise<void>;
  close(): Promise<void>;
}

/** Opens an account of the given module; its first stream is the one that is synced. */
export async function openVendorAccount(module: VendorModule, input: VendorAccountOptions): Promise<VendorAccount> {
  const { clock = new FakeClock() } = input;
  const [stream] = module.streams;
  if (stream === undefined) throw new Error('The module has no stream.');
  const { folder } = makeDataFolder();
  const logger = new TestLogger();
  const store = await openInlineStore({ paths: testPaths(folder), clock, logger, findStream: () => stream });
  await addConnection(store, 1, 'Account', module.id);
  const http = createUndiciHttpClient();
  const notices: string[] = [];
  let options = input.options ?? {};

  return {
    notices,
    async sync({ full = false, signal = new AbortController().signal } = {}) {
      const session = createVendorClient(
        { http, clock, logger },
        {
          module,
          connectionId: null,
          origin: input.url,
          originIsFixed: true,
          secrets: wrapSecretFields(input.secrets),
          options: {},
          notice: ({ text }) => notices.push(text),
        },
      );
      const [stored] = await store.read('connections.list', null);
      if (stored === undefined) throw new Error('The connection is gone.');
      const start = { pages: 0, received: 0, expected: null, waitingUntilMs: null };
      const place = { connectionId: stored.id, connection: stored.name, stream: stream.id };
      const { run } = await syncStream(
        { store, clock, logger },
        {
          connection: { ...stored, options },
          stream,
          full,
          meter: createProgressMeter({ clock, start: { ...place, ...start }, report: () => undefined }),
          signal,
          session: () => session,
          connectionFailure: () => undefined,
        },
      );
      await session.close();
      return run;
    },
    indicators: () =>
      store.read('indicators.search', {
        plan: { where: { kind: 'all', of: [] }, sort: defaultSort, includeDerived: false },
        offset: 0,
        limit: 100_000,
      }),
    detail: (type, value) => store.read('indicators.detail', { type, value }),
    rejected: (run) => store.read('rejected.list', { runId: run.id, limit: 100 }),
    async setOptions(next) {
      options = next;
      await store.write('connections.update', { id: connectionId(1), options: next });
    },
    async close() {
      await http.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
