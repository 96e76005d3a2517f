import type { ReactElement } from 'react';
import type { TriageState, Verdict } from '#shared/model/vocabulary.ts';
import { useFacets } from '../../bridge/use-indicators.ts';
import { StateMark, VerdictMark } from '../../components/Marks.tsx';
import { formatCount } from '../../text/words.ts';
import { type TriageAction, triageChanges } from './use-triage-actions.ts';

interface Line {
  readonly word: string;
  readonly count: number;
  readonly mark: ReactElement;
}

/** What the indicators of a query say now of what a decision changes, the most frequent first. */
function linesOf(facets: Readonly<Record<string, Readonly<Record<string, number>>>>, action: TriageAction): Line[] {
  const field = triageChanges[action].verdict === undefined ? 'state' : 'verdict';
  return Object.entries(facets[field] ?? {})
    .map(([word, count]) => ({
      word,
      count,
      // The words of a facet are those of the model.
      mark: field === 'state' ? <StateMark state={word as TriageState} /> : <VerdictMark verdict={word as Verdict} />,
    }))
    .sort((a, b) => b.count - a.count);
}

/** What a decision on everything that a query finds would change, before it is made. */
export function DecisionPreview(props: { readonly query: string; readonly action: TriageAction }): ReactElement | null {
  const { query, action } = props;
  const { data } = useFacets(query);
  if (data === undefined) return null;
  const after = triageChanges[action].verdict ?? triageChanges[action].state;
  return (
    <table className="dense decision-preview">
      <caption className="visually-hidden">What is changed</caption>
      <thead>
        <tr>
          <th scope="col">Now</th>
          <th scope="col" className="number">
            Indicators
          </th>
          <th scope="col">Afterwards</th>
        </tr>
      </thead>
      <tbody>
        {linesOf(data, action).map(({ word, count, mark }) => (
          <tr key={word}>
            <td>{mark}</td>
            <td className="number">{formatCount(count)}</td>
            <td className="muted">{word === after ? 'stays, with a new entry' : 'changes'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
