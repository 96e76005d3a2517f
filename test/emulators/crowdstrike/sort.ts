import { sortFields } from './fields.ts';
import { idToRank } from './ids.ts';
import { NS_PER_MS } from './instants.ts';
import { ApiProblem } from './problem.ts';
import type { IocStore } from './store.ts';

/** What one record is sorted by: text, a number, or null when it has none (last in both directions). */
export type SortKey = string | number | null;

/** A parsed `sort` parameter. */
export interface SortOrder {
  readonly field: string;
  readonly isDescending: boolean;
}

/** The place of one record in a sorted list: its key, and its rank among equal keys. */
export interface SortPlace {
  readonly key: SortKey;
  readonly rank: number;
}

/**
 * Reads `field`, `field.asc`, `field.desc`, `field|asc` or `field|desc`.
 * @throws ApiProblem 400 for a field that cannot be sorted by.
 */
export function parseSort(text: string): SortOrder {
  const match = /^(.*?)(?:[.|](asc|desc))?$/i.exec(text);
  const field = match?.[1] ?? '';
  if (!sortFields.some((known) => known === field)) throw new ApiProblem(400, `invalid sort: '${text}'`);
  return { field, isDescending: match?.[2]?.toLowerCase() === 'desc' };
}

/** The sort key of a record. Dates become whole milliseconds, as in the service's own `after` values. */
export function sortKey(store: IocStore, position: number, field: string): SortKey {
  const value = store.reader(position)(field);
  if (typeof value === 'bigint') return Number(value / NS_PER_MS);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Orders two places; ids break ties upwards whatever the direction. */
export function comparePlaces(a: SortPlace, b: SortPlace, isDescending: boolean): number {
  if (a.key === b.key) return a.rank - b.rank;
  if (a.key === null) return 1;
  if (b.key === null) return -1;
  const order = a.key < b.key ? -1 : 1;
  return isDescending ? -order : order;
}

/** Sorts positions in place. */
export function sortPositions(store: IocStore, positions: Uint32Array, order: SortOrder): Uint32Array {
  const places = new Map<number, SortPlace>();
  for (const position of positions) {
    places.set(position, { key: sortKey(store, position, order.field), rank: store.rank(position) });
  }
  const nowhere: SortPlace = { key: null, rank: 0 };
  return positions.sort((a, b) =>
    comparePlaces(places.get(a) ?? nowhere, places.get(b) ?? nowhere, order.isDescending),
  );
}

/** Writes the `after` value for a page that ends with this record: base64 of `[key, "<id>"]`. */
export function encodeAfter(key: SortKey, id: string): string {
  return Buffer.from(JSON.stringify([key, id]), 'utf8').toString('base64');
}

/**
 * Reads an `after` value.
 * @throws ApiProblem 400 when it is not one of ours.
 */
export function decodeAfter(text: string): SortPlace {
  const pair = parseJson(Buffer.from(text, 'base64').toString('utf8'));
  if (!Array.isArray(pair) || pair.length !== 2) throw new ApiProblem(400, 'invalid after');
  const [key, id]: readonly unknown[] = pair;
  const rank = typeof id === 'string' ? idToRank(id) : undefined;
  const isKey = key === null || typeof key === 'string' || typeof key === 'number';
  if (!isKey || rank === undefined) throw new ApiProblem(400, 'invalid after');
  return { key, rank };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
