import type { EmulatorRequest } from '../kit/reply.ts';
import type { DatadogBehaviour } from './options.ts';
import { type DatadogPredicate, parseDatadogQuery } from './query.ts';
import type { DatadogRecord } from './record.ts';
import type { DatadogStore } from './store.ts';
import { datadogUsers } from './triage.ts';

/** A request the service refuses with 400. */
export class DatadogBadRequest extends Error {}

/** One page and what the envelope says about it. */
export interface DatadogPage {
  readonly records: readonly DatadogRecord[];
  readonly count: number;
  /** Of the next page, not of this one. */
  readonly nextOffset: number;
}

const sortKeys: Readonly<Record<string, (record: DatadogRecord) => number | string | undefined>> = {
  score: (record) => record.score,
  first_seen_ts_epoch: (record) => record.first_seen,
  last_seen_ts_epoch: (record) => record.last_seen,
  indicator: (record) => record.indicator,
  indicator_type: (record) => record.indicator_type,
  signal_count: (record) => record.signal_matches,
  log_count: (record) => record.log_matches,
  category: (record) => record.categories[0],
  as_type: (record) => record.as_type,
};

const keptOrders = 8;

/** Answers list requests; remembers the last few orderings, since every page of a walk needs the same one. */
export class DatadogLister {
  readonly #store: DatadogStore;
  readonly #behaviour: DatadogBehaviour;
  readonly #orders = new Map<string, readonly number[]>();

  constructor(store: DatadogStore, behaviour: DatadogBehaviour) {
    this.#store = store;
    this.#behaviour = behaviour;
  }

  /** @throws DatadogBadRequest or DatadogQueryError for parameters the service refuses. */
  page({ query }: Pick<EmulatorRequest, 'query'>): DatadogPage {
    const limit = this.#limitOf(query.get('limit'));
    const offset = wholeNumber('offset', query.get('offset')) ?? 0;
    if (offset > this.#behaviour.maximumOffset) throw new DatadogBadRequest('offset is too large');
    const order = this.#ordered(query);
    const indices = order.slice(offset, offset + limit);
    return {
      records: indices.map((index) => this.#store.recordAt(index)),
      count: order.length,
      nextOffset: offset + indices.length,
    };
  }

  #limitOf(text: string | null): number {
    const { defaultLimit, maximumLimit, overLimit } = this.#behaviour;
    const limit = wholeNumber('limit', text) ?? defaultLimit;
    if (limit > maximumLimit && overLimit === 'refuse') throw new DatadogBadRequest('limit is too large');
    return Math.min(limit, maximumLimit);
  }

  #ordered(query: URLSearchParams): readonly number[] {
    const column = query.get('sort[column]') ?? 'score';
    const order = query.get('sort[order]') ?? 'desc';
    if (!Object.hasOwn(sortKeys, column)) throw new DatadogBadRequest(`invalid sort column: ${column}`);
    if (order !== 'asc' && order !== 'desc') throw new DatadogBadRequest(`invalid sort order: ${order}`);
    const filters = ['query', 'ocsf', 'worked_by', 'triage_state'].map((name) => query.get(name));
    const key = JSON.stringify([this.#store.version, column, order, filters]);
    const known = this.#orders.get(key);
    if (known !== undefined) return known;
    const indices = this.#sort(this.#filter(query), column, order);
    const oldest = this.#orders.keys().next().value;
    if (this.#orders.size >= keptOrders && oldest !== undefined) this.#orders.delete(oldest);
    this.#orders.set(key, indices);
    return indices;
  }

  #filter(query: URLSearchParams): number[] {
    const tests = recordTests(query);
    const ocsf = booleanOf(query.get('ocsf'));
    let indices = this.#store.indices();
    if (ocsf !== undefined) {
      indices = indices.filter((index) => this.#store.matchKinds(index)[ocsf ? 'ocsf' : 'message']);
    }
    if (tests.length === 0) return indices;
    return indices.filter((index) => {
      const record = this.#store.recordAt(index);
      return tests.every((test) => test(record));
    });
  }

  #sort(indices: readonly number[], column: string, order: 'asc' | 'desc'): readonly number[] {
    const read = sortKeys[column];
    const keyed = indices.map((index) => ({ index, key: this.#keyOf(index, column, read) }));
    const sign = order === 'asc' ? 1 : -1;
    keyed.sort((a, b) => compareKeys(a.key, b.key, sign) || a.index - b.index);
    return keyed.map(({ index }) => index);
  }

  #keyOf(index: number, column: string, read: (typeof sortKeys)[string] | undefined): number | string | undefined {
    // The walk by time is the frequent one and needs no record.
    if (column === 'last_seen_ts_epoch') return this.#store.lastSeenMs(index);
    return read?.(this.#store.recordAt(index));
  }
}

function recordTests(query: URLSearchParams): readonly DatadogPredicate[] {
  const tests: DatadogPredicate[] = [];
  const text = query.get('query');
  if (text !== null && text.trim() !== '') tests.push(parseDatadogQuery(text));
  const state = query.get('triage_state');
  if (state !== null) {
    if (state !== 'reviewed' && state !== 'not_reviewed') throw new DatadogBadRequest(`invalid triage_state: ${state}`);
    tests.push((record) => (record.triage_state ?? 'not_reviewed') === state);
  }
  const by = query.get('worked_by');
  if (by !== null) {
    const id = datadogUsers.find((user) => user.handle === by)?.id ?? by;
    tests.push((record) => record.triaged_by === id);
  }
  return tests;
}

/** Absent values go last in both directions. */
function compareKeys(a: number | string | undefined, b: number | string | undefined, sign: number): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (a === b) return 0;
  return a < b ? -sign : sign;
}

/** A non-negative 32-bit integer; undefined when absent. @throws DatadogBadRequest otherwise. */
export function wholeNumber(name: string, text: string | null): number | undefined {
  if (text === null) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 2_147_483_647) throw new DatadogBadRequest(`invalid ${name}: ${text}`);
  return value;
}

/** `true` or `false`; undefined when absent. @throws DatadogBadRequest otherwise. */
export function booleanOf(text: string | null): boolean | undefined {
  if (text === null) return undefined;
  if (text !== 'true' && text !== 'false') throw new DatadogBadRequest(`invalid boolean: ${text}`);
  return text === 'true';
}
