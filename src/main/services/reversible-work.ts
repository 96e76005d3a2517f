import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';

/** Whose work it is, and of which moment. */
export interface Signature {
  readonly by: string;
  readonly atMs: number;
}

/** Work on many indicators that was done as one. */
export interface DoneWork extends Signature {
  readonly ids: readonly IndicatorId[];
}

/** What taking back came to; what was changed since stands and is counted as `kept`. */
export interface TakenBack {
  readonly restored: number;
  readonly kept: number;
}

/** Does work batch by batch, remembers it, and takes it back as a whole. */
export interface ReversibleWork {
  /**
   * @param apply does one batch; all of them carry the signature of the whole work.
   * @param isReversible false for what stays once it is written: it has no number, and what ends it leaves what was done.
   * @returns on how many indicators something changed, and the number under which it can be taken back; null where nothing did.
   * @throws what ended it in between: what was done until then is taken back, or told.
   */
  run(
    ids: readonly IndicatorId[],
    apply: (batch: readonly IndicatorId[], signed: Signature) => Promise<{ readonly changed: number }>,
    isReversible?: boolean,
  ): Promise<{ readonly changed: number; readonly undo: number | null }>;
  /**
   * @throws AppError `state.notFound` for a number that is too long ago, of another run, or taken back already; or what ended it in
   *   between: undone again, it goes on with the rest.
   */
  undo(number: number): Promise<TakenBack>;
}

/** What kind of work it is. */
export interface WorkKind {
  /** As in `This decision cannot be taken back any more.` */
  readonly noun: string;
  /** As in `40 of 60 indicators are decided already.` */
  readonly done: string;
  /** Indicators per transaction: the writer stays answerable to others in between. */
  readonly batchSize: number;
  /** The analyst and now. */
  sign(): Promise<Signature>;
  /** Takes one batch of a work back. */
  revert(work: Signature, batch: { readonly ids: readonly IndicatorId[] } & Signature): Promise<TakenBack>;
}

/** See {@link ReversibleWork}. */
export function createReversibleWork({ noun, done, batchSize, sign, revert }: WorkKind): ReversibleWork {
  const memory = createMemory();

  /** @param onFailure told what is left to be taken back. */
  async function takeBack(work: DoneWork, onFailure: (rest: readonly IndicatorId[]) => void = () => undefined) {
    let [restored, kept, tried] = [0, 0, 0];
    try {
      const signed = await sign();
      for (const ids of batchesOf(work.ids, batchSize)) {
        const back = await revert({ by: work.by, atMs: work.atMs }, { ids, ...signed });
        restored += back.restored;
        kept += back.kept;
        tried += ids.length;
      }
    } catch (error) {
      onFailure(work.ids.slice(tried));
      throw error;
    }
    return { restored, kept };
  }

  return {
    async run(ids, apply, isReversible = true) {
      // One name and one moment, however many batches it takes.
      const signed = await sign();
      let [changed, tried] = [0, 0];
      try {
        for (const batch of batchesOf(ids, batchSize)) {
          changed += (await apply(batch, signed)).changed;
          tried += batch.length;
        }
      } catch (error) {
        // Nobody would know its number: all or nothing, as far as the store still answers.
        if (!isReversible || tried === 0) throw error;
        const isUndone = await takeBack({ ids: ids.slice(0, tried), ...signed }).then(
          () => true,
          () => false,
        );
        throw isUndone ? error : halfDone(error, `${countOf(tried)} of ${countOf(ids.length)}`);
      }
      return { changed, undo: changed > 0 && isReversible ? memory.add({ ids, ...signed }) : null };
    },
    async undo(number) {
      const work = memory.take(number);
      if (work === undefined) throw new AppError('state.notFound', `This ${noun} cannot be taken back any more.`);
      return takeBack(work, (ids) => memory.keep(number, { ...work, ids }));
    },
  };

  /** Tells beside what went wrong what stands all the same. */
  function halfDone(error: unknown, some: string): unknown {
    if (!(error instanceof AppError)) return error;
    return new AppError(error.code, `${error.message} ${some} indicators are ${done} already.`, {
      suggestion: `Apply the ${noun} again to finish it.`,
      cause: error,
    });
  }
}

/** Ids batch by batch. */
function* batchesOf(ids: readonly IndicatorId[], size: number): Generator<readonly IndicatorId[]> {
  for (let start = 0; start < ids.length; start += size) yield ids.slice(start, start + size);
}

const countOf = (count: number): string => count.toLocaleString('en');

/** Works that can be taken back, and the most indicators of all of them: 16 MB. The last one is always kept. */
const keptWorks = 100;
const keptIds = 2_000_000;

/** The last works of this run. */
function createMemory() {
  const works = new Map<number, DoneWork>();
  let last = 0;
  return {
    add(work: DoneWork): number {
      last += 1;
      works.set(last, work);
      let ids = [...works.values()].reduce((sum, one) => sum + one.ids.length, 0);
      for (const [number, oldest] of works) {
        if (number === last || (works.size <= keptWorks && ids <= keptIds)) break;
        works.delete(number);
        ids -= oldest.ids.length;
      }
      return last;
    },
    /** So that nobody else takes it back meanwhile. */
    take(number: number): DoneWork | undefined {
      const work = works.get(number);
      works.delete(number);
      return work;
    },
    /** What of one that was taken is left after all. */
    keep(number: number, work: DoneWork): void {
      works.set(number, work);
    },
  };
}
