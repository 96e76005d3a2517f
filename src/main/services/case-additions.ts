import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CaseNumber, IndicatorId } from '#shared/model/ids.ts';
import type { AdditionRemoval, CaseAddition, PlaceRange } from './ports/store/cases.ts';
import type { Store } from './ports/store.ts';
import type { Signature } from './signature.ts';

/** Who watches a long addition, and may end it: what was added until then stays, and the timeline says how many. */
export interface AdditionWatch {
  readonly signal?: AbortSignal;
  /** After each transaction. */
  onProgress?(done: number, total: number): void;
}

/** How far an addition has come; the last one says that it runs no longer, however it ended. */
export interface AdditionProgress {
  readonly number: CaseNumber;
  /** Looked at so far, of `total`; both 0 while the query is still being answered. */
  readonly done: number;
  readonly total: number;
  readonly isRunning: boolean;
}

/** What is added to which case, under whose name. */
export interface Addition {
  readonly number: CaseNumber;
  readonly comment: string | null;
  readonly role: string | null;
  readonly by: string;
  readonly atMs: number;
}

/** Additions that are running now. */
export interface CaseAdditions {
  /**
   * Adds transaction by transaction.
   *
   * @param find says what to add; asked once. Nothing is written when it finds nothing.
   * @throws AppError `internal.cancelled` when the watcher ended it; any error tells how many are in by then.
   */
  run(addition: Addition, find: () => Promise<readonly IndicatorId[]>, watch: AdditionWatch): Promise<Added>;
  /**
   * Takes out again what one addition put in.
   * @throws AppError `state.notFound` for a number of another run, or too long ago, or taken back already;
   *   `state.illegalTransition` once the case is closed; or what ended it in between: undone again, it goes on.
   */
  undo(number: number, signed: Signature): Promise<{ readonly removed: number }>;
  /** Ends what is being added to a case after the present transaction; nothing when nothing is. */
  cancel(number: CaseNumber): void;
  /** Told a few times a second, and at the end. @returns a function that ends the subscription. */
  onProgress(listener: (progress: AdditionProgress) => void): () => void;
}

/** What came of an addition; `undo` names it for whoever takes it back, null where nothing was added. */
export interface Added {
  readonly added: number;
  readonly alreadyThere: number;
  /** Whether it was ended by {@link CaseAdditions.cancel} before all was looked at. */
  readonly isStopped: boolean;
  readonly undo: number | null;
}

/** Additions that can be taken back. */
const keptAdditions = 100;
/** Ids per message to the store; it takes as many of them as fit into a short transaction. */
const batchSize = 500;
/** Least time between two messages about one addition. */
const progressIntervalMs = 200;

/** Keeps the additions of this process. */
export function createCaseAdditions({ store, clock }: { readonly store: Store; readonly clock: Clock }): CaseAdditions {
  const running = new Map<AbortController, CaseNumber>();
  const listeners = new Set<(progress: AdditionProgress) => void>();
  const done = new Map<number, DoneAddition>();
  let last = 0;
  const remember = ({ number, atMs }: Addition, places: PlaceRange | null): number | null => {
    if (places === null) return null;
    last += 1;
    done.set(last, { number, addedAtMs: atMs, places });
    done.delete(last - keptAdditions);
    return last;
  };
  const tell = (progress: AdditionProgress): void => {
    for (const listener of listeners) listener(progress);
  };

  return {
    async run(addition, find, watch) {
      const { number } = addition;
      const stop = new AbortController();
      let [looked, total, toldMs] = [0, 0, clock.monotonicMs()];
      const onProgress = (soFar: number): void => {
        looked = soFar;
        watch.onProgress?.(looked, total);
        if (clock.monotonicMs() - toldMs < progressIntervalMs) return;
        toldMs = clock.monotonicMs();
        tell({ number, done: looked, total, isRunning: true });
      };
      running.set(stop, number);
      tell({ number, done: looked, total, isRunning: true });
      try {
        const ids = await find();
        total = ids.length;
        const watching = { stopped: stop.signal, cancelled: watch.signal, onProgress };
        const { added, alreadyThere, places, isStopped } = await addAll(store, { ...addition, ids }, watching);
        return { added, alreadyThere, isStopped, undo: remember(addition, places) };
      } finally {
        running.delete(stop);
        tell({ number, done: looked, total, isRunning: false });
      }
    },
    async undo(undoNumber, signed) {
      const addition = done.get(undoNumber);
      if (addition === undefined) throw new AppError('state.notFound', 'This addition cannot be taken back any more.');
      // So that nobody else takes it back meanwhile.
      done.delete(undoNumber);
      try {
        return { removed: await removeAll(store, addition, signed) };
      } catch (error) {
        done.set(undoNumber, addition);
        throw error;
      }
    },
    cancel(number) {
      for (const [stop, of] of running) if (of === number) stop.abort();
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What names an addition in the store: the moment that all of it carries, and where it lies. */
interface DoneAddition {
  readonly number: CaseNumber;
  readonly addedAtMs: number;
  readonly places: PlaceRange;
}

async function removeAll(store: Store, addition: DoneAddition, signed: Signature): Promise<number> {
  let before: AdditionRemoval | undefined;
  for (;;) {
    const { ids, ...soFar } = await store.write('cases.removeAddition', { ...addition, ...signed, before });
    if (ids.length === 0) return soFar.removed;
    before = soFar;
  }
}

interface Watching {
  /** By the analyst, who keeps what is in: no error. */
  readonly stopped: AbortSignal;
  /** By whoever asked for it, who waits no longer. */
  readonly cancelled: AbortSignal | undefined;
  onProgress(done: number): void;
}

async function addAll(
  store: Store,
  { ids, ...addition }: Addition & { readonly ids: readonly IndicatorId[] },
  { stopped, cancelled, onProgress }: Watching,
): Promise<CaseAddition & { readonly isStopped: boolean }> {
  let sum: CaseAddition = { added: 0, alreadyThere: 0, entryId: null, places: null };
  try {
    for (let done = 0; done < ids.length; onProgress(done)) {
      if (stopped.aborted) return { ...sum, isStopped: true };
      if (cancelled?.aborted === true) throw new AppError('internal.cancelled', 'Stopped:');
      const part = { ...addition, ids: ids.slice(done, done + batchSize), before: sum };
      const { taken, ...soFar } = await store.write('cases.addIndicators', part);
      sum = soFar;
      done += taken;
    }
  } catch (error) {
    throw withCount(error, addition.number, sum.added);
  }
  return { ...sum, isStopped: false };
}

/** An error in the middle leaves what was added before: without the number, nobody would know. */
function withCount(error: unknown, number: CaseNumber, added: number): unknown {
  if (!(error instanceof AppError) || (added === 0 && error.code !== 'internal.cancelled')) return error;
  const { code, message, retryable, suggestion } = error;
  const count = `${added.toLocaleString('en')} ${added === 1 ? 'is' : 'are'} in ${number}, the rest is not.`;
  const next = suggestion === undefined ? {} : { suggestion };
  return new AppError(code, `${message} ${count}`, { retryable, cause: error, ...next });
}
