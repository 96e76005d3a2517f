import type { ShownColumn } from '#shared/model/saved-search.ts';
import { type ColumnId, columnIds, isColumnId } from './columns.ts';

export const narrowestColumn = 40;
export const widestColumn = 900;

/** What the analyst decided about the columns; nothing said of one leaves it to the room there is. */
export interface ColumnWishes {
  readonly shown: Readonly<Partial<Record<ColumnId, boolean>>>;
  /** Widths that were set, px. */
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
  /** Columns that were put somewhere, in the order of the screen; empty is the usual order. */
  readonly order: readonly ColumnId[];
  /** Columns that stand at the left and stay in sight there. */
  readonly pinned: readonly ColumnId[];
}

/** Nothing was decided yet: what an indicator is called stays in sight. */
export const noWishes: ColumnWishes = { shown: {}, widths: {}, order: [], pinned: ['type', 'value'] };

/** Every column in the order that was wished for; one that the wish does not know follows its usual neighbour. */
export function orderColumns(order: readonly ColumnId[]): readonly ColumnId[] {
  if (order.length === 0) return columnIds;
  const all = [...order];
  columnIds.forEach((id, at) => {
    if (all.includes(id)) return;
    const before = columnIds[at - 1];
    all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, id);
  });
  return all;
}

/** These columns from left to right: the pinned ones first. */
export function arrangeColumns(ids: readonly ColumnId[], wishes: ColumnWishes): readonly ColumnId[] {
  const inOrder = orderColumns(wishes.order).filter((id) => ids.includes(id));
  const isPinned = (id: ColumnId): boolean => wishes.pinned.includes(id);
  return [...inOrder.filter(isPinned), ...inOrder.filter((id) => !isPinned(id))];
}

/**
 * Puts a column at another place among the drawn ones. Among pinned columns it gets pinned, among the others it no longer
 * is; on the border it stays what it was.
 *
 * @param columns as they are drawn.
 * @param to the index that it has afterwards.
 */
export function placeColumn(
  wishes: ColumnWishes,
  columns: readonly ColumnId[],
  { id, to }: { readonly id: ColumnId; readonly to: number },
): ColumnWishes {
  const others = columns.filter((other) => other !== id);
  const border = others.filter((other) => wishes.pinned.includes(other)).length;
  const pins = to === border ? wishes.pinned.includes(id) : to < border;
  const drawn = others.toSpliced(to, 0, id);
  // What is not drawn keeps its place behind the column that it stood behind.
  const order = [...drawn];
  const all = orderColumns(wishes.order);
  all.forEach((other, at) => {
    if (order.includes(other)) return;
    const before = all[at - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, other);
  });
  return { ...pinColumn(wishes, id, pins), order };
}

/** Shows a column beside those that are drawn, which need not make room for it, or takes it away. */
export function toggleColumn(wishes: ColumnWishes, columns: readonly ColumnId[], id: ColumnId): ColumnWishes {
  const isShown = columns.includes(id);
  const kept = isShown ? {} : Object.fromEntries(columns.map((drawn) => [drawn, true]));
  return { ...wishes, shown: { ...wishes.shown, ...kept, [id]: !isShown } };
}

export function pinColumn(wishes: ColumnWishes, id: ColumnId, isPinned: boolean): ColumnWishes {
  const others = wishes.pinned.filter((other) => other !== id);
  return { ...wishes, pinned: isPinned ? [...others, id] : others };
}

/** @param width px; kept within what can be seen and dragged again. */
export function resizeColumn(wishes: ColumnWishes, id: ColumnId, width: number): ColumnWishes {
  return { ...wishes, widths: { ...wishes.widths, [id]: fitWidth(width) } };
}

/** The nearest width that a column can have, px. */
export const fitWidth = (width: number): number => Math.round(Math.min(widestColumn, Math.max(narrowestColumn, width)));

/** The drawn columns as a saved search keeps them. */
export function toShownColumns(columns: readonly ColumnId[], wishes: ColumnWishes): ShownColumn[] {
  return columns.map((id) => ({ id, width: wishes.widths[id] ?? null, pinned: wishes.pinned.includes(id) }));
}

/** Exactly these columns, and the value whatever was kept; those of another version are left out. */
export function fromShownColumns(kept: readonly ShownColumn[]): ColumnWishes {
  const known = kept.flatMap(({ id, ...rest }) => (isColumnId(id) ? [{ ...rest, id }] : []));
  const ids = known.map(({ id }) => id);
  return {
    shown: Object.fromEntries(columnIds.map((id) => [id, id === 'value' || ids.includes(id)])),
    widths: Object.fromEntries(known.flatMap(({ id, width }) => (width === null ? [] : [[id, width]]))),
    order: [...new Set(ids)],
    pinned: known.filter(({ pinned }) => pinned).map(({ id }) => id),
  };
}

/** Columns of a saved search as they are now. */
export interface ColumnView {
  readonly name: string;
  readonly wishes: ColumnWishes;
  /** They are no longer as they were saved. */
  readonly isChanged: boolean;
}

/** The view of a saved search; undefined are the ordinary columns, where it does not say which. */
export function openColumnView(name: string, columns: readonly ShownColumn[] | null): ColumnView | undefined {
  return columns === null ? undefined : { name, wishes: fromShownColumns(columns), isChanged: false };
}

/** Reads wishes that an earlier window left; what is not valid (any more) is as if nothing had been said. */
export function parseWishes(value: unknown): ColumnWishes | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { shown, widths, order, pinned } = value as Readonly<Record<string, unknown>>;
  return {
    shown: pick(shown, (one): one is boolean => typeof one === 'boolean'),
    widths: pick(
      widths,
      (one): one is number => typeof one === 'number' && one >= narrowestColumn && one <= widestColumn,
    ),
    order: listIds(order) ?? noWishes.order,
    pinned: listIds(pinned) ?? noWishes.pinned,
  };
}

function pick<Value>(
  record: unknown,
  isValid: (value: unknown) => value is Value,
): Readonly<Partial<Record<ColumnId, Value>>> {
  if (typeof record !== 'object' || record === null) return {};
  const entries = Object.entries(record).filter(
    (entry): entry is [ColumnId, Value] => isColumnId(entry[0]) && isValid(entry[1]),
  );
  return Object.fromEntries(entries) as Partial<Record<ColumnId, Value>>;
}

function listIds(list: unknown): readonly ColumnId[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return [...new Set(list.filter((id): id is ColumnId => typeof id === 'string' && isColumnId(id)))];
}
