import { placeAt, type Suggestion, suggest, type ValueCounts } from '#main/domain/query/complete.ts';
import { type HelpSection, listHelp } from '#main/domain/query/help.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import type { Clock } from '#main/ports/ports.ts';
import type { Store } from './ports/store.ts';

/** What could be written at a place of a query. */
export interface Completion {
  /** What a suggestion takes the place of: UTF-16 offsets, end excluded. */
  readonly start: number;
  readonly end: number;
  readonly suggestions: readonly Suggestion[];
}

/** Helps to write queries. */
export interface QueryAssistant {
  /** Suggestions for where the caret stands; none in the middle of a word and behind what cannot be read. */
  complete(request: { readonly query: string; readonly caret: number }): Promise<Completion>;
  /** The query language, made of its own grammar. */
  help(): readonly HelpSection[];
}

export interface QueryAssistantParts {
  readonly store: Store;
  readonly clock: Clock;
}

/** See {@link QueryAssistant}. */
export function createQueryAssistant({ store, clock }: QueryAssistantParts): QueryAssistant {
  const counts = createCounts(store, clock);
  return {
    async complete({ query, caret }) {
      const place = placeAt(query, caret);
      if (place === undefined) return { start: caret, end: caret, suggestions: [] };
      // Names of fields need no counts.
      const known = place.field === null ? {} : await counts();
      return { ...place.span, suggestions: suggest(place, known) };
    },
    help: listHelp,
  };
}

/** Counts may be so old, ms: they order suggestions, and are not worth a pass over a large cache for every letter. */
const countsAgeMs = 15_000;

/** Counts of the whole cache. While newer ones are counted the older ones serve. */
function createCounts(store: Store, clock: Clock): () => Promise<ValueCounts> {
  let known: ValueCounts | undefined;
  let countedMs = Number.NEGATIVE_INFINITY;
  let running: Promise<ValueCounts> | undefined;
  const count = async (): Promise<ValueCounts> => {
    const plan = parseQuery('', { nowMs: clock.nowMs() });
    const [facets, names] = await Promise.all([
      // Too slow for a large cache without the engine: then words are suggested without counts.
      store.read('indicators.facets', { plan }).catch(() => known ?? {}),
      store.read('names.list', null),
    ]);
    known = { ...facets, case: Object.fromEntries(names.cases.map((name) => [name, 0])) };
    countedMs = clock.monotonicMs();
    return known;
  };
  return () => {
    if (known !== undefined && clock.monotonicMs() - countedMs < countsAgeMs) return Promise.resolve(known);
    running ??= count().finally(() => {
      running = undefined;
    });
    if (known === undefined) return running;
    // Nobody waits for it: the next question counts again.
    running.catch(() => undefined);
    return Promise.resolve(known);
  };
}
