import { AppError } from '#shared/errors/app-error.ts';

/** Longest cursor of a vendor that is stored and sent back. */
const cursorLimit = 8 * 1024;

/**
 * A vendor's paging cursor as sent; empty and absent mean that there is none.
 * @throws AppError `vendor.badResponse` when it is longer than 8 KiB or the one that led here.
 */
export function readNextCursor(next: string | null | undefined, current: string | null): string | null {
  if (next === null || next === undefined || next === '') return null;
  if (next.length > cursorLimit) throw new AppError('vendor.badResponse', 'The vendor sent an overlong cursor.');
  if (next === current) throw new AppError('vendor.badResponse', 'The vendor sent the same cursor twice.');
  return next;
}

/**
 * Where the next page of an offset walk starts: at the vendor's word where it leads forward, else behind what came.
 * @returns null when the total is reached or the page was empty.
 */
export function nextOffset(page: {
  readonly offset: number;
  readonly count: number;
  /** The vendor's own word on the next offset. */
  readonly stated: number | null;
  readonly total: number | null;
}): number | null {
  if (page.count === 0) return null;
  const next = page.stated !== null && page.stated > page.offset ? page.stated : page.offset + page.count;
  return page.total !== null && next >= page.total ? null : next;
}
