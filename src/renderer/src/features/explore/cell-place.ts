import type { CSSProperties } from 'react';
import type { ColumnId } from './columns.ts';

/** Classes and place of a cell: one that stays in sight when the others are scrolled stands at its own distance from the left. */
export function placeOfCell(id: ColumnId, at: number, stuck: number): { className: string; style?: CSSProperties } {
  if (at >= stuck) return { className: `cell cell-${id}` };
  const edge = at === stuck - 1 ? ' is-last-stuck' : '';
  return { className: `cell cell-${id} is-stuck${edge}`, style: { left: `var(--left-${id})` } };
}
