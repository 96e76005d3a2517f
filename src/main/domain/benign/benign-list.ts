import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** How the entries of a list are compared. */
export const listKinds = ['exact', 'host', 'network'] as const;
export type ListKind = (typeof listKinds)[number];

/**
 * Values that are harmless more often than not, in our own form.
 *
 * `exact`: the whole value. `host`: a name and everything below it, also as the host of a URL. `network`: what lies inside.
 */
export interface BenignList {
  /** Identifies the list: `cisco_top1000`. */
  readonly name: string;
  readonly title: string;
  /** The origin's own number; a higher one is newer. */
  readonly version: number;
  readonly origin: string;
  readonly licence: string;
  readonly kind: ListKind;
  /** Which types it speaks of. */
  readonly types: readonly IndicatorType[];
  /** Canonical. */
  readonly entries: readonly string[];
}

/** A value that the analyst trusts, whatever vendors say. */
export interface AllowEntry {
  readonly type: IndicatorType;
  /** Canonical; a `cidr` covers the addresses inside, a `domain` what is below it. */
  readonly value: string;
  readonly expiresAtMs: number | null;
}

/** The name under which the analyst's own entries are told. */
export const allowListTitle = 'Own allow-list';
