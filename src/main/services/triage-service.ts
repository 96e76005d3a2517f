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
   * @throws AppError `input.invalid`.
   */
  apply(decision: TriageDecision): Promise<{ readonly changed: number; readonly undo: number | null }>;
  /**
   * Takes a decision back by further entries that restore what was before; what was decided since stands and is counted as `kept`.
   * @throws AppError `state.notFound` for one that is too long ago, of another run, or taken back already.
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
  return {
    async apply({ selection, state, verdict, note }) {
      if (state === undefined && verdict === undefined && note === undefined) {
        throw new AppError('input.invalid', 'A state, a verdict or a note is needed.');
      }
      const ids = await search.resolve(selection);
      const by = (await settings.get()).analystName;
      // One moment for the whole decision, however many batches it takes.
      const change = { state, verdict, note, by, atMs: clock.nowMs() };
      let changed = 0;
      for (const batch of batchesOf(ids))
        changed += (await store.write('triage.append', { ids: batch, change })).changed;
      const canBeUndone = changed > 0 && (state !== undefined || verdict !== undefined);
      return { changed, undo: canBeUndone ? made.add({ ids, by, atMs: change.atMs }) : null };
    },
    async undo(number) {
      const decision = made.take(number);
      if (decision === undefined) throw new AppError('state.notFound', 'This decision cannot be taken back any more.');
      const by = (await settings.get()).analystName;
      const atMs = clock.nowMs();
      let [restored, kept] = [0, 0];
      for (const ids of batchesOf(decision.ids)) {
        const done = await store.write('triage.revert', { ids, decision, by, atMs });
        restored += done.restored;
        kept += done.kept;
      }
      return { restored, kept };
    },
  };
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
    take(number: number): MadeDecision | undefined {
      const decision = decisions.get(number);
      decisions.delete(number);
      return decision;
    },
  };
}
