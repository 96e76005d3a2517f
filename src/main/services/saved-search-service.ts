import { checkQuery } from '#main/domain/query/parse-query.ts';
import type { Clock, Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readInput } from '#shared/errors/read-input.ts';
import {
  type AskedQuery,
  type SavedSearch,
  type ShownColumn,
  savedSearchNameSchema,
} from '#shared/model/saved-search.ts';
import type { StoredSearch } from './ports/store/saved-searches.ts';
import type { Store } from './ports/store.ts';
import { createQueryHistory } from './query-history.ts';

/** Searches that analysts keep, and those that they asked. */
export interface SavedSearchService {
  /** By name, each with how many indicators came since it was last looked at. */
  list(): Promise<readonly SavedSearch[]>;
  /** Keeps a query under a name; one of that name is replaced. @throws AppError `input.invalid`, also for a bad query. */
  save(search: {
    readonly name: string;
    readonly query: string;
    readonly columns: ShownColumn[] | null;
  }): Promise<void>;
  /** @throws AppError `state.notFound`. */
  remove(name: string): Promise<void>;
  /** The search of that name, with what was new until now; from now on nothing of it is. @throws AppError `state.notFound`. */
  look(name: string): Promise<SavedSearch>;
  /** What was asked, newest first. */
  history(): Promise<readonly AskedQuery[]>;
  /** Takes note of a query that was asked; of one that cannot be read, and of the empty one, it does not. It is written down a moment later. */
  remember(query: string): void;
  /** Writes down at once what was asked; for the end of the program. */
  settle(): Promise<void>;
}

/** Queries of the history that are told. */
const historyLimit = 30;
/** A pasted list of thousands is not worth remembering. */
const rememberedLength = 2_000;

/** See {@link SavedSearchService}. */
export function createSavedSearchService(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'fail'>;
}): SavedSearchService {
  const { store, clock } = parts;
  const asked = createQueryHistory(parts);
  const stored = async (): Promise<readonly StoredSearch[]> => store.read('searches.list', null);
  const withCount = ({ lookedThroughId, ...search }: StoredSearch): Promise<SavedSearch> =>
    countNew(store, clock, { query: search.query, lookedThroughId }).then((newCount) => ({ ...search, newCount }));
  return {
    async list() {
      const counted: SavedSearch[] = [];
      // One after the other: each is a pass over what came, and others want to read too.
      for (const search of await stored()) counted.push(await withCount(search));
      return counted;
    },
    async save({ name, query, columns }) {
      const checked = checkQuery(query, { nowMs: clock.nowMs() });
      if ('error' in checked) throw checked.error;
      const read = readInput(savedSearchNameSchema, name, 'The name');
      await store.write('searches.save', { name: read, query: query.trim(), columns, atMs: clock.nowMs() });
    },
    async remove(name) {
      const { removed } = await store.write('searches.remove', { name });
      if (removed === 0) throw noSuchSearch();
    },
    async look(name) {
      const key = foldName(name);
      const found = (await stored()).find((search) => foldName(search.name) === key);
      if (found === undefined) throw noSuchSearch();
      const counted = await withCount(found);
      await store.write('searches.look', { name: found.name, atMs: clock.nowMs() });
      return counted;
    },
    history: () => asked.list(historyLimit),
    remember(query) {
      const text = query.trim();
      if (text === '' || text.length > rememberedLength || 'error' in checkQuery(text, { nowMs: clock.nowMs() }))
        return;
      asked.note(text);
    },
    settle: asked.settle,
  };
}

function noSuchSearch(): AppError {
  return new AppError('state.notFound', 'There is no saved search of that name.', {
    suggestion: 'List them, then use one of the names.',
  });
}

function foldName(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

/** Null where that takes too long, or the query is of another version and cannot be read any more. */
async function countNew(
  store: Store,
  clock: Clock,
  { query, lookedThroughId }: Pick<StoredSearch, 'query' | 'lookedThroughId'>,
): Promise<number | null> {
  const checked = checkQuery(query, { nowMs: clock.nowMs() });
  if ('error' in checked) return null;
  try {
    return (await store.read('indicators.countSince', { plan: checked.plan, afterId: lookedThroughId })).value;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'storage.busy' || error.code === 'input.tooLarge')) return null;
    throw error;
  }
}
