import type { StoreReads } from '#main/services/ports/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Revisions } from '../changes.ts';
import type { ReadCall, ReaderPort, ReadReply } from './ports.ts';
import { Thread } from './thread.ts';

/** Where the readers read. */
export interface ReaderPoolParts {
  readonly entry: URL;
  readonly databaseFile: string;
  readonly dataFolder: string;
}

/** Two, so that a look-up does not wait behind a long search. */
const readerLimit = 2;

interface PooledReader {
  readonly thread: Thread;
  readonly cancelCell: Int32Array;
}

/** Reader threads; the second is started when the first is busy. */
export class ReaderPool implements ReaderPort {
  readonly #parts: ReaderPoolParts;
  #readers: PooledReader[] = [];

  constructor(parts: ReaderPoolParts) {
    this.#parts = parts;
  }

  async open(): Promise<'ready' | 'empty' | 'outdated'> {
    // The thread's own words (see reader-thread.ts).
    return (await this.#choose().thread.call('open', [])) as 'ready' | 'empty' | 'outdated';
  }

  async read<Name extends keyof StoreReads>(
    call: ReadCall<Name>,
    signal?: AbortSignal,
  ): Promise<ReadReply<StoreReads[Name]['output']>> {
    const { thread, cancelCell } = this.#choose();
    let callId = 0;
    const answer = thread.call('read', [call], {
      started: (id) => {
        callId = id;
      },
    });
    const reply =
      signal === undefined ? answer : cancellable(answer, signal, () => Atomics.store(cancelCell, 0, callId));
    return (await reply) as ReadReply<StoreReads[Name]['output']>;
  }

  async revisions(): Promise<Revisions> {
    return (await this.#choose().thread.call('revisions', [])) as Revisions;
  }

  async close(): Promise<void> {
    const readers = this.#readers;
    this.#readers = [];
    await Promise.all(
      readers.map(async ({ thread }) => {
        await thread.call('close', []).catch(() => undefined);
        await thread.stop();
      }),
    );
  }

  #choose(): PooledReader {
    this.#readers = this.#readers.filter(({ thread }) => !thread.hasEnded);
    const idle = this.#readers.find(({ thread }) => thread.load === 0);
    if (idle !== undefined) return idle;
    if (this.#readers.length < readerLimit) return this.#start();
    return this.#readers.reduce((best, next) => (next.thread.load < best.thread.load ? next : best));
  }

  #start(): PooledReader {
    const { entry, databaseFile, dataFolder } = this.#parts;
    const cancelCell = new Int32Array(new SharedArrayBuffer(4));
    const data = { databaseFile, dataFolder, cancelCell };
    const thread = new Thread({ entry, name: 'store-reader', data, youngHeapMb: 8, isExpendable: true });
    const reader = { thread, cancelCell };
    this.#readers.push(reader);
    return reader;
  }
}

/** Gives up waiting at once; the thread learns of it in passing. */
function cancellable<Result>(answer: Promise<Result>, signal: AbortSignal, cancel: () => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      reject(new AppError('internal.cancelled', 'The search was cancelled.'));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
