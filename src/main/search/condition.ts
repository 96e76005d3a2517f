import type { ColumnName } from './segment.ts';

/** What to look for, with every word looked up already: codes, ids, bytes. */
export type EngineCondition =
  | { readonly kind: 'all'; readonly of: readonly EngineCondition[] }
  | { readonly kind: 'any'; readonly of: readonly EngineCondition[] }
  | { readonly kind: 'not'; readonly of: EngineCondition }
  /** Both bounds included; a missing value lies in no range. */
  | { readonly kind: 'range'; readonly column: ColumnName; readonly min: number; readonly max: number }
  /** Only for columns of small integers. */
  | { readonly kind: 'oneOf'; readonly column: ColumnName; readonly values: readonly number[] }
  /** One column above the other, or equal; a missing value is neither. */
  | { readonly kind: 'later'; readonly column: ColumnName; readonly than: ColumnName; readonly orEqual: boolean }
  /** One of the bits of the column `flags`. */
  | { readonly kind: 'flag'; readonly mask: number }
  | { readonly kind: 'anyId'; readonly list: 'terms' | 'streams'; readonly ids: ReadonlySet<number> }
  /** Indicators by id, found by other means. */
  | { readonly kind: 'indicators'; readonly ids: Iterable<number> }
  | TextCondition;

/** Pieces of the value one after the other, in lower case. */
export interface TextCondition {
  readonly kind: 'text';
  /** None is empty. */
  readonly pieces: readonly string[];
  /** The value begins with the first piece. */
  readonly anchoredStart: boolean;
  /** The value ends with the last piece. */
  readonly anchoredEnd: boolean;
  /** Compared without case beyond ASCII too. */
  readonly folds: boolean;
}
