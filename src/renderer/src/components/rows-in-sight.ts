/** Where a list of rows of one height below a head that sticks to the top, as high as a row, is scrolled to. All in CSS pixels. */
export interface Sight {
  readonly rowHeight: number;
  /** How far it is scrolled. */
  readonly topPx: number;
  /** Height of the box, head included. */
  readonly roomPx: number;
}

/** First and last row that are drawn: those in sight and `overscan` more at both ends; the last is -1 where there is none. */
export function rowsInSight(
  { rowHeight, topPx, roomPx }: Sight,
  { count, overscan }: { readonly count: number; readonly overscan: number },
): { readonly first: number; readonly last: number } {
  const lastInSight = Math.min(count, Math.ceil((topPx + Math.max(0, roomPx - rowHeight)) / rowHeight)) - 1;
  // A result that has become shorter is at its end until the box has scrolled back.
  const firstInSight = Math.max(0, Math.min(Math.floor(topPx / rowHeight), lastInSight));
  return { first: Math.max(0, firstInSight - overscan), last: Math.min(count - 1, lastInSight + overscan) };
}

/** How far to scroll so that a row is in sight: not at all where it is, else no further than needed. */
export function topToReveal(index: number, { rowHeight, topPx, roomPx }: Sight): number {
  const start = index * rowHeight;
  if (start < topPx) return start;
  return Math.max(topPx, start + 2 * rowHeight - Math.max(roomPx, 2 * rowHeight));
}
