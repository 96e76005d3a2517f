import { useMemo } from 'react';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { Recalled } from '#shared/text/recall.ts';
import { keys } from './keys.ts';
import { useAnswer } from './use-answer.ts';

interface Named {
  readonly type: IndicatorType;
  readonly value: string;
}

/** The contract's most per question; beyond them nothing is told. */
const mostNames = 200;
/** Nobody wrote a longer value by hand, and a question has its limit too. */
const longestValue = 2_000;

const nameOf = ({ type, value }: Named): string => `${type} ${value}`;

/** What each of some indicators was dealt with before; undefined where nothing is known of it, or nothing was asked. */
export function useRecall(indicators: readonly Named[]): (one: Named) => Recalled | undefined {
  const asked = useMemo(() => {
    const distinct = new Map(indicators.map(({ type, value }) => [nameOf({ type, value }), { type, value }]));
    return [...distinct.values()].filter(({ value }) => value.length <= longestValue).slice(0, mostNames);
  }, [indicators]);
  // Answers tell by place: that to an earlier question would be told of other indicators.
  const answer = useAnswer({
    name: 'indicators.recall',
    input: { indicators: asked },
    key: keys.recall(asked.map(nameOf)),
    enabled: asked.length > 0,
  });
  const byName = useMemo(
    () => new Map(asked.map((one, at) => [nameOf(one), answer.data?.[at] ?? undefined])),
    [asked, answer.data],
  );
  return (one) => byName.get(nameOf(one));
}
