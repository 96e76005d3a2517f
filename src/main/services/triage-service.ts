import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { TriageState, Verdict } from '#shared/model/vocabulary.ts';
import type { Store } from './ports/store.ts';
import { createReversibleWork } from './reversible-work.ts';
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

/** Writes decisions under the analyst's name. */
export function createTriageService({ store, clock, search, settings }: TriageServiceParts): TriageService {
  const sign = async () => ({ by: (await settings.get()).analystName, atMs: clock.nowMs() });
  const decisions = createReversibleWork({
    noun: 'decision',
    done: 'decided',
    batchSize: 2_000,
    sign,
    revert: (decision, batch) => store.write('triage.revert', { ...batch, decision }),
  });

  return {
    async apply({ selection, state, verdict, note }) {
      if (state === undefined && verdict === undefined && note === undefined) {
        throw new AppError('input.invalid', 'A state, a verdict or a note is needed.');
      }
      return decisions.run(
        await search.resolve(selection),
        (ids, signed) => store.write('triage.append', { ids, change: { state, verdict, note, ...signed } }),
        state !== undefined || verdict !== undefined,
      );
    },
    undo: decisions.undo,
  };
}
