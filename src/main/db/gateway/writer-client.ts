import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { StoreChange, StoreWrites } from '#main/services/ports/store.ts';
import type { Revisions } from '../changes.ts';
import { Checkpointer } from './checkpointer.ts';
import type { WriterEvents, WriterPort } from './ports.ts';
import { Thread } from './thread.ts';

/** Where the writer writes. */
export interface WriterClientParts {
  readonly entry: URL;
  readonly databaseFile: string;
  readonly dataFolder: string;
  readonly nowMs: number;
}

/** The writing half in its thread. */
export class WriterClient implements WriterPort {
  readonly #thread: Thread;
  readonly #checkpointer: Checkpointer;

  private constructor(thread: Thread, checkpointer: Checkpointer) {
    this.#thread = thread;
    this.#checkpointer = checkpointer;
  }

  /** Starts the thread and opens the database in it. @throws AppError `storage.*`. */
  static async start(parts: WriterClientParts, events: WriterEvents): Promise<WriterClient> {
    const { entry, databaseFile, dataFolder, nowMs } = parts;
    let isOpen = false;
    const checkpointer = new Checkpointer({
      entry,
      databaseFile,
      dataFolder,
      onFailure: (error) => events.note('store.notCheckpointed', { error: String(error) }),
      // A writer that has ended needs not be told.
      onEnd: () => void thread.call('logCopied', []).catch(() => undefined),
    });
    const thread = new Thread({
      entry,
      name: 'store-writer',
      data: { databaseFile, dataFolder },
      // With 16 collecting takes a ninth of the time to store pages at 100,000, with 32 half of that, and no more memory in a sync.
      youngHeapMb: 32,
      // What was answered may still have to be committed.
      isExpendable: false,
      onEvent: (event, args) => {
        if (event === 'longLog') checkpointer.begin();
        else dispatch(events, event, args);
      },
      onExit: () => {
        if (isOpen) events.onEnd();
        void checkpointer.stop();
      },
    });
    try {
      await thread.call('open', [nowMs]);
      isOpen = true;
      return new WriterClient(thread, checkpointer);
    } catch (error) {
      await thread.stop();
      throw error;
    }
  }

  async write<Name extends keyof StoreWrites>(
    name: Name,
    input: StoreWrites[Name]['input'],
    nowMs: number,
  ): Promise<StoreWrites[Name]['output']> {
    // The thread runs the operation of that name.
    return (await this.#thread.call('write', [name, input, nowMs])) as StoreWrites[Name]['output'];
  }

  async ingest(page: PageInput, nowMs: number): Promise<PageOutcome> {
    const owned = withOwnBuffer(page);
    const transfer = [owned.answer.body.buffer];
    return (await this.#thread.call('ingest', [owned, nowMs], { transfer })) as PageOutcome;
  }

  async refreshDue(nowMs: number): Promise<void> {
    await this.#thread.call('refreshDue', [nowMs]);
  }

  async lease(name: string, nowMs: number): Promise<void> {
    await this.#thread.call('lease', [name, nowMs]);
  }

  async release(name: string): Promise<void> {
    await this.#thread.call('release', [name]);
  }

  async close(): Promise<void> {
    // First: the writer cuts the log off when no other connection is open.
    await this.#checkpointer.stop();
    try {
      await this.#thread.call('close', []);
    } finally {
      await this.#thread.stop();
    }
  }
}

/** A body that is a window into a larger buffer must not take its neighbours along. */
function withOwnBuffer(page: PageInput): PageInput {
  const { body } = page.answer;
  if (body.byteLength === body.buffer.byteLength) return page;
  return { ...page, answer: { ...page.answer, body: body.slice() } };
}

function dispatch(events: WriterEvents, event: string, args: readonly unknown[]): void {
  // The thread's own words (see writer-thread.ts).
  if (event === 'commit') events.onCommit(args[0] as Revisions, args[1] as StoreChange);
  if (event === 'note') events.note(String(args[0]), args[1] as Readonly<Record<string, unknown>>);
}
