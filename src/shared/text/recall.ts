import type { Verdict } from '../model/vocabulary.ts';

/** What an indicator was dealt with before: the cases that hold it, and the verdict that was given last. */
export interface Recalled {
  readonly cases: readonly string[];
  readonly verdict: Verdict;
}

/** `in 3 cases, last judged benign`; null where nobody has dealt with it. */
export function recallWords({ cases, verdict }: Recalled): string | null {
  const count = cases.length.toLocaleString('en-US');
  const where = cases.length === 0 ? [] : [`in ${count} ${cases.length === 1 ? 'case' : 'cases'}`];
  const judged = verdict === 'unknown' ? [] : [`last judged ${verdict}`];
  const said = [...where, ...judged];
  return said.length === 0 ? null : said.join(', ');
}
