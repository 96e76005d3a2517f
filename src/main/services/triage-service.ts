import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
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
  /** @returns how many indicators it was applied to; none is a value, not an error. @throws AppError `input.invalid`. */
  apply(decision: TriageDecision): Promise<{ readonly changed: number }>;
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
      for (let start = 0; start < ids.length; start += batchSize) {
        const batch = ids.slice(start, start + batchSize);
        changed += (await store.write('triage.append', { ids: batch, change })).changed;
      }
      return { changed };
    },
  };
}
