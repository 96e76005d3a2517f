import { compileFql, type FqlPredicate } from './fql-match.ts';
import { type FqlNode, listProperties, parseFql } from './fql-parser.ts';
import { ApiProblem } from './problem.ts';
import { comparePlaces, decodeAfter, encodeAfter, parseSort, type SortOrder, sortKey, sortPositions } from './sort.ts';
import type { IocStore } from './store.ts';

/** What a search asks for, apart from paging. */
export interface SearchQuery {
  readonly filter?: string | undefined;
  readonly sort?: string | undefined;
  /** True: only the parent's indicators; false: only one's own; undefined: both. */
  readonly fromParent?: boolean | undefined;
}

/** Choices where the vendor's behaviour is not documented. */
export interface SearchRules {
  /** Order without a `sort` parameter. */
  readonly defaultSort: string;
  /** Whether a filter that does not name `deleted` leaves deleted records out. */
  readonly hidesDeleted: boolean;
  /** Largest `limit`. */
  readonly maxPageSize: number;
  /** Status when offset + limit exceeds 10,000: 500 was seen, 400 is what sibling services answer. */
  readonly offsetWindowStatus: 400 | 500;
}

/** Paging parameters as sent; absent ones are undefined. */
export interface PageQuery {
  readonly limit?: string | undefined;
  readonly offset?: string | undefined;
  readonly after?: string | undefined;
}

/** `meta.pagination` of a search. */
export interface SearchPaging {
  readonly limit: number;
  readonly total: number;
  readonly offset: number;
  readonly after?: string;
}

/** One page of positions. */
export interface SearchPage {
  readonly positions: readonly number[];
  readonly pagination: SearchPaging;
}

/** How far `offset` reaches. */
export const OFFSET_WINDOW = 10_000;

const DEFAULT_LIMIT = 100;
const CACHED_QUERIES = 16;

/** Runs filters over the store; the sorted result of a query is kept until the next write, so later pages are cheap. */
export class IocSearch {
  readonly #store: IocStore;
  readonly #rules: SearchRules;
  readonly #results = new Map<string, Uint32Array>();
  #revision = -1;

  constructor(store: IocStore, rules: SearchRules) {
    this.#store = store;
    this.#rules = rules;
  }

  /**
   * All matching positions in order.
   * @throws ApiProblem 400 for a bad filter or sort.
   */
  run(query: SearchQuery): Uint32Array {
    if (this.#revision !== this.#store.revision || this.#results.size >= CACHED_QUERIES) this.#results.clear();
    this.#revision = this.#store.revision;
    const key = JSON.stringify([
      query.filter ?? '',
      query.sort ?? '',
      query.fromParent ?? null,
      String(this.#store.now),
    ]);
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const found = sortPositions(this.#store, this.#filter(query), this.#order(query));
    this.#results.set(key, found);
    return found;
  }

  /**
   * One page.
   * @throws ApiProblem 400 for bad parameters; 500 (or 400, see the rules) beyond the offset window.
   */
  page(query: SearchQuery, paging: PageQuery): SearchPage {
    const limit = readCount(paging.limit, 'limit') ?? DEFAULT_LIMIT;
    if (limit < 1 || limit > this.#rules.maxPageSize) {
      throw new ApiProblem(400, `limit must be between 1 and ${this.#rules.maxPageSize}`);
    }
    const offset = readCount(paging.offset, 'offset');
    const after = paging.after === '' ? undefined : paging.after;
    if (offset !== undefined && after !== undefined)
      throw new ApiProblem(400, 'offset and after are mutually exclusive');
    if ((offset ?? 0) + limit > OFFSET_WINDOW && offset !== undefined) {
      throw new ApiProblem(this.#rules.offsetWindowStatus, 'limit + offset must be less than 10000');
    }
    const order = this.#order(query);
    const all = this.run(query);
    const start = after === undefined ? (offset ?? 0) : this.#startAfter(all, order, after);
    const positions = [...all.subarray(start, start + limit)];
    return { positions, pagination: this.#pagination({ all, start, positions, limit, order, after }) };
  }

  #filter(query: SearchQuery): Uint32Array {
    const node = query.filter === undefined || query.filter.trim() === '' ? undefined : parseFql(query.filter);
    const matches = node === undefined ? () => true : compileFql(node, this.#store.now);
    const namesDeleted = node !== undefined && listProperties(node).includes('deleted');
    const tests: FqlPredicate[] = [matches];
    if (this.#rules.hidesDeleted && !namesDeleted) tests.unshift((read) => read('deleted') === false);
    if (query.fromParent !== undefined) tests.push((read) => read('from_parent') === query.fromParent);
    const found: number[] = [];
    for (const position of this.#candidates(node)) {
      const read = this.#store.reader(position);
      if (tests.every((test) => test(read))) found.push(position);
    }
    return Uint32Array.from(found);
  }

  // Existence checks ask for one value; they must not cost a walk over everything.
  #candidates(node: FqlNode | undefined): Iterable<number> {
    const terms = node === undefined ? [] : node.kind === 'and' ? node.nodes : [node];
    for (const term of terms) {
      if (term.kind === 'term' && term.property === 'value' && term.operator === '=') {
        return new Set(term.values.flatMap((value) => this.#store.findByValue(String(value))));
      }
    }
    return Array.from({ length: this.#store.count }, (_, position) => position);
  }

  #order(query: SearchQuery): SortOrder {
    return parseSort(query.sort === undefined || query.sort === '' ? this.#rules.defaultSort : query.sort);
  }

  #startAfter(all: Uint32Array, order: SortOrder, after: string): number {
    const mark = decodeAfter(after);
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const position = all[middle] ?? 0;
      const place = { key: sortKey(this.#store, position, order.field), rank: this.#store.rank(position) };
      if (comparePlaces(place, mark, order.isDescending) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  // `offset` is the position after this page. `after` is repeated even on the last page and beyond it; it is absent only
  // when nothing matched.
  #pagination(page: PageParts): SearchPaging {
    const last = page.positions.at(-1);
    const after =
      last === undefined
        ? page.after
        : encodeAfter(sortKey(this.#store, last, page.order.field), this.#store.record(last).id);
    const offset = Math.min(page.start, page.all.length) + page.positions.length;
    const base = { limit: page.limit, total: page.all.length, offset };
    return after === undefined || page.all.length === 0 ? base : { ...base, after };
  }
}

interface PageParts {
  readonly all: Uint32Array;
  readonly start: number;
  readonly positions: readonly number[];
  readonly limit: number;
  readonly order: SortOrder;
  readonly after: string | undefined;
}

/**
 * Reads a whole number of a query parameter.
 * @returns undefined when the parameter is absent or empty.
 * @throws ApiProblem 400 for anything else.
 */
export function readCount(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new ApiProblem(400, `${name}: expected an integer`);
  return Number(text);
}
