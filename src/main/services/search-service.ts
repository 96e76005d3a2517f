import { canonicaliseAs, recognise } from '#main/domain/canonicalise.ts';
import { hasNames, type KnownNames, listHints, type QueryHint } from '#main/domain/query/hints.ts';
import { parseQuery, parseTree } from '#main/domain/query/parse-query.ts';
import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Histogram } from '#shared/model/histogram.ts';
import type { HistogramField } from '#shared/model/histogram-units.ts';
import type { IndicatorId, ObservationId } from '#shared/model/ids.ts';
import type { IndicatorDetail, IndicatorSummary, ObservationVersion } from '#shared/model/indicator.ts';
import type { IndicatorStatements, StatementField } from '#shared/model/statement.ts';
import type { LookupDesk } from './lookup-desk/lookup-desk.ts';
import type { CandidatePick } from './lookup-desk/pick.ts';
import type { Count, Facets, NamedIndicator, Picked } from './ports/store/indicators.ts';
import type { ReadOptions, Store } from './ports/store.ts';
import type { VendorCatalogue } from './vendor-catalogue.ts';

/** Rows picked by hand, everything that a query finds, or what a look-up found; the last makes indicators of what nobody knew. */
export type Selection =
  | { readonly ids: readonly IndicatorId[] }
  | { readonly query: string }
  | { readonly lookup: CandidatePick };

/** Searching the cache; never touches the network. */
export interface SearchService {
  /** @throws AppError `input.invalid` with the column of a bad query. */
  search(
    request: { readonly query: string; readonly offset: number; readonly limit: number },
    options?: ReadOptions,
  ): Promise<readonly IndicatorSummary[]>;
  /** The whole result or its first `limit` lines, in pieces. */
  searchAll(query: string, limit: number | null): AsyncIterable<readonly IndicatorSummary[]>;
  /** Understands a query as of now. @throws AppError `input.invalid` with the column of a bad one. */
  plan(query: string): QueryPlan;
  count(query: string, options?: ReadOptions): Promise<Count>;
  facets(query: string, options?: ReadOptions): Promise<Facets>;
  /** What a query finds, counted over one of its times; its order does not matter. */
  histogram(
    request: { readonly query: string; readonly field: HistogramField },
    options?: ReadOptions,
  ): Promise<Histogram>;
  /** What is remarkable about a query that is no error: a name that nothing has, values that cannot all be one. */
  hints(query: string): Promise<readonly QueryHint[]>;
  /** Null when the cache does not hold it. */
  detail(which: { readonly id: IndicatorId } | NamedIndicator): Promise<IndicatorDetail | null>;
  /** Whether a text as a whole is one host name, which a query would take for a part of others. */
  isHostName(text: string): boolean;
  /** Which cases hold each and how it was judged last, at most 200; null where the cache does not hold it. A hash is told as its file. */
  recall(names: readonly NamedIndicator[]): Promise<readonly (Pick<IndicatorSummary, 'cases' | 'verdict'> | null)[]>;
  /** By the text of a value as somebody typed or pasted it, defanged or not. */
  detailOfText(text: string): Promise<IndicatorDetail | null>;
  /** What the records of each say in some fields, and whose it is; in the order of `ids`, at most 200. */
  statements(
    request: { readonly ids: readonly IndicatorId[]; readonly fields: readonly StatementField[] },
    options?: ReadOptions,
  ): Promise<readonly IndicatorStatements[]>;
  /** The record exactly as received. @throws AppError `state.notFound`. */
  raw(id: ObservationId): Promise<string>;
  versions(id: ObservationId): Promise<readonly ObservationVersion[]>;
  /** The indicators meant, in the query's order. */
  resolve(selection: Selection): Promise<readonly IndicatorId[]>;
  /** The same to be told of only: candidates that the cache does not hold stay names, nothing is made of them. */
  pick(selection: Selection): Promise<Picked>;
}

export interface SearchServiceParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly vendors: Pick<VendorCatalogue, 'list'>;
  readonly desk: Pick<LookupDesk, 'ensure' | 'names'>;
}

/** Lines per question to the store: as many as a reply may hold. */
const pieceSize = 200;

/** Compiles queries and asks the store. */
export function createSearchService({ store, clock, vendors, desk }: SearchServiceParts): SearchService {
  const plan = createPlanner(clock);
  const detail = (which: { readonly id: IndicatorId } | NamedIndicator): Promise<IndicatorDetail | null> =>
    store.read('indicators.detail', which);

  async function resolve(selection: Selection): Promise<readonly IndicatorId[]> {
    if ('ids' in selection) return selection.ids;
    if ('lookup' in selection) return desk.ensure(selection.lookup);
    return store.read('indicators.searchIds', { plan: plan(selection.query), limit: null });
  }

  return {
    plan,
    search: async ({ query, offset, limit }, options) =>
      store.read('indicators.search', { plan: plan(query), offset, limit }, options),
    searchAll: (query, limit) => listSummaries(store, plan(query), limit),
    count: async (query, options) => store.read('indicators.count', { plan: plan(query) }, options),
    facets: async (query, options) => store.read('indicators.facets', { plan: plan(query) }, options),
    histogram: async ({ query, field }, options) =>
      store.read('indicators.histogram', { plan: plan(query), field }, options),
    hints: (query) => findHints(query, store, vendors),
    detail,
    async recall(names) {
      const known = await store.read('indicators.known', { names });
      return known.map((one) => one && { cases: one.summary.cases, verdict: one.summary.verdict });
    },
    isHostName: (text) => recognise(text).type === 'domain',
    async detailOfText(text) {
      for (const named of listReadings(text)) {
        const found = await detail(named);
        if (found !== null) return found;
      }
      return null;
    },
    statements: (request, options) => store.read('indicators.statements', request, options),
    async raw(id) {
      const text = await store.read('observations.raw', { id });
      if (text === null) throw new AppError('state.notFound', 'There is no such record.');
      return text;
    },
    versions: (id) => store.read('observations.versions', { id }),
    resolve,
    async pick(selection) {
      if ('lookup' in selection) return { ids: [], names: desk.names(selection.lookup) };
      return { ids: await resolve(selection), names: [] };
    },
  };
}

/** Types whose texts have no sure shape: tried when what the shape says is not in the cache. */
const shapeless = ['path', 'registry_key', 'user_agent', 'other'] as const;

/** What a text can name, likeliest first: `setup.exe` looks like a domain and is a path where the cache knows it as one. */
function listReadings(text: string): readonly NamedIndicator[] {
  const readings = [recognise(text), ...shapeless.map((type) => canonicaliseAs(type, text))];
  return readings.filter(
    ({ type, value }, index) => readings.findIndex((other) => other.type === type && other.value === value) === index,
  );
}

/** Ids first: the result stays the one of this moment although a sync may go on meanwhile, and no page is sorted twice. */
async function* listSummaries(
  store: Store,
  plan: QueryPlan,
  limit: number | null,
): AsyncGenerator<readonly IndicatorSummary[]> {
  if (limit !== null && limit <= pieceSize) {
    yield await store.read('indicators.search', { plan, offset: 0, limit });
    return;
  }
  const ids = await store.read('indicators.searchIds', { plan, limit });
  for (let start = 0; start < ids.length; start += pieceSize) {
    yield await store.read('indicators.summaries', { ids: ids.slice(start, start + pieceSize) });
  }
}

/** Shorter texts are read anew in less time than it takes to look whether they are the same. */
const longText = 4_096;
/** How old `now` may be in a plan that is used again, ms. */
const planAgeMs = 5_000;

/** Reads queries; one search asks for rows, count and facets, and a pasted list of thousands is read once for all of them. */
function createPlanner(clock: Clock): (query: string) => QueryPlan {
  let last: { readonly query: string; readonly plan: QueryPlan; readonly nowMs: number } | undefined;
  return (query) => {
    const nowMs = clock.nowMs();
    if (query.length < longText) return parseQuery(query, { nowMs });
    if (last?.query !== query || Math.abs(nowMs - last.nowMs) > planAgeMs) {
      last = { query, plan: parseQuery(query, { nowMs }), nowMs };
    }
    return last.plan;
  };
}

const noNames: KnownNames = { vendor: [], connection: [], stream: [], case: [] };

/** The vendors of this build are loaded only when the cache does not know a name: most searches need none of them. */
async function findHints(
  query: string,
  store: Store,
  vendors: Pick<VendorCatalogue, 'list'>,
): Promise<readonly QueryHint[]> {
  const tree = parseTree(query);
  if (!hasNames(tree)) return listHints(query, tree, noNames);
  const stored = await store.read('names.list', null);
  const known: KnownNames = {
    vendor: stored.vendors,
    connection: stored.connections,
    stream: stored.streams,
    case: stored.cases,
  };
  const hints = listHints(query, tree, known);
  if (hints.length === 0) return hints;
  const modules = await vendors.list();
  return listHints(query, tree, {
    ...known,
    vendor: unique([...known.vendor, ...modules.map((module) => module.id)]),
    stream: unique([...known.stream, ...modules.flatMap((module) => module.streams.map((stream) => stream.id))]),
  });
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];
