/** A store that syncs at full speed: real threads, real pages, no network in between. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '#main/db/worker-gateway.ts';
import { createSystemClock } from '#main/platform/system-clock.ts';
import type { Logger } from '#main/ports/ports.ts';
import type { Store } from '#main/services/ports/store.ts';
import { findVendor } from '#main/vendors/registry.ts';
import type { AnyVendorStream } from '#main/vendors/vendor.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { benchNowMs } from '../search/generate.ts';
import { answersOf, connectionCount, type VendorAnswer } from './pages.ts';

const vendor = 'datadog';
const streamId = 'indicators';

/** The stream that reads the pages, as the writer finds it. */
export function findStream(): AnyVendorStream {
  const found = findVendor(vendor).streams.find(({ id }) => id === streamId);
  if (found === undefined) throw new Error('The stream is gone.');
  return found;
}

/** Where each connection's walk begins. */
export function firstCursor(): unknown {
  return findStream().begin({ checkpoint: undefined, full: true, nowMs: benchNowMs, options: {} });
}

const connections = Array.from(
  { length: connectionCount },
  // Of the form that the schema asks for.
  (_, at) => `c-${(at + 1).toString(16).padStart(16, '0')}` as ConnectionId,
);

interface OpenRun {
  readonly runId: number;
  cursor: string;
}

/** Syncs pages, one after the other. */
export class Feed {
  readonly store: Store;
  readonly #file: string;
  readonly #isReady: () => boolean;
  readonly #runs = new Map<number, OpenRun>();
  /** Size of the write-ahead log after each page, at most. */
  walBytes = 0;

  private constructor(store: Store, file: string, isReady: () => boolean) {
    this.store = store;
    this.#file = file;
    this.#isReady = isReady;
  }

  /** @param withEngine whether the search engine runs beside, as over a window. */
  static async open(folder: string, withEngine = false): Promise<Feed> {
    const file = join(folder, 'sightline.db');
    const isNew = !existsSync(file);
    let isReady = false;
    const logger: Logger = {
      write: (_level, event) => {
        if (event === 'search.ready') isReady = true;
      },
      fail: (event, error) => {
        throw new Error(event, { cause: error });
      },
      refer: (event, { code }) => {
        throw new Error(`${event}: ${code}`);
      },
      learn: () => {},
    };
    const entry = (name: string): URL => new URL(`../../../src/main/workers/${name}.ts`, import.meta.url);
    const paths = {
      dataFolder: folder,
      databaseFile: file,
      readerEntry: entry('reader'),
      writerEntry: entry('writer'),
      ...(withEngine ? { searchEntry: entry('search') } : {}),
    };
    const store = await openStore({ paths, clock: createSystemClock(), logger, engineFrom: 1 });
    if (isNew) await addConnections(store);
    return new Feed(store, file, () => isReady);
  }

  /** Resolves when the search engine answers: filled from the tables, it takes a minute among five millions. */
  async untilEngineReady(): Promise<void> {
    while (!this.#isReady()) await sleep(100);
  }

  /** Opens a run of each connection, from where its walk stands or from the beginning. */
  async begin(restart: boolean): Promise<void> {
    for (const [at, connectionId] of connections.entries()) {
      const asked = { connectionId, stream: streamId, atMs: Date.now(), restart };
      const { runId, position } = await this.store.write('runs.start', asked);
      this.#runs.set(at, { runId, cursor: position.cursor ?? JSON.stringify(firstCursor()) });
    }
  }

  /** Stores one page. @returns how many records of it were new or changed, and how many were as before. */
  async ingest(answer: VendorAnswer): Promise<{ readonly stored: number; readonly unchanged: number }> {
    const run = this.#runs.get(answer.connection);
    const connectionId = connections[answer.connection];
    if (run === undefined || connectionId === undefined) throw new Error('No run is open.');
    const { next, stored, unchanged } = await this.store.ingest({
      runId: run.runId,
      connectionId,
      vendor,
      stream: streamId,
      options: {},
      cursor: run.cursor,
      answer: { status: 200, headers: {}, body: answer.body },
      fetchedAtMs: Date.now(),
    });
    if (next === null) throw new Error('The walk has ended.');
    run.cursor = next;
    const wal = statSync(`${this.#file}-wal`, { throwIfNoEntry: false });
    this.walBytes = Math.max(this.walBytes, wal?.size ?? 0);
    return { stored, unchanged };
  }

  /** Closes the runs, which commits what is left. */
  async finish(): Promise<void> {
    const run = { finishedAtMs: Date.now(), expected: null, requests: 0, waitedMs: 0, error: null };
    for (const { runId } of this.#runs.values()) {
      await this.store.write('runs.finish', { runId, run: { ...run, status: 'incomplete' } });
    }
    this.#runs.clear();
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

async function addConnections(store: Store): Promise<void> {
  for (const [at, id] of connections.entries()) {
    const rest = { vendor, site: null, baseUrl: null, options: {}, createdAtMs: benchNowMs };
    await store.write('connections.add', { id, name: `connection ${at + 1}`, ...rest });
  }
}

/** The pages of some steps, made beforehand. */
export function makeAnswers(from: number, steps: number): readonly VendorAnswer[] {
  return Array.from({ length: steps }, (_, at) => answersOf(from + at)).flat();
}
