/** What the store answers about the analyst's own tags, and how they are put on and taken off. */
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { TagCount } from '#shared/model/tag.ts';

/** Normalised names of tags to put on and to take off; none is in both. */
export interface TagChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly by: string;
  readonly atMs: number;
}

/** A tagging that is to be taken back: of which indicators, by whom and when. */
export interface TagRevert {
  readonly ids: readonly IndicatorId[];
  readonly tagging: { readonly by: string; readonly atMs: number };
  readonly by: string;
  readonly atMs: number;
}

export interface TagReads {
  /** Own tags that stand on something; the most frequent first, at most 5,000. */
  'tags.known': Operation<null, readonly TagCount[]>;
  /** The own tags of some indicators, the most frequent first. At most 5,000. */
  'tags.count': Operation<{ readonly ids: readonly IndicatorId[] }, readonly TagCount[]>;
}

export interface TagWrites {
  /**
   * Appends an entry for each tag that is not there yet, or is. A name that the cache knows in another case takes the spelling that
   * it has. Counts the indicators on which something changed.
   */
  'tags.change': Operation<
    { readonly ids: readonly IndicatorId[]; readonly change: TagChange },
    { readonly changed: number }
  >;
  /** Turns the entries of a tagging around by further ones. Where the tag was put on or taken off since, that stands: `kept`. */
  'tags.revert': Operation<TagRevert, { readonly restored: number; readonly kept: number }>;
}
