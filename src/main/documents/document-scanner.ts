import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type {
  DocumentFile,
  DocumentScanner,
  FileDigest,
  ScanOptions,
  ScanOutcome,
} from '#main/services/ports/documents.ts';
import type { ImportedFile, ImportReader } from '#main/services/ports/imports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { BundleView } from '#shared/model/bundle.ts';
import type { ThreadReply, ThreadRequest } from './documents-thread.ts';
import { limits, threadLimits } from './limits.ts';

/** Longest that hashing one file may take: some hundred gigabytes. */
const digestLimitMs = 30 * 60_000;

/** Deriving a key from a passphrase takes seconds by itself, and a bundle may be large. */
const bundleLimitMs = 5 * 60_000;

/** How long a thread that has answered may take to end. */
const graceMs = 2_000;

/** What a reader of documents is given of the machine. */
export interface DocumentScannerParts {
  /** Entry file of the thread. */
  readonly entry: URL;
  /** Longest that one file may take. */
  readonly limitMs?: number;
  /** Largest heap of the thread, MiB. */
  readonly heapMb?: number;
}

/**
 * Reads each file in a thread of its own that ends with it: a file that hangs or eats memory takes nothing else along. Files wait
 * for each other, so that one thread's worth of memory is the most that reading takes.
 */
export function createDocumentScanner({
  entry,
  limitMs = threadLimits.limitMs,
  heapMb = threadLimits.heapMb,
}: DocumentScannerParts): DocumentScanner & ImportReader {
  let last: Promise<unknown> = Promise.resolve();
  return {
    scan(file, options = {}) {
      const next = last.then(() => scanInThread(file, { entry, limitMs, heapMb, ...options }));
      last = next.catch(() => undefined);
      return next;
    },
    readImport({ name, bytes }, { signal, format, mapping }) {
      const request = { import: { name, bytes, format, mapping } };
      // A file may be larger than one that is looked up, and takes as much longer.
      const longer = limitMs * Math.max(1, bytes.byteLength / limits.inputBytes);
      const parts = { entry, limitMs: longer, heapMb, signal, name };
      const next = last.then(() => runInThread<ImportedFile>(request, parts));
      last = next.catch(() => undefined);
      return next;
    },
    digest(source, signal) {
      const name = 'path' in source ? basename(source.path) : 'The file';
      // Hashing parses nothing: it takes as long as the disk needs.
      return runInThread<FileDigest>({ digest: source }, { entry, limitMs: digestLimitMs, heapMb, signal, name });
    },
    openBundle(bundle, signal) {
      const name = 'path' in bundle.source ? basename(bundle.source.path) : 'The bundle';
      return runInThread<BundleView>({ bundle }, { entry, limitMs: bundleLimitMs, heapMb, signal, name });
    },
    seal(bytes, passphrase, signal) {
      const parts = { entry, limitMs: bundleLimitMs, heapMb, signal, name: 'The bundle' };
      return runInThread<Uint8Array>({ seal: { bytes, passphrase } }, parts);
    },
  };
}

interface ThreadParts extends Required<DocumentScannerParts>, ScanOptions {}

async function scanInThread(file: DocumentFile, parts: ThreadParts): Promise<ScanOutcome> {
  const { name, bytes } = file;
  // A copy goes over: the caller may want the bytes again.
  const request: ThreadRequest = { name, bytes, withSource: parts.withSource === true };
  return runInThread<ScanOutcome>(request, { ...parts, name });
}

/** The kind of the outcome follows from the request. */
async function runInThread<Outcome>(
  request: ThreadRequest,
  { entry, limitMs, heapMb, signal, name }: ThreadParts & { readonly name: string },
): Promise<Outcome> {
  signal?.throwIfAborted();
  const worker = new Worker(entry, {
    name: 'documents',
    execArgv: [],
    // Nothing of the surroundings is of use to it, and it need not know any.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32 },
  });
  // From the beginning: where the answer and the end arrive together, the end is told before anybody who got the answer can ask for it.
  const end = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  try {
    const reply = await new Promise<ThreadReply<Outcome>>((resolve, reject) => {
      const timer = setTimeout(() => reject(tooSlow(name, limitMs)), limitMs);
      signal?.addEventListener('abort', () => reject(cancelled()), { once: true });
      worker.on('message', (message: ThreadReply<Outcome>) => resolve(message));
      worker.on('error', (error) => reject(isOutOfMemory(error) ? tooLarge(name) : broken(name, error)));
      worker.on('exit', () => {
        clearTimeout(timer);
        reject(broken(name));
      });
      worker.postMessage(request);
    });
    // It ends by itself: a thread that is torn down while it works can take the whole process along.
    await Promise.race([end, delay(graceMs, undefined, { ref: false })]);
    if (reply.ok) return reply.outcome;
    throw toAppError(name, reply);
  } finally {
    await worker.terminate();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function toAppError(name: string, reply: Extract<ThreadReply, { ok: false }>): AppError {
  if (reply.kind === 'bug') return broken(name, new Error(reply.message));
  const { kind, message, suggestion } = reply;
  const text = message.startsWith(`${name}: `) ? message : `${name}: ${message}`;
  return new AppError(kind === 'tooLarge' ? 'input.tooLarge' : 'input.invalid', text, {
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function tooSlow(name: string, limitMs: number): AppError {
  return new AppError('input.tooLarge', `${name}: reading it takes longer than ${Math.round(limitMs / 1_000)} s.`, {
    suggestion: 'Save the part that matters as text, and look that up.',
  });
}

function tooLarge(name: string): AppError {
  return new AppError('input.tooLarge', `${name}: reading it takes too much memory.`, {
    suggestion: 'Save the part that matters as text, and look that up.',
  });
}

const cancelled = (): AppError => new AppError('internal.cancelled', 'Reading the file was stopped.');

function broken(name: string, cause?: unknown): AppError {
  return new AppError('input.invalid', `${name}: it could not be read.`, { cause });
}
