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
