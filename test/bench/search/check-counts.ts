import { indicatorAt } from './generate.ts';
import { type Bench, planOf } from './measure-engine.ts';
import type { Kind } from './questions.ts';

const perKind = 4;

/** Check values of the data set, and how many counts were compared with a scan of all indicators. */
export interface Checked {
  readonly compared: number;
  readonly meanLength: number;
  /** Hits of a few of the questions. */
  readonly hits: readonly string[];
}

/** Compares counts with the plainest scan. @throws Error when one differs: then no figure means anything. */
export function checkCounts(bench: Bench, kinds: readonly Kind[], size: number): Checked {
  const some = kinds.flatMap(({ questions }) =>
    questions.filter((_, nth) => nth % Math.ceil(questions.length / perKind) === 7),
  );
  const counts = some.map(() => 0);
  let length = 0;
  for (let i = 0; i < size; i += 1) {
    const one = indicatorAt(i);
    length += one.value.length;
    for (const [at, question] of some.entries()) if (question.matches(one)) counts[at] = (counts[at] ?? 0) + 1;
  }
  for (const [at, { query }] of some.entries()) {
    const found = bench.count(planOf(query));
    if (found !== counts[at]) throw new Error(`${query}: ${found} found, ${counts[at]} there.`);
  }
  return {
    compared: some.length,
    meanLength: length / size,
    hits: [3, 9, 34].flatMap((at) => (some[at] === undefined ? [] : [`\`${some[at].query}\` ${counts[at]}`])),
  };
}
