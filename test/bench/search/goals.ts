import type { KindName } from './questions.ts';

/** Sizes that have goals. */
export const sizes = { '100k': 100_000, '1m': 1_000_000, '5m': 5_000_000 } as const;
export type SizeName = keyof typeof sizes;

/** A goal of the design for the three sizes, milliseconds unless its line says otherwise; null where it has none. */
type Goal = readonly [hundredThousand: number, million: number, fiveMillion: number];

/** First page and exact count, 95th percentile over the questions. */
export const searchGoals: Readonly<Record<KindName, Goal>> = {
  exact: [0.05, 0.05, 0.1],
  prefix: [2, 8, 30],
  'substring 1-2': [4, 25, 120],
  'substring 3-6': [4, 25, 120],
  'substring 7+': [4, 25, 120],
  suffix: [2, 8, 30],
  under: [2, 8, 30],
  network: [2, 8, 30],
  compound: [2, 8, 30],
};

export const otherGoals = {
  facets: [5, 30, 120],
  /** The document has none of its own: that of the facets, which stand beside it. */
  histogram: [5, 30, 120],
  /** A page anywhere against the first. */
  page: [1.5, 1.5, 1.5],
  pasted: [25, 40, 90],
  readyWarm: [30, 30, 30],
  readyCold: [150, 150, 400],
  snapshot: [50, 150, 700],
  /** Bytes per indicator. */
  memory: [80, 80, 80],
  /** Small commands from start to end of the process. */
  command: [500, 500, 500],
} as const satisfies Readonly<Record<string, Goal>>;

/** How many times faster than a peer, at least. */
export const peerGoals = {
  exactDuck: [30, 50, 50],
  exactRipgrep: [150, 500, 500],
  substringRipgrep: [12, 8, 8],
  shortRipgrep: [12, 30, 30],
  facetsDuck: [3, 3, 3],
} as const satisfies Readonly<Record<string, Goal>>;

/** Ratios pass with this allowance, since two runs differ by as much. */
export const allowance = 0.2;

export function goalAt(goal: Goal, size: SizeName): number {
  const [small, middle, large] = goal;
  return { '100k': small, '1m': middle, '5m': large }[size];
}
