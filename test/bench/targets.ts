import type { SyncRound } from './measure-sync.ts';

const syncLimitMs = 60_000;
const memoryLimitBytes = 400_000_000;

/** A target and whether it was met. */
export interface Verdict {
  readonly target: string;
  readonly isMet: boolean;
}

type Peaks = { readonly peakBytes: number };
/** What is judged of a round. */
export type JudgedRound = { readonly first: Peaks & Pick<SyncRound['first'], 'wallMs'>; readonly second: Peaks };
/** What is judged of the desktop. */
export type JudgedWindow = { readonly application: Peaks; readonly browser: readonly Peaks[] };

/** Holds every round and every process against the targets; a second sync that stores is refused where it is run. */
export function judgeTargets(
  rounds: readonly JudgedRound[],
  { application, browser }: JudgedWindow,
): readonly Verdict[] {
  const peaks = [...rounds.flatMap(({ first, second }) => [first, second]), application, ...browser];
  return [
    { target: 'every first sync under 60 s', isMet: rounds.every(({ first }) => first.wallMs < syncLimitMs) },
    {
      target: 'every process under 400 MB resident',
      isMet: peaks.every(({ peakBytes }) => peakBytes < memoryLimitBytes),
    },
  ];
}
