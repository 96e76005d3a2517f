/** Stores over real files for tests, and short ways to fill them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInlineStore } from '#main/db/inline-gateway.ts';
import { openStore } from '#main/db/worker-gateway.ts';
import { type Condition, defaultSort, type QueryPlan } from '#main/domain/query/plan.ts';
import type { Clock, Logger, ToldError } from '#main/ports/ports.ts';
import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { IndicatorDetail, IndicatorSummary } from '#shared/model/indicator.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { findTestStream, type TestPage, type TestRecord } from './store-stream.ts';

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  #nowMs: number;

  constructor(nowMs = Date.UTC(2026, 10, 21)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }

  advance(durationMs: number): void {
    this.#nowMs += durationMs;
  }
}

/** Remembers what was logged. */
export class TestLogger implements Logger {
  readonly entries: { readonly level: string; readonly event: string; readonly fields: unknown }[] = [];

  write(level: string, event: string, fields?: Readonly<Record<string, unknown>>): void {
    this.entries.push({ level, event, fields });
  }

  fail(event: string, error: unknown, fields?: Readonly<Record<string, unknown>>): string {
    this.entries.push({ level: 'error', event, fields: { ...fields, error: String(error) } });
    return 'reference';
  }

  refer(event: string, error: ToldError, fields?: Readonly<Record<string, unknown>>): string {
    this.entries.push({ level: 'info', event, fields: { ...fields, code: error.code } });
    return 'reference';
  }

  learn(): void {}
}

export type Gateway = 'inline' | 'worker';

/** A data folder of its own; removed by the returned function. */
export function makeDataFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sightline-store-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Paths of a store in a data folder, with the writer over the made-up vendor. */
export function testPaths(dataFolder: string) {
  return {
    dataFolder,
    databaseFile: join(dataFolder, 'sightline.db'),
    readerEntry: new URL('../../src/main/workers/reader.ts', import.meta.url),
    writerEntry: new URL('./store-writer.ts', import.meta.url),
  };
}

/** Opens a store over the made-up vendor. */
export function openTestStore(
  gateway: Gateway,
  dataFolder: string,
  { clock = new TestClock(), logger = new TestLogger() }: { clock?: Clock; logger?: Logger } = {},
): Promise<Store> {
  const paths = testPaths(dataFolder);
  return gateway === 'worker'
    ? openStore({ paths, clock, logger })
    : openInlineStore({ paths, clock, logger, findStream: findTestStream });
}

/** Id of the n-th connection of a test. */
export function connectionId(n: number): ConnectionId {
  // Of the form that the schema asks for.
  return `c-${n.toString(16).padStart(16, '0')}` as ConnectionId;
}

/** Adds a connection of the made-up vendor. */
export async function addConnection(
  store: Store,
  n = 1,
  name = `Connection ${n}`,
  vendor = 'acme',
): Promise<ConnectionId> {
  const id = connectionId(n);
  await store.write('connections.add', {
    id,
    name,
    vendor,
    site: null,
    baseUrl: null,
    options: {},
    createdAtMs: 1_000,
  });
  return id;
}

/** A page on its way into the store. */
export function pageInput(
  place: {
    readonly runId: number;
    readonly connectionId: ConnectionId;
    readonly stream: string;
    readonly cursor: string;
  },
  page: TestPage | string,
  fetchedAtMs: number,
): PageInput {
  const text = typeof page === 'string' ? page : JSON.stringify(page);
  return {
    ...place,
    vendor: 'acme',
    options: {},
    answer: { status: 200, headers: {}, body: new TextEncoder().encode(text) },
    fetchedAtMs,
  };
}

/** What a sync of one stream came to. */
export interface WalkReport {
  readonly run: SyncRun;
  readonly pages: readonly PageOutcome[];
}

/** Which walk to make. */
export interface WalkOptions {
  readonly connectionId?: ConnectionId;
  readonly stream?: string;
  readonly atMs?: number;
  readonly restart?: boolean;
}

/** Walks a stream through the given pages, from where it stands, as the sync service does. */
export async function walk(store: Store, pages: readonly TestPage[], options: WalkOptions = {}): Promise<WalkReport> {
  const { connectionId: id = connectionId(1), stream = 'some', atMs = 2_000, restart = false } = options;
  const { runId, position } = await store.write('runs.start', { connectionId: id, stream, atMs, restart });
  const outcomes: PageOutcome[] = [];
  let cursor: string | null = position.cursor ?? JSON.stringify({ page: 0, pass: 0 });
  while (cursor !== null) {
    const { page } = JSON.parse(cursor) as { page: number };
    const sent = pages[page];
    if (sent === undefined) throw new Error(`The test has no page ${page}.`);
    const more = page + 1 < pages.length;
    const outcome: PageOutcome = await store.ingest(
      pageInput({ runId, connectionId: id, stream, cursor }, { more, ...sent }, atMs),
    );
    outcomes.push(outcome);
    cursor = outcome.next;
  }
  const end = outcomes.at(-1)?.end;
  const run = await store.write('runs.finish', {
    runId,
    run: {
      status: end?.complete === true ? 'complete' : 'incomplete',
      finishedAtMs: atMs + 1,
      expected: end?.expected ?? null,
      requests: outcomes.length,
      waitedMs: 0,
      error: null,
    },
  });
  return { run, pages: outcomes };
}

/** A record with a few defaults. */
export function record(value: string, rest: Partial<TestRecord> = {}): TestRecord {
  return { key: value, type: 'domain', value, score: 50, ...rest };
}

/** A plan with the default order. */
export function plan(where: Condition = { kind: 'all', of: [] }, rest: Partial<QueryPlan> = {}): QueryPlan {
  return { where, sort: defaultSort, includeDerived: false, ...rest };
}

/** Values that a plan finds, in its order. */
export async function valuesOf(store: Store, asked: QueryPlan): Promise<string[]> {
  return (await search(store, asked)).map(({ value }) => value);
}

export function search(store: Store, asked: QueryPlan): Promise<readonly IndicatorSummary[]> {
  return store.read('indicators.search', { plan: asked, offset: 0, limit: 1_000 });
}

/** An indicator that must be there. */
export async function detailOf(store: Store, value: string, type: IndicatorType = 'domain'): Promise<IndicatorDetail> {
  const detail = await store.read('indicators.detail', { type, value });
  if (detail === null) throw new Error('There is no such indicator.');
  return detail;
}
