import { type PointerEvent as ReactPointerEvent, useRef, useState } from 'react';
import type { ColumnId } from './columns.ts';

/** A pointer that moved less meant to click, px. */
const dragFromPx = 6;

/** Where a dragged column would be put. */
export interface ColumnDrop {
  readonly id: ColumnId;
  /** Index that it would have afterwards. */
  readonly to: number;
}

/** Handlers of a head cell, for putting its column somewhere else with the pointer. */
export interface DragHandlers {
  readonly onPointerDown: (event: ReactPointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: ReactPointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: ReactPointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: () => void;
  /** A drag that ends is no click. */
  readonly onClickCapture: (event: { stopPropagation(): void; preventDefault(): void }) => void;
}

/**
 * The index that a dragged column gets where the pointer is.
 *
 * @param centres middles of the head cells from left to right, px; that of the dragged one among them.
 */
export function dropIndex(centres: readonly number[], from: number, x: number): number {
  return centres.filter((centre, at) => at !== from && centre < x).length;
}

/** Dragging heads: the cells that share a row are the columns. */
export function useColumnDrag(
  columns: readonly ColumnId[],
  place: (id: ColumnId, to: number) => void,
): { readonly drop: ColumnDrop | undefined; readonly handlersOf: (id: ColumnId) => DragHandlers } {
  const [drop, setDrop] = useState<ColumnDrop>();
  const start = useRef<{ readonly id: ColumnId; readonly x: number; isDrag: boolean } | null>(null);
  const end = (): void => setDrop(undefined);
  const handlersOf = (id: ColumnId): DragHandlers => ({
    onPointerDown: (event) => {
      if (event.button === 0 && event.isPrimary) start.current = { id, x: event.clientX, isDrag: false };
    },
    onPointerMove: (event) => {
      const now = start.current;
      if (now === null || event.buttons === 0) return;
      if (!now.isDrag && Math.abs(event.clientX - now.x) < dragFromPx) return;
      if (!now.isDrag) event.currentTarget.setPointerCapture(event.pointerId);
      now.isDrag = true;
      const cells = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
      const centres = cells.map((cell) => {
        const { left, width } = cell.getBoundingClientRect();
        return left + width / 2;
      });
      const to = dropIndex(centres, columns.indexOf(now.id), event.clientX);
      if (drop?.to !== to || drop.id !== now.id) setDrop({ id: now.id, to });
    },
    onPointerUp: () => {
      if (start.current?.isDrag === true && drop !== undefined && columns[drop.to] !== drop.id) {
        place(drop.id, drop.to);
      }
      end();
    },
    onPointerCancel: () => {
      start.current = null;
      end();
    },
    onClickCapture: (event) => {
      if (start.current?.isDrag === true) {
        event.stopPropagation();
        event.preventDefault();
      }
      start.current = null;
    },
  });
  return { drop, handlersOf };
}
