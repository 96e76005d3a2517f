import { buildAttributes, type VtAttributes } from './attributes.ts';
import type { NotificationContext } from './context.ts';
import { type CursorContext, decodeCursor, encodeCursor, type StreamPlace } from './cursor.ts';
import { collections, type VtEntity } from './entity.ts';
import { compileFilter, type EntityType } from './filter.ts';
import { nextLink, selfLink } from './links.ts';
import type { VirustotalSettings } from './options.ts';
import { badRequest } from './problem.ts';
import type { NotificationStore } from './store.ts';

/** What a stream item says about its notification. */
export interface ContextAttributes extends NotificationContext {
  readonly notification_id: string;
  /** Unix seconds. */
  readonly notification_date: number;
}

/** One item of the stream; descriptors have neither links nor attributes. */
export interface StreamItem {
  readonly id: string;
  readonly type: EntityType;
  readonly links?: { readonly self: string };
  readonly attributes?: VtAttributes;
  readonly context_attributes: ContextAttributes;
}

/** A page of the stream. */
export interface StreamPage {
  readonly data: readonly StreamItem[];
  readonly meta: { readonly cursor?: string; readonly count: number };
  readonly links: { readonly self: string; readonly next?: string };
}

/** How items are to be written. */
export interface ItemForm {
  readonly isDescriptor: boolean;
  /** Whether the client named itself with `x-tool`. */
  readonly hasAssessment: boolean;
}

type StreamOrder = 'date-' | 'date+';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 40;
const CACHED_QUERIES = 16;

/** Answers `GET /ioc_stream`. The sorted result of a query is kept until something changes, so later pages are cheap. */
export class StreamReader {
  readonly #store: NotificationStore;
  readonly #settings: VirustotalSettings;
  readonly #results = new Map<string, readonly number[]>();
  #state = '';

  constructor(store: NotificationStore, settings: VirustotalSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /**
   * One page.
   * @throws VtProblem 400 for a bad limit, order, filter, descriptors_only or cursor.
   */
  page(query: URLSearchParams, hasAssessment: boolean): StreamPage {
    const limit = readLimit(query.get('limit'));
    const order = readOrder(query.get('order'));
    const filter = query.get('filter') ?? '';
    const isDescriptor = readBoolean('descriptors_only', query.get('descriptors_only'));
    const cursor = query.get('cursor');
    const boundTo = this.#settings.bindsCursors ? `${order} ${filter}` : '';
    const context: CursorContext = { seed: this.#store.world.seed, issuedAt: this.#store.now, boundTo };
    const all = this.select(filter, order);
    const start = cursor === null || cursor === '' ? 0 : this.#startAfter(all, order, decodeCursor(cursor, context));
    const positions = all.slice(start, start + limit);
    const last = positions.at(-1);
    const hasMore = last !== undefined && start + limit < all.length;
    const next = hasMore ? encodeCursor(this.#place(last), context) : undefined;
    const address = `${this.#settings.linkOrigin}/api/v3/ioc_stream`;
    return {
      data: positions.map((position) => this.item(position, { isDescriptor, hasAssessment })),
      meta: { ...(next === undefined ? {} : { cursor: next }), count: Math.min(all.length, this.#settings.countCap) },
      links: {
        self: selfLink(address, query),
        ...(next === undefined ? {} : { next: nextLink(address, query, next) }),
      },
    };
  }

  /**
   * All matching positions in order.
   * @throws VtProblem 400 for a bad filter.
   */
  select(filter: string, order: StreamOrder = 'date-'): readonly number[] {
    const state = `${this.#store.revision} ${this.#store.now}`;
    if (state !== this.#state || this.#results.size >= CACHED_QUERIES) this.#results.clear();
    this.#state = state;
    const key = `${order} ${filter}`;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const matches = compileFilter(filter, this.#store.now);
    const found = [...this.#store.positions()].filter((position) => matches(this.#store.target(position)));
    found.sort((a, b) => compare(this.#place(a), this.#place(b), order));
    this.#results.set(key, found);
    return found;
  }

  /** One item. */
  item(position: number, form: ItemForm): StreamItem {
    const entity = this.#store.entity(position);
    const context = this.#store.context(position, entity);
    const context_attributes = {
      notification_id: String(this.#store.id(position)),
      notification_date: this.#store.date(position),
      ...context,
    };
    if (!form.isDescriptor) return { ...this.describe(entity, form.hasAssessment), context_attributes };
    // Subscriptions name URLs by their text here, everything else by the id.
    const isRawUrl = entity.type === 'url' && context.origin === 'subscriptions';
    return { type: entity.type, id: isRawUrl ? entity.indicator.value : entity.id, context_attributes };
  }

  /** A whole object, without the notification. */
  describe(entity: VtEntity, hasAssessment: boolean) {
    const built = buildAttributes(entity, { engines: this.#settings.engines, hasAssessment });
    return {
      id: entity.id,
      type: entity.type,
      links: { self: `${this.#settings.linkOrigin}/api/v3/${collections[entity.type]}/${entity.id}` },
      attributes: { ...built, ...this.#store.patch(entity.id) },
    };
  }

  #place(position: number): StreamPlace {
    return { date: this.#store.date(position), id: this.#store.id(position) };
  }

  #startAfter(all: readonly number[], order: StreamOrder, mark: StreamPlace): number {
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#place(all[middle] ?? 0), mark, order) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

// Within one date ids ascend, whatever the direction of the dates: so it is in every recorded tie.
function compare(a: StreamPlace, b: StreamPlace, order: StreamOrder): number {
  if (a.date !== b.date) return order === 'date+' ? a.date - b.date : b.date - a.date;
  return a.id - b.id;
}

function readLimit(text: string | null): number {
  if (text === null || text === '') return DEFAULT_LIMIT;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw badRequest(`limit "${text}" is not valid`);
  if (limit > MAX_LIMIT) throw badRequest(`Limit can't be larger than ${MAX_LIMIT}`);
  return limit;
}

function readOrder(text: string | null): StreamOrder {
  if (text === null || text === '') return 'date-';
  if (text === 'date-' || text === 'date+') return text;
  throw badRequest(`order "${text}" is not valid. Valid orders are: date-,date+`);
}

// Clients also send `False`.
function readBoolean(name: string, text: string | null): boolean {
  const word = text?.toLowerCase() ?? 'false';
  if (word !== 'true' && word !== 'false' && word !== '') throw badRequest(`${name} "${text}" is not valid`);
  return word === 'true';
}
