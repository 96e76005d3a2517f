import type { IndicatorSummary } from '#shared/model/indicator.ts';

/** A line of the comparison between what was frozen and what is true now. */
export interface Comparison {
  readonly key: 'score' | 'state' | 'verdict' | 'vendors' | 'lastSeenMs' | 'tags' | 'observations' | 'flags';
  readonly label: string;
  readonly isChanged: boolean;
}

const lines: readonly Omit<Comparison, 'isChanged'>[] = [
  { key: 'score', label: 'Score' },
  { key: 'verdict', label: 'Verdict' },
  { key: 'state', label: 'State' },
  { key: 'vendors', label: 'Vendors' },
  { key: 'observations', label: 'Records' },
  { key: 'lastSeenMs', label: 'Last seen' },
  { key: 'tags', label: 'Tags' },
  { key: 'flags', label: 'Flags' },
];

/** What of an indicator differs from the moment it was put into the case; all unchanged when it is no longer cached. */
export function compareThenAndNow(then: IndicatorSummary, now: IndicatorSummary | null): readonly Comparison[] {
  return lines.map((line) => ({
    ...line,
    isChanged: now !== null && JSON.stringify(then[line.key]) !== JSON.stringify(now[line.key]),
  }));
}
