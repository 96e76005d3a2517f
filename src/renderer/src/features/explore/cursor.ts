import type { IndicatorId } from '#shared/model/ids.ts';
import type { Cursor } from './explore-memory.tsx';

/** The rows as far as they are known. */
export interface KnownRows {
  readonly total: number;
  readonly idAt: (index: number) => IndicatorId | undefined;
  readonly indexOf: (id: IndicatorId) => number | undefined;
}

/** The cursor at an index, held inside the result. */
export function placeCursor(rows: KnownRows, index: number): Cursor {
  const held = Math.max(0, Math.min(rows.total - 1, index));
  return { index: held, id: rows.idAt(held) };
}

/**
 * The cursor after rows came or went: it stays on its indicator where that is still in sight, else on its line, so the
 * next row is under the keys when triage took this one out of the result.
 *
 * @returns the same object when nothing moved.
 */
export function followRows(rows: KnownRows, cursor: Cursor): Cursor {
  if (rows.total === 0) return cursor;
  if (cursor.id !== undefined && rows.idAt(cursor.index) === cursor.id) return cursor;
  const moved = cursor.id === undefined ? undefined : rows.indexOf(cursor.id);
  if (moved !== undefined) return { index: moved, id: cursor.id };
  const placed = placeCursor(rows, cursor.index);
  // Its page is on the way: keep the identity until the rows can tell.
  if (placed.id === undefined || (placed.id === cursor.id && placed.index === cursor.index)) return cursor;
  return placed;
}
