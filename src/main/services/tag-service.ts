import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { TagCount } from '#shared/model/tag.ts';
import { keyOfTag } from '#shared/text/tag-name.ts';
import type { LookupDesk } from './lookup-desk/lookup-desk.ts';
import type { Store } from './ports/store.ts';
import { createReversibleWork, type TakenBack } from './reversible-work.ts';
import type { SearchService, Selection } from './search-service.ts';
import type { SettingsService } from './settings-service.ts';

/** Own tags to put on indicators and to take off them; names as `tagNameSchema` gives them. */
export interface Tagging {
  readonly selection: Selection;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** The analyst's own tags; those that vendors' records bring are not touched by anything here. */
export interface TagService {
  /**
   * @returns on how many indicators something changed, none being a value and no error, and the number under which it can be taken
   *   back; null where nothing did.
   * @throws AppError `input.invalid` when nothing is asked for, or one tag both ways; or what ended it in between: what was done
   *   until then is taken back, or told.
   */
  change(tagging: Tagging): Promise<{ readonly changed: number; readonly undo: number | null }>;
  /** Takes a tagging back, as `TriageService.undo` does. */
  undo(tagging: number): Promise<TakenBack>;
  /** Own tags in use, the most frequent first; at most 5,000. */
  known(): Promise<readonly TagCount[]>;
  /** How many indicators are meant, and the own tags on them; of a look-up, of those that the cache holds. */
  count(selection: Selection): Promise<{ readonly total: number; readonly tags: readonly TagCount[] }>;
}

export interface TagServiceParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly search: SearchService;
  readonly settings: SettingsService;
  readonly desk: Pick<LookupDesk, 'known'>;
}

/** Ids per question to the store. */
const countedAtOnce = 5_000;

/** Tags under the analyst's name. */
export function createTagService({ store, clock, search, settings, desk }: TagServiceParts): TagService {
  const taggings = createReversibleWork({
    noun: 'tagging',
    done: 'tagged',
    // Each is rolled up anew, which takes several times as long as a decision.
    batchSize: 500,
    sign: async () => ({ by: (await settings.get()).analystName, atMs: clock.nowMs() }),
    revert: (tagging, batch) => store.write('tags.revert', { ...batch, tagging }),
  });

  return {
    async change({ selection, add, remove }) {
      refuseBothWays(add, remove);
      const wanted = { add: distinct(add), remove: distinct(remove) };
      return taggings.run(await search.resolve(selection), (ids, signed) =>
        store.write('tags.change', { ids, change: { ...wanted, ...signed } }),
      );
    },
    undo: taggings.undo,
    known: () => store.read('tags.known', null),
    async count(selection) {
      const ids = 'lookup' in selection ? await desk.known(selection.lookup) : await search.resolve(selection);
      return { total: ids.length, tags: await countAll(store, ids) };
    },
  };
}

/** @throws AppError `input.invalid`. */
function refuseBothWays(add: readonly string[], remove: readonly string[]): void {
  if (add.length + remove.length === 0) throw new AppError('input.invalid', 'A tag to add or to remove is needed.');
  const removed = new Set(remove.map(keyOfTag));
  if (add.some((name) => removed.has(keyOfTag(name)))) {
    throw new AppError('input.invalid', 'A tag cannot be added and removed at once.');
  }
}

/** Each tag once, in the spelling that came first. */
function distinct(names: readonly string[]): readonly string[] {
  return names.filter((name, at) => names.findIndex((other) => keyOfTag(other) === keyOfTag(name)) === at);
}

async function countAll(store: Store, ids: readonly IndicatorId[]): Promise<readonly TagCount[]> {
  const counts = new Map<string, number>();
  for (let start = 0; start < ids.length; start += countedAtOnce) {
    const some = await store.read('tags.count', { ids: ids.slice(start, start + countedAtOnce) });
    for (const { name, count } of some) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
}
