import type { Worker } from 'node:worker_threads';
import type { StoreReads } from '#main/services/ports/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Revisions } from '../changes.ts';
import type { HeldReader, OpenReply, ReadCall, ReaderPort, ReadReply } from './ports.ts';
import { isLong } from './route.ts';
import { describeReader, type ReaderPlace } from './start-worker.ts';
import { Thread } from './thread.ts';

/** Where the readers read. */
export interface ReaderPoolParts extends ReaderPlace {
  /** The first one's thread, where it was started ahead. */
  readonly ahead?: Worker | undefined;
}

/** Two, so that a look-up does not wait behind a long search; what goes through the whole cache never has both. */
const readerLimit = 2;

/** A reader's thread, and how much of its work goes through the whole cache. */
interface Reader {
  readonly thread: Thread;
  long: number;
}

/** Reader threads; the second is started when the first is busy. */
export class ReaderPool implements ReaderPort {
  readonly #parts: ReaderPoolParts;
  #readers: Reader[] = [];
  readonly #held = new Set<HeldReader>();
  #ahead: Worker | undefined;
  #isClosed = false;

  constructor(parts: ReaderPoolParts) {
    this.#parts = parts;
    this.#ahead = parts.ahead;
  }

  async open(): Promise<OpenReply> {
    // The thread's own words (see reader-thread.ts).
    return (await this.#choose().thread.call('open', [])) as OpenReply;
  }

  async read<Name extends keyof StoreReads>(call: ReadCall<Name>): Promise<ReadReply<StoreReads[Name]['output']>> {
    if (isLong(call.name)) return this.#readLong(call);
    return (await this.#choose().thread.call('read', [call])) as ReadReply<StoreReads[Name]['output']>;
  }

  async #readLong<Name extends keyof StoreReads>(call: ReadCall<Name>): Promise<ReadReply<StoreReads[Name]['output']>> {
    const reader = this.#chooseForLong();
    reader.long += 1;
    try {
      return (await reader.thread.call('read', [call])) as ReadReply<StoreReads[Name]['output']>;
    } finally {
      reader.long -= 1;
    }
  }

  async revisions(): Promise<Revisions> {
    return (await this.#choose().thread.call('revisions', [])) as Revisions;
  }

  async hold(nowMs: number): Promise<HeldReader> {
    const thread = this.#makeThread();
    const held: HeldReader = {
      // As above.
      isDue: (await thread.call('hold', [nowMs]).catch(async (error: unknown) => {
        await thread.stop();
        throw error;
      })) as boolean,
      read: async (call) => (await thread.call('read', [call])) as Awaited<ReturnType<HeldReader['read']>> as never,
      close: async () => {
        this.#held.delete(held);
        await end(thread);
      },
    };
    this.#held.add(held);
    return held;
  }

  async size(): Promise<number> {
    return (await this.#choose().thread.call('size', [])) as number;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const readers = this.#readers;
    this.#readers = [];
    await Promise.all([...readers.map(({ thread }) => end(thread)), ...[...this.#held].map((held) => held.close())]);
  }

  #choose(): Reader {
    const idle = this.#findIdle();
    if (idle !== undefined) return idle;
    if (this.#readers.length < readerLimit) return this.#start();
    const free = this.#readers.filter(({ long }) => long === 0);
    return (free.length === 0 ? this.#readers : free).reduce((best, next) =>
      next.thread.load < best.thread.load ? next : best,
    );
  }

  #chooseForLong(): Reader {
    return this.#readers.find(({ thread, long }) => long > 0 && !thread.hasEnded) ?? this.#choose();
  }

  #findIdle(): Reader | undefined {
    this.#readers = this.#readers.filter(({ thread }) => !thread.hasEnded);
    return this.#readers.find(({ thread }) => thread.load === 0);
  }

  #start(): Reader {
    const reader = { thread: this.#makeThread(), long: 0 };
    this.#readers.push(reader);
    return reader;
  }

  #makeThread(): Thread {
    // Whoever waited for the engine comes here when the store is closed, perhaps because its file is being exchanged.
    if (this.#isClosed) throw new AppError('internal.cancelled', 'The store is closed.');
    return new Thread({ ...describeReader(this.#parts), worker: this.#takeAhead(), isExpendable: true });
  }

  #takeAhead(): Worker | undefined {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    // Node gives a thread that has ended this number.
    return ahead === undefined || ahead.threadId === -1 ? undefined : ahead;
  }
}

async function end(thread: Thread): Promise<void> {
  await thread.call('close', []).catch(() => undefined);
  await thread.stop();
}
