import type { Worker } from 'node:worker_threads';
import type { StoreReads } from '#main/services/ports/store.ts';
import type { Revisions } from '../changes.ts';
import type { HeldReader, ReadCall, ReaderPort, ReadReply } from './ports.ts';
import { describeReader, type ReaderPlace } from './start-worker.ts';
import { Thread } from './thread.ts';

/** Where the readers read. */
export interface ReaderPoolParts extends ReaderPlace {
  /** The first one's thread, where it was started ahead. */
  readonly ahead?: Worker | undefined;
}

/** Two, so that a look-up does not wait behind a long search. */
const readerLimit = 2;

/** Reader threads; the second is started when the first is busy. */
export class ReaderPool implements ReaderPort {
  readonly #parts: ReaderPoolParts;
  #readers: Thread[] = [];
  readonly #held = new Set<HeldReader>();
  #ahead: Worker | undefined;

  constructor(parts: ReaderPoolParts) {
    this.#parts = parts;
    this.#ahead = parts.ahead;
  }

  async open(): Promise<'ready' | 'empty' | 'outdated'> {
    // The thread's own words (see reader-thread.ts).
    return (await this.#choose().call('open', [])) as 'ready' | 'empty' | 'outdated';
  }

  async read<Name extends keyof StoreReads>(call: ReadCall<Name>): Promise<ReadReply<StoreReads[Name]['output']>> {
    return (await this.#choose().call('read', [call])) as ReadReply<StoreReads[Name]['output']>;
  }

  async revisions(): Promise<Revisions> {
    return (await this.#choose().call('revisions', [])) as Revisions;
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
    return (await this.#choose().call('size', [])) as number;
  }

  async close(): Promise<void> {
    const readers = this.#readers;
    this.#readers = [];
    await Promise.all([...readers.map(end), ...[...this.#held].map((held) => held.close())]);
  }

  #choose(): Thread {
    this.#readers = this.#readers.filter((thread) => !thread.hasEnded);
    const idle = this.#readers.find((thread) => thread.load === 0);
    if (idle !== undefined) return idle;
    if (this.#readers.length < readerLimit) return this.#start();
    return this.#readers.reduce((best, next) => (next.load < best.load ? next : best));
  }

  #start(): Thread {
    const thread = this.#makeThread();
    this.#readers.push(thread);
    return thread;
  }

  #makeThread(): Thread {
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
