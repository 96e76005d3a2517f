import { setTimeout as delay } from 'node:timers/promises';
import { type TransferListItem, Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors/app-error.ts';
import { fromFaultWire } from './app-errors.ts';
import { endMessage, type RpcReply } from './rpc.ts';

/** How a thread is started. */
export interface ThreadParts {
  readonly entry: URL;
  readonly name: string;
  /** Cloned into the thread. */
  readonly data: unknown;
  /** Most that short-lived objects may take, megabytes. */
  readonly youngHeapMb: number;
  /** Whether the process may end while the thread is idle. */
  readonly isExpendable: boolean;
  readonly onEvent?: (event: string, args: readonly unknown[]) => void;
  /** It has ended, whatever the reason, and let go of all it held. */
  readonly onExit?: () => void;
}

/**
 * Most that a thread's long-lived objects may take, megabytes. More than any thread needs: reading a page of 60 MB takes 190. It
 * is set for what else it decides: V8 collects when the heap has grown by a factor over what lived last time, up to 4 where it
 * may grow to gigabytes, 1.8 with this limit. Measured in turn over syncs of 52,000 records with 64 engines each: the writer's heap
 * peaks at 52 (with 1,900 MB) and 47 (with 1,024) instead of 77 MB, and the process, as pages are let go of sooner, at 268 and 256
 * instead of 326. Lower limits cost more than they save: at 1,024 the writer collects for 1.6 s of a sync instead of 0.9.
 */
const oldHeapMb = 1_536;

/** How long an idle thread may take to end, which takes milliseconds unless the machine is busy. */
const graceMs = 5_000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

/** A worker thread that answers calls. */
export class Thread {
  readonly #parts: ThreadParts;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ending: AppError | undefined;

  constructor(parts: ThreadParts) {
    this.#parts = parts;
    this.#worker = new Worker(parts.entry, {
      name: parts.name,
      workerData: parts.data,
      execArgv: [],
      // Left alone, V8 lets the young heap of each thread grow to tens of megabytes (measured: 120 MB less in all with these
      // limits, and no difference in time).
      resourceLimits: { maxYoungGenerationSizeMb: parts.youngHeapMb, maxOldGenerationSizeMb: oldHeapMb },
    });
    this.#worker.on('message', (reply: RpcReply) => this.#receive(reply));
    let cause: unknown;
    this.#worker.on('error', (error) => {
      cause = error;
    });
    // Always follows, and only now it holds no file and no lock any more.
    this.#worker.on('exit', () => {
      this.#end(cause);
      parts.onExit?.();
    });
  }

  /** Calls under way. */
  get load(): number {
    return this.#waiting.size;
  }

  get hasEnded(): boolean {
    return this.#ending !== undefined;
  }

  /** @throws AppError as the method does, `internal.bug` when the thread dies. */
  call(
    method: string,
    args: readonly unknown[],
    options: { readonly transfer?: readonly TransferListItem[] } = {},
  ): Promise<unknown> {
    if (this.#ending !== undefined) return Promise.reject(this.#ending);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, method, args }, options.transfer ?? []);
    });
  }

  /**
   * An idle thread ends by itself: one that is torn down from outside, even after its last answer, can take the whole process
   * along (better-sqlite3 issue 1507). Only what is at work or does not listen is torn down.
   */
  async stop(): Promise<void> {
    if (this.#waiting.size === 0 && !this.hasEnded) {
      const end = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
      this.#worker.ref();
      this.#worker.postMessage(endMessage);
      await Promise.race([end, delay(graceMs, undefined, { ref: false })]);
    }
    await this.#worker.terminate();
  }

  #receive(reply: RpcReply): void {
    if (!('ok' in reply)) {
      this.#parts.onEvent?.(reply.event, reply.args);
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0 && this.#parts.isExpendable) this.#worker.unref();
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(fromFaultWire(reply.fault));
  }

  #end(cause: unknown): void {
    this.#ending = new AppError('internal.bug', 'A part of the store has stopped unexpectedly.', { cause });
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ending);
    this.#waiting.clear();
  }
}
