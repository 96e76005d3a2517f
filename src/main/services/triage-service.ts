import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { TriageState, Verdict } from '#shared/model/vocabulary.ts';
import type { Store } from './ports/store.ts';
import type { SearchService, Selection } from './search-service.ts';
import type { SettingsService } from './settings-service.ts';

/** A decision on indicators; with only a state or only a verdict the other stays. */
export interface TriageDecision {
  readonly selection: Selection;
  readonly state?: TriageState | undefined;
  readonly verdict?: Verdict | undefined;
  readonly note?: string | undefined;
}

/** Triage: appends an entry to every indicator meant, never changes one. */
export interface TriageService {
  /**
   * @returns how many indicators it was applied to, none being a value and no error, and the number under which it can be taken
   *   back; null where there is nothing to take back: a note stays.
   * @throws AppError `input.invalid`; or what ended it in between: what was decided until then is taken back, or told.
   */
  apply(decision: TriageDecision): Promise<{ readonly changed: number; readonly undo: number | null }>;
  /**
   * Takes a decision back by further entries that restore what was before; what was decided since stands and is counted as `kept`.
   * @throws AppError `state.notFound` for one that is too long ago, of another run, or taken back already; or what ended it in
   *   between: undone again, it goes on with the rest.
   */
  undo(decision: number): Promise<{ readonly restored: number; readonly kept: number }>;
}

export interface TriageServiceParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly search: SearchService;
  readonly settings: SettingsService;
}

/** Indicators per transaction: the writer stays answerable to others in between. */
const batchSize = 2_000;

/** Writes decisions under the analyst's name. */
export function createTriageService({ store, clock, search, settings }: TriageServiceParts): TriageService {
  const made = createDecisions();
  const nameOfAnalyst = async (): Promise<string> => (await settings.get()).analystName;

  /** @param onFailure told what is left to be taken back. */
  async function takeBack(decision: MadeDecision, onFailure: (rest: readonly IndicatorId[]) => void = () => undefined) {
    let [restored, kept, tried] = [0, 0, 0];
    try {
      const by = await nameOfAnalyst();
      const atMs = clock.nowMs();
      for (const ids of batchesOf(decision.ids)) {
        const done = await store.write('triage.revert', { ids, decision, by, atMs });
        restored += done.restored;
        kept += done.kept;
        tried += ids.length;
      }
    } catch (error) {
      onFailure(decision.ids.slice(tried));
      throw error;
    }
    return { restored, kept };
  }

  return {
    async apply({ selection, state, verdict, note }) {
      if (state === undefined && verdict === undefined && note === undefined) {
        throw new AppError('input.invalid', 'A state, a verdict or a note is needed.');
      }
      const ids = await search.resolve(selection);
      const by = await nameOfAnalyst();
      // One moment for the whole decision, however many batches it takes.
      const change = { state, verdict, note, by, atMs: clock.nowMs() };
      const decides = state !== undefined || verdict !== undefined;
      let [changed, tried] = [0, 0];
      try {
        for (const batch of batchesOf(ids)) {
          changed += (await store.write('triage.append', { ids: batch, change })).changed;
          tried += batch.length;
        }
      } catch (error) {
        // Nobody would know its number: all or nothing, as far as the store still answers.
        if (!decides || tried === 0) throw error;
        const isUndone = await takeBack({ ids: ids.slice(0, tried), by, atMs: change.atMs }).then(
          () => true,
          () => false,
        );
        throw isUndone ? error : halfDone(error, tried, ids.length);
      }
      return { changed, undo: changed > 0 && decides ? made.add({ ids, by, atMs: change.atMs }) : null };
    },
    async undo(number) {
      const decision = made.take(number);
      if (decision === undefined) throw new AppError('state.notFound', 'This decision cannot be taken back any more.');
      return takeBack(decision, (ids) => made.keep(number, { ...decision, ids }));
    },
  };
}

/** Tells beside what went wrong what stands all the same. */
function halfDone(error: unknown, done: number, total: number): unknown {
  if (!(error instanceof AppError)) return error;
  const [some, all] = [done, total].map((count) => count.toLocaleString('en'));
  return new AppError(error.code, `${error.message} ${some} of ${all} indicators are decided already.`, {
    suggestion: 'Apply the decision again to finish it.',
    cause: error,
  });
}

function* batchesOf(ids: readonly IndicatorId[]): Generator<readonly IndicatorId[]> {
  for (let start = 0; start < ids.length; start += batchSize) yield ids.slice(start, start + batchSize);
}

/** A decision as it was made. */
interface MadeDecision {
  readonly ids: readonly IndicatorId[];
  readonly by: string;
  readonly atMs: number;
}

/** Decisions that can be taken back, and the most indicators of all of them: 16 MB. The last one is always kept. */
const keptDecisions = 100;
const keptIds = 2_000_000;

/** The last decisions of this run. */
function createDecisions() {
  const decisions = new Map<number, MadeDecision>();
  let last = 0;
  return {
    add(decision: MadeDecision): number {
      last += 1;
      decisions.set(last, decision);
      let ids = [...decisions.values()].reduce((sum, one) => sum + one.ids.length, 0);
      for (const [number, oldest] of decisions) {
        if (number === last || (decisions.size <= keptDecisions && ids <= keptIds)) break;
        decisions.delete(number);
        ids -= oldest.ids.length;
      }
      return last;
    },
    /** So that nobody else takes it back meanwhile. */
    take(number: number): MadeDecision | undefined {
      const decision = decisions.get(number);
      decisions.delete(number);
      return decision;
    },
    /** What of one that was taken is left after all. */
    keep(number: number, decision: MadeDecision): void {
      decisions.set(number, decision);
    },
  };
}
