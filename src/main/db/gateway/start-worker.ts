import { Worker } from 'node:worker_threads';

/** How a thread is started. */
export interface WorkerParts {
  readonly entry: URL;
  readonly name: string;
  /** Cloned into the thread. */
  readonly data: unknown;
  /** Most that short-lived objects may take, megabytes. */
  readonly youngHeapMb: number;
}

/**
 * Most that a thread's long-lived objects may take, megabytes. More than any thread needs: reading a page of 60 MB takes 190. It
 * is set for what else it decides: V8 collects when the heap has grown by a factor over what lived last time, up to 4 where it
 * may grow to gigabytes, 1.8 with this limit. Measured in turn over syncs of 52,000 records with 64 engines each: the writer's heap
 * peaks at 52 (with 1,900 MB) and 47 (with 1,024) instead of 77 MB, and the process, as pages are let go of sooner, at 268 and 256
 * instead of 326. Lower limits cost more than they save: at 1,024 the writer collects for 1.6 s of a sync instead of 0.9.
 */
const oldHeapMb = 1_536;

/** Starts a thread; it loads its modules beside ours. */
export function startWorker({ entry, name, data, youngHeapMb }: WorkerParts): Worker {
  return new Worker(entry, {
    name,
    workerData: data,
    execArgv: [],
    // Left alone, V8 lets the young heap of each thread grow to tens of megabytes (measured: 120 MB less in all with these
    // limits, and no difference in time).
    resourceLimits: { maxYoungGenerationSizeMb: youngHeapMb, maxOldGenerationSizeMb: oldHeapMb },
  });
}

/** Where a reader reads, and which file it is made of. */
export interface ReaderPlace {
  readonly entry: URL;
  readonly databaseFile: string;
  readonly dataFolder: string;
}

/** How a reader's thread is started. */
export function describeReader({ entry, databaseFile, dataFolder }: ReaderPlace): WorkerParts {
  return { entry, name: 'store-reader', data: { databaseFile, dataFolder }, youngHeapMb: 8 };
}
