/** Asks the questions of the search engine as its thread does, and of a reader what readers answer. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Filled, SearchCore } from '#main/db/engine/search-core.ts';
import { snapshotFileOf } from '#main/db/engine/snapshot-file.ts';
import { ReaderCore } from '#main/db/reader/reader-core.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { StoreReads } from '#main/services/ports/store.ts';
import { percentile } from '../statistics.ts';
import { benchNowMs } from './generate.ts';

/** Milliseconds over the questions of a kind, of each its fastest time. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
  /** Processor time of this thread; systems count it in steps of some milliseconds. */
  readonly cpu95: number;
  readonly asked: number;
}

/** Times each question is asked; its fastest counts. */
const rounds = 3;
export const pageSize = 100;

/** The engine and a reader over one cache, both in this thread. */
export class Bench {
  readonly #core: SearchCore;
  readonly #reader: ReaderCore;
  readonly filledFrom: { readonly database: Filled; readonly snapshot: Filled };

  private constructor(core: SearchCore, reader: ReaderCore, filledFrom: Bench['filledFrom']) {
    this.#core = core;
    this.#reader = reader;
    this.filledFrom = filledFrom;
  }

  /** Fills the engine from the tables, waits for its snapshot, and fills it anew from that. */
  static async open(cache: string): Promise<Bench> {
    const place = placeOf(cache);
    rmSync(snapshotFileOf(cache), { force: true });
    const core = new SearchCore(place, { onLost: () => {}, note: () => {} });
    const database = required(core.fill());
    while (!existsSync(snapshotFileOf(cache))) await sleep(100);
    const fills = Array.from({ length: rounds }, () => required(core.fill()));
    const snapshot = fills.toSorted((a, b) => a.durationMs - b.durationMs)[0] ?? database;
    const reader = new ReaderCore(place);
    reader.open();
    return new Bench(core, reader, { database, snapshot });
  }

  count(plan: QueryPlan): number {
    return this.#ask('indicators.count', { plan }).value;
  }

  facets(plan: QueryPlan): StoreReads['indicators.facets']['output'] {
    return this.#ask('indicators.facets', { plan });
  }

  histogram(plan: QueryPlan): StoreReads['indicators.histogram']['output'] {
    return this.#ask('indicators.histogram', { plan, field: 'last_seen' });
  }

  page(plan: QueryPlan, offset: number): readonly unknown[] {
    return this.#ask('indicators.search', { plan, offset, limit: pageSize });
  }

  /** What an index of the database finds: readers answer it. */
  named(plan: QueryPlan): readonly number[] {
    return this.#reader.read({ name: 'indicators.searchIds', input: { plan, limit: pageSize }, nowMs: benchNowMs });
  }

  close(): void {
    this.#core.close();
    this.#reader.close();
  }

  #ask<Name extends keyof StoreReads>(name: Name, input: StoreReads[Name]['input']): StoreReads[Name]['output'] {
    const reply = this.#core.read({ name, input, nowMs: benchNowMs, unlessDue: false });
    if (reply.kind !== 'answer') throw new Error(`The engine did not answer ${name}: ${reply.kind}.`);
    return reply.output;
  }
}

export function planOf(query: string): QueryPlan {
  return parseQuery(query, { nowMs: benchNowMs });
}

/** Asks every item three times, in rounds, so that no answer is still remembered from the time before. */
export function timeEach<Item>(items: readonly Item[], ask: (item: Item) => unknown): Times {
  const fastest = makeFastest(items.length);
  for (const item of items.slice(0, Math.ceil(items.length / 10))) ask(item);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, item] of items.entries()) {
      const stop = startClocks();
      ask(item);
      fastest.note(at, stop());
    }
  }
  return fastest.times();
}

/** The same for what answers later, and in other threads or processes: there is no processor time to tell. */
export async function timeEachLater<Item>(
  items: readonly Item[],
  ask: (item: Item) => Promise<unknown>,
): Promise<Times> {
  const fastest = makeFastest(items.length);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, item] of items.entries()) {
      const stop = startClocks();
      await ask(item);
      fastest.note(at, stop());
    }
  }
  return fastest.times();
}

interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
}

function startClocks(): () => Taken {
  const before = process.threadCpuUsage();
  const startedMs = performance.now();
  return () => {
    const wallMs = performance.now() - startedMs;
    const { user, system } = process.threadCpuUsage(before);
    return { wallMs, cpuMs: (user + system) / 1_000 };
  };
}

function makeFastest(count: number): { note(at: number, taken: Taken): void; times(): Times } {
  const wall = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const cpu = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  return {
    note(at, { wallMs, cpuMs }) {
      wall[at] = Math.min(wall[at] ?? wallMs, wallMs);
      cpu[at] = Math.min(cpu[at] ?? cpuMs, cpuMs);
    },
    times: () => ({
      p50: percentile([...wall], 50),
      p95: percentile([...wall], 95),
      cpu95: percentile([...cpu], 95),
      asked: count,
    }),
  };
}

/** From opening the file to an exact answer and the first page of everything, by a new reader. Milliseconds; the slower of a few. */
export function timeReady(cache: string, state: 'warm' | 'cold'): number {
  const times = Array.from({ length: 5 }, () => {
    if (state === 'cold') dropFromPageCache(placeOf(cache).databaseFile);
    const startedMs = performance.now();
    const reader = new ReaderCore(placeOf(cache));
    reader.open();
    const ask = { limit: pageSize, offset: 0 };
    reader.read({ name: 'indicators.searchIds', input: { ...ask, plan: planOf('203.0.113.9') }, nowMs: benchNowMs });
    reader.read({ name: 'indicators.search', input: { ...ask, plan: planOf('') }, nowMs: benchNowMs });
    const tookMs = performance.now() - startedMs;
    reader.close();
    return tookMs;
  });
  return percentile(times, 95);
}

/** Where `dd` can do it, which on Linux needs no rights. */
function dropFromPageCache(file: string): void {
  const { status } = spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
  if (status !== 0) throw new Error('The page cache cannot be emptied here.');
}

function placeOf(cache: string): { readonly databaseFile: string; readonly dataFolder: string } {
  return { databaseFile: join(cache, 'sightline.db'), dataFolder: cache };
}

function required(filled: Filled | null): Filled {
  if (filled === null) throw new Error('The engine does not run here.');
  return filled;
}
