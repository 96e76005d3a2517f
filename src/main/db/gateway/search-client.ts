import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#main/ports/ports.ts';
import type { StoreReads } from '#main/services/ports/store.ts';
import type { Filled, SearchReply } from '../engine/search-core.ts';
import type { ReadCall, ReadReply, SearchPort } from './ports.ts';
import { isWorthWaiting } from './route.ts';
import { Thread } from './thread.ts';

/** From so many indicators on the engine is worth its memory: below, SQL answers within about 20 ms. */
export const smallestCache = 100_000;

/** How often it is looked whether the cache has become large, and how soon a thread that died is started again. */
const intervalMs = 10_000;

/** From its snapshot it is filled in less; from the tables it takes long enough for a reader to try. */
const longestWaitMs = 3_000;

/** Where and when the engine runs. */
export interface SearchClientParts {
  readonly entry: URL;
  readonly databaseFile: string;
  readonly dataFolder: string;
  readonly engineFrom: number;
  readonly logger: Logger;
}

/** The search engine in its thread: started in the background, and started anew when it dies or cannot follow. */
export class SearchClient implements SearchPort {
  readonly #parts: SearchClientParts;
  #thread: Thread | undefined;
  #isReady = false;
  /** Settles when the filling under way has ended, however. */
  #filling: Promise<void> | undefined;
  #isClosed = false;
  #nextLookMs = 0;

  constructor(parts: SearchClientParts) {
    this.#parts = parts;
  }

  async read<Name extends keyof StoreReads>(
    call: ReadCall<Name>,
    signal?: AbortSignal,
  ): Promise<ReadReply<StoreReads[Name]['output']> | undefined> {
    if (!this.#isReady && isWorthWaiting(call.name)) await this.#untilFilled(signal);
    const thread = this.#thread;
    if (!this.#isReady || thread === undefined) return undefined;
    try {
      // The thread's own words (see search-thread.ts).
      const reply = (await thread.call('read', [call])) as SearchReply<StoreReads[Name]['output']>;
      return reply.kind === 'behind' ? undefined : reply;
    } catch (error) {
      // It died over this question or another one: a reader answers it.
      if (thread.hasEnded) return undefined;
      throw error;
    }
  }

  consider(readSize: () => Promise<number>): void {
    if (this.#thread !== undefined || this.#filling !== undefined || performance.now() < this.#nextLookMs) return;
    this.#nextLookMs = performance.now() + intervalMs;
    this.#keepFilling(this.#startIfLarge(readSize));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const thread = this.#thread;
    this.#forget();
    await thread?.stop();
  }

  /** Returns at once where nothing is being filled, and when nobody waits any more; after a while in any case. */
  async #untilFilled(signal: AbortSignal | undefined): Promise<void> {
    if (this.#filling === undefined) return;
    const waiting = new AbortController();
    const ends = signal === undefined ? waiting.signal : AbortSignal.any([signal, waiting.signal]);
    try {
      // Rejects when it is taken back, which whoever answers is told too.
      await Promise.race([
        this.#filling,
        sleep(longestWaitMs, undefined, { signal: ends, ref: false }).catch(() => {}),
      ]);
    } finally {
      waiting.abort();
    }
  }

  async #startIfLarge(readSize: () => Promise<number>): Promise<void> {
    try {
      if ((await readSize()) < this.#parts.engineFrom || this.#isClosed) return;
      const thread = this.#start();
      await this.#fill(thread);
    } catch (error) {
      if (!this.#isClosed) this.#parts.logger.fail('search.notStarted', error);
      this.#forget();
    }
  }

  #start(): Thread {
    const { entry, databaseFile, dataFolder, logger } = this.#parts;
    const thread: Thread = new Thread({
      entry,
      name: 'search',
      data: { databaseFile, dataFolder },
      youngHeapMb: 16,
      isExpendable: true,
      onEvent: (event, args) => {
        if (event === 'lost') this.#keepFilling(this.#refill(thread));
        // The thread's own words (see search-thread.ts).
        else logger.write('info', String(args[0]), args[1] as Readonly<Record<string, unknown>>);
      },
      onExit: () => {
        if (this.#thread !== thread) return;
        if (!this.#isClosed) logger.write('error', 'search.ended');
        this.#forget();
      },
    });
    this.#thread = thread;
    return thread;
  }

  /** It has lost track of what changed. */
  async #refill(thread: Thread): Promise<void> {
    if (this.#thread !== thread) return;
    this.#isReady = false;
    this.#parts.logger.write('info', 'search.lost');
    await this.#fill(thread).catch((error: unknown) => {
      if (!this.#isClosed) this.#parts.logger.fail('search.notFilled', error);
    });
  }

  async #fill(thread: Thread): Promise<void> {
    const filled = (await thread.call('fill', [])) as Filled | null;
    if (this.#thread !== thread) return;
    if (filled === null) {
      this.#parts.logger.write('info', 'search.notHere');
      this.#nextLookMs = Number.POSITIVE_INFINITY;
      this.#forget();
      await thread.stop();
      return;
    }
    this.#isReady = true;
    this.#parts.logger.write('info', 'search.ready', { ...filled });
  }

  /** @param work never rejects. */
  #keepFilling(work: Promise<void>): void {
    this.#filling = work;
    void work.finally(() => {
      if (this.#filling === work) this.#filling = undefined;
    });
  }

  #forget(): void {
    this.#thread = undefined;
    this.#isReady = false;
  }
}
