/**
 * Whether a walk by offset saw everything. A record that leaves the list moves the later ones up, so one of them is
 * skipped, and the total that falls with it hides that: what counts is the largest total, and that none was smaller than
 * the one before. Pure.
 */
import * as z from 'zod';

/** What the pages of one round said so far. */
export const tallySchema = z.strictObject({
  /** Records on the pages of the walk proper, the front that is read once more left out. */
  listed: z.number().int(),
  /** Largest total on those pages; null while none was named. */
  announced: z.number().nullable(),
  /** Largest total on any page. */
  largest: z.number().nullable(),
  /** A total was smaller than one before it: records have left the list. */
  hasShrunk: z.boolean(),
});
export type Tally = z.infer<typeof tallySchema>;

/** A round begins. */
export const emptyTally: Tally = { listed: 0, announced: null, largest: null, hasShrunk: false };

/** Counts a page in. */
export function countPage(
  tally: Tally,
  page: {
    readonly count: number;
    readonly total: number | null;
    /** The front that is read once more after the walk proper. */
    readonly isFront: boolean;
  },
): Tally {
  const { count, total, isFront } = page;
  return {
    listed: tally.listed + (isFront ? 0 : count),
    announced: isFront ? tally.announced : larger(tally.announced, total),
    largest: larger(tally.largest, total),
    hasShrunk: tally.hasShrunk || (total !== null && total < (tally.largest ?? 0)),
  };
}

/**
 * Whether nothing can have been skipped. @param received distinct records of the whole run: those of an earlier round may
 * have left since, so this round must have listed enough by itself too.
 */
export function isWhole({ listed, announced, largest, hasShrunk }: Tally, received: number): boolean {
  return !hasShrunk && listed >= (announced ?? 0) && received >= (largest ?? 0);
}

function larger(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
