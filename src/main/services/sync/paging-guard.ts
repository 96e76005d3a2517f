import { createHash } from 'node:crypto';
import type { PageOutcome } from '../ports/store/ingest.ts';

/** Longest cursor in UTF-16 code units; the vendors' own are a few hundred. */
const cursorLimit = 8_192;
/** A vendor that goes on handing out cursors without records is not getting anywhere. */
const emptyPagesLimit = 3;

/** Watches one walk for a vendor that would lead us round in circles. */
export interface PagingGuard {
  /** @returns what is wrong, in words for the user; null while all is well. */
  inspect(page: PageOutcome): string | null;
}

/** A guard for one run of one stream. `start` is the cursor of the first request. */
export function createPagingGuard(start: string): PagingGuard {
  // Digests: a long walk has thousands of cursors.
  const seen = new Set([digest(start)]);
  let emptyPages = 0;
  return {
    inspect(page) {
      if (page.next === null) return null;
      if (page.next.length > cursorLimit) return 'The vendor sent an overlong cursor.';
      if (!addNew(seen, digest(page.next))) return 'The vendor sent the same cursor twice.';
      // Only where the vendor says that there is more: windows of a feed without totals may well be empty.
      const isBarren = page.inPage === 0 && page.total !== null && page.received < page.total;
      emptyPages = isBarren ? emptyPages + 1 : 0;
      if (emptyPages >= emptyPagesLimit) return 'The vendor sent only empty pages.';
      if (page.total !== null && page.pages > 2 * page.total + 10) {
        return 'The vendor sent far more pages than it announced records.';
      }
      return null;
    },
  };
}

function addNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
