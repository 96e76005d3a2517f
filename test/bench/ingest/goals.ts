import type { SizeName } from '../search/goals.ts';

/** Goals of the design for 100,000, 1,000,000 and 5,000,000; null where it has none. */
type Goal = Readonly<Record<SizeName, number | null>>;

export const ingestGoals = {
  /** Storing what was read, times the raw limit, at most. */
  marginal: { '100k': 25, '1m': 35, '5m': 45 },
  /** Records a second at this size against those with nothing stored, at least. */
  rate: { '100k': null, '1m': 0.75, '5m': 0.6 },
  /** Reading alone against all of it, at least. */
  endToEnd: { '100k': 0.25, '1m': 0.22, '5m': null },
  unchanged: { '100k': 0.45, '1m': 0.4, '5m': null },
  /** Bytes of the file against those of the raw records, at most. */
  file: { '100k': 0.5, '1m': 0.5, '5m': 0.5 },
  /** A decision while it syncs, 99th percentile, milliseconds, at most. */
  decision: { '100k': 60, '1m': 60, '5m': 80 },
  /** A question while it syncs against idle, both 99th percentiles, at most. */
  question: { '100k': 3, '1m': 3, '5m': 3 },
} as const satisfies Readonly<Record<string, Goal>>;
export type IngestGoal = keyof typeof ingestGoals;

/** Why a goal is missed where it is, and what was tried; told beside the figures for those that miss. */
export const ingestExplanations: Readonly<Partial<Record<IngestGoal, string>>> = {};
