import { setTimeout as delay } from 'node:timers/promises';
import type { TransferListItem, Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors/app-error.ts';
import { fromFaultWire } from './app-errors.ts';
import { endMessage, type RpcReply } from './rpc.ts';
import { startWorker, type WorkerParts } from './start-worker.ts';

/** How a thread is started, and treated. */
export interface ThreadParts extends WorkerParts {
  /** One that was started of these parts already, and has not ended. */
  readonly worker?: Worker | undefined;
  /** Whether the process may end while the thread is idle. */
  readonly isExpendable: boolean;
  readonly onEvent?: (event: string, args: readonly unknown[]) => void;
  /** It has ended, whatever the reason, and let go of all it held. */
  readonly onExit?: () => void;
}

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
    this.#worker = parts.worker ?? startWorker(parts);
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
