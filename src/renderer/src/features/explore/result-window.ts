/** A stretch of rows on screen, both ends included. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Numbers of the pages that cover a stretch of rows; the first page is always there, since a new query starts with it. */
export function pagesOf(range: RowRange, total: number, size: number): readonly number[] {
  const lastPage = Math.max(0, Math.ceil(total / size) - 1);
  const from = Math.min(lastPage, Math.max(0, Math.floor(range.first / size)));
  const to = Math.min(lastPage, Math.max(from, Math.floor(range.last / size)));
  const pages = Array.from({ length: to - from + 1 }, (_unused, index) => from + index);
  return from === 0 ? pages : [0, ...pages];
}

/** The row at an index, from the pages that have arrived. */
export function rowAt<Row>(pages: ReadonlyMap<number, readonly Row[]>, index: number, size: number): Row | undefined {
  return pages.get(Math.floor(index / size))?.[index % size];
}

/** Where a row stands among the pages that have arrived; undefined when it is on none of them. */
export function indexOfRow<Row extends { readonly id: number }>(
  pages: ReadonlyMap<number, readonly Row[]>,
  id: number,
  size: number,
): number | undefined {
  for (const [page, rows] of pages) {
    const at = rows.findIndex((row) => row.id === id);
    if (at >= 0) return page * size + at;
  }
  return undefined;
}

/** How far a result reaches as long as nobody has counted it. */
export interface Reach {
  /** Rows that are known to be there. */
  readonly rows: number;
  /** Whether that is all of them. */
  readonly isEnd: boolean;
}

/** The reach after more pages have arrived: a full page may have one after it, a shorter one is the last. */
export function reachOf<Row>(pages: ReadonlyMap<number, readonly Row[]>, before: Reach, size: number): Reach {
  const inOrder = [...pages].sort(([a], [b]) => a - b);
  const short = inOrder.find(([, rows]) => rows.length < size);
  if (short !== undefined) return { rows: short[0] * size + short[1].length, isEnd: true };
  const last = inOrder.at(-1);
  const rows = Math.max(before.rows, last === undefined ? 0 : (last[0] + 1) * size);
  // A page that has become full again may be followed by another.
  return { rows, isEnd: before.isEnd && rows === before.rows };
}

/** Rows that are asked for before they come into sight. */
const lookAhead = 30;

/** The number of pages to have of a result that nobody has counted: one more as soon as its known end comes near. */
export function pagesToHave(range: RowRange, reach: Reach, size: number): number {
  const known = Math.max(1, Math.ceil(reach.rows / size));
  return !reach.isEnd && reach.rows > 0 && range.last + lookAhead >= reach.rows ? known + 1 : known;
}
