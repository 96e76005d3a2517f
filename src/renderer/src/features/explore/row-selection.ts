import type { StoredSelection } from '#shared/contract/schemas.ts';
import type { IndicatorId } from '#shared/model/ids.ts';

/** Rows picked one by one, or everything that a query finds. */
export type RowSelection =
  | { readonly kind: 'rows'; readonly ids: ReadonlySet<IndicatorId> }
  | { readonly kind: 'all'; readonly query: string };

export const nothingSelected: RowSelection = { kind: 'rows', ids: new Set() };

/** Takes a row in or out. Out of "all" there is no way to leave one out, so picking starts afresh with that row. */
export function toggleRow(selection: RowSelection, id: IndicatorId): RowSelection {
  if (selection.kind === 'all') return { kind: 'rows', ids: new Set([id]) };
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { kind: 'rows', ids };
}

/** Adds rows, for ranges picked with shift. */
export function addRows(selection: RowSelection, added: readonly IndicatorId[]): RowSelection {
  return { kind: 'rows', ids: new Set([...(selection.kind === 'rows' ? selection.ids : []), ...added]) };
}

export function isSelected(selection: RowSelection, id: IndicatorId): boolean {
  return selection.kind === 'all' || selection.ids.has(id);
}

/** How many rows are selected; `total` is what the query finds. */
export function countSelected(selection: RowSelection, total: number): number {
  return selection.kind === 'all' ? total : selection.ids.size;
}

/** What an action applies to: the selection, else the row under the cursor; undefined when there is neither. */
export function selectionToApply(
  selection: RowSelection,
  cursor: IndicatorId | undefined,
): StoredSelection | undefined {
  if (selection.kind === 'all') return { query: selection.query };
  if (selection.ids.size > 0) return { ids: [...selection.ids] };
  return cursor === undefined ? undefined : { ids: [cursor] };
}
