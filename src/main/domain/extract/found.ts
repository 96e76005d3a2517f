import type { Remark, Trap } from '#shared/model/candidate.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { Claims } from './claims.ts';
import type { RefangedView } from './refanged-view.ts';

/** What a piece of text turned out to be. */
export type Reading =
  | { readonly grade: 'valid'; readonly type: IndicatorType; readonly value: string; readonly remark: Remark | null }
  | { readonly grade: 'invalid'; readonly type: IndicatorType; readonly value: string; readonly trap: Trap };

/** A reading and its place in the view. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly reading: Reading;
}

/** What a detector works on. */
export interface Scan {
  readonly view: RefangedView;
  /** Places that belong to something already; of two overlapping readings the earlier detector's stands. */
  readonly claims: Claims;
  add(found: Found): void;
}

/** Looks through a whole text once, in linear time, and adds what it finds in places that nobody has claimed. */
export type Detector = (scan: Scan) => void;

/** A reading of something that is what it looks like. */
export function valid(type: IndicatorType, value: string, remark: Remark | null = null): Reading {
  return { grade: 'valid', type, value, remark };
}

/** A reading of something that only looks like an indicator. */
export function invalid(type: IndicatorType, value: string, trap: Trap): Reading {
  return { grade: 'invalid', type, value, trap };
}
