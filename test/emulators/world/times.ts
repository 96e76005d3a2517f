import { unit } from './random.ts';

/** One indicator of one world. */
export interface WorldPoint {
  readonly seed: number;
  /** Epoch ms. */
  readonly now: number;
  readonly index: number;
}

const daySeconds = 86_400;

/** Within the 30 days before now, recent times more frequent; whole seconds as epoch ms, never within the last minute. */
export function lastSeenOf({ seed, now, index }: WorldPoint): number {
  const ageSeconds = 60 + unit(seed, index, 11) ** 1.5 * (30 * daySeconds - 3_600);
  return Math.floor(now / 1000 - ageSeconds) * 1000;
}

/** Up to 14 months before it was last seen, mostly weeks; whole seconds as epoch ms. */
export function firstSeenOf(point: WorldPoint): number {
  const spanSeconds = Math.floor(unit(point.seed, point.index, 12) ** 3 * 390 * daySeconds);
  return lastSeenOf(point) - spanSeconds * 1000;
}
