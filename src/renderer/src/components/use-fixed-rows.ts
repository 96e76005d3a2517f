import { type RefCallback, useCallback, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { rowsInSight, topToReveal } from './rows-in-sight.ts';

/** Of the window, that a box of rows mostly has. */
const likelyPart = 0.7;

/** A list in a box that scrolls, of which only the rows on screen exist. */
export interface FixedRows {
  /** Numbers of the rows to draw, in order. */
  readonly shown: readonly number[];
  /** Of all rows, px. */
  readonly totalPx: number;
  /** Goes to the box. */
  readonly attach: RefCallback<HTMLElement>;
  /** Scrolls no further than needed to have a row in sight. */
  readonly reveal: (index: number) => void;
}

/**
 * Rows of one height under a head of the same height. Nothing is kept per row: of a million, lists of places and sizes alone would
 * be 24 MB, made anew with every answer.
 */
export function useFixedRows(list: {
  readonly count: number;
  /** Px. */
  readonly rowHeight: number;
  /** Rows drawn beyond both ends of what is in sight. */
  readonly overscan: number;
}): FixedRows {
  const { count, rowHeight, overscan } = list;
  // A guess, put right before anything is painted: asking the box would have the page laid out once more.
  const [place, setPlace] = useState(() => ({ topPx: 0, roomPx: likelyPart * window.innerHeight }));
  const box = useRef<HTMLElement | null>(null);
  /** As the box last said or was told, so that nobody has the page laid out to ask it; undefined until it was measured. */
  const known = useRef<{ readonly topPx: number; readonly roomPx: number }>(undefined);
  const attach = useCallback(
    (element: HTMLElement | null) => {
      box.current = element;
      if (element === null) return;
      const look = (): void => {
        const now = { topPx: element.scrollTop, roomPx: element.clientHeight };
        known.current = now;
        // Drawn with the frame that scrolls: a frame later, rows would be missing in it.
        flushSync(() => setPlace((drawn) => (isSameSight(drawn, now, rowHeight) ? drawn : now)));
      };
      const observer = new ResizeObserver(look);
      observer.observe(element);
      element.addEventListener('scroll', look, { passive: true });
      return () => {
        observer.disconnect();
        element.removeEventListener('scroll', look);
        box.current = null;
        known.current = undefined;
      };
    },
    [rowHeight],
  );
  const totalPx = count * rowHeight;
  const reveal = useCallback(
    (index: number) => {
      const element = box.current;
      // The first row of what was just drawn is in sight.
      if (element === null || (index === 0 && known.current === undefined)) return;
      const now = known.current ?? { topPx: element.scrollTop, roomPx: element.clientHeight };
      const topPx = topToReveal(index, { rowHeight, ...now });
      if (topPx === now.topPx) return;
      // To the very end for the last one: the lines around head and rows are in no height here.
      element.scrollTop = topPx > now.topPx && index === count - 1 ? totalPx : topPx;
      // The box says so with the next frame; until then more can be asked for.
      known.current = { ...now, topPx };
    },
    [rowHeight, count, totalPx],
  );
  const { first, last } = rowsInSight({ rowHeight, ...place }, { count, overscan });
  const shown = Array.from({ length: last - first + 1 }, (_unused, at) => first + at);
  return { shown, totalPx, attach, reveal };
}

type Place = { readonly topPx: number; readonly roomPx: number };

/** Whether the same rows are to be drawn at both. */
function isSameSight(one: Place, other: Place, rowHeight: number): boolean {
  const rowAt = ({ topPx }: Place): number => Math.floor(topPx / rowHeight);
  return rowAt(one) === rowAt(other) && one.roomPx === other.roomPx;
}
