import { SearchTextIcon } from '@blueprintjs/icons';
import { type ReactElement, useEffect } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { rowHeights } from '../../components/row-heights.ts';
import { useFixedRows } from '../../components/use-fixed-rows.ts';
import { CandidateRow, candidateRowId } from './CandidateRow.tsx';
import { isPicked } from './candidate-selection.ts';
import type { Candidates } from './use-candidates.ts';

interface CandidateAreaProps {
  readonly candidates: Candidates;
  /** The text holds nothing at all. */
  readonly isEmpty: boolean;
  readonly onOpen: () => void;
}

/** The list of candidates, or what stands in its place. */
export function CandidateArea(props: CandidateAreaProps): ReactElement {
  const { candidates, isEmpty } = props;
  if (candidates.error !== null) return <ErrorNote error={candidates.error} onRetry={candidates.retry} />;
  if (candidates.isLoading) return <Loading lines={8} />;
  if (candidates.total > 0) return <CandidateGrid {...props} />;
  return (
    <EmptyState icon={<SearchTextIcon size={20} />} title={isEmpty ? 'No indicators in it' : 'Nothing of that kind'}>
      {isEmpty
        ? 'Nothing in the text looks like an address, host name, URL, e-mail address, hash, path or registry key.'
        : 'The filters above let nothing through.'}
    </EmptyState>
  );
}

function CandidateGrid({ candidates, onOpen }: CandidateAreaProps): ReactElement {
  const rowHeight = rowHeights[usePreferences().density];
  const { total, cursorAt, setRange, selection } = candidates;
  const { shown, totalPx, attach, reveal } = useFixedRows({ count: total, rowHeight, overscan: 10 });
  const first = shown[0] ?? 0;
  const last = shown.at(-1) ?? 0;
  useEffect(() => setRange({ first, last }), [first, last, setRange]);
  useEffect(() => {
    if (cursorAt >= 0 && cursorAt < total) reveal(cursorAt);
  }, [reveal, cursorAt, total]);
  return (
    <table
      ref={attach}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows worked on by keyboard make it a grid
      role="grid"
      tabIndex={0}
      className="candidate-grid"
      aria-label="Candidates"
      aria-rowcount={total + 1}
      aria-multiselectable="true"
      {...(cursorAt >= first && cursorAt <= last && shown.length > 0
        ? { 'aria-activedescendant': candidateRowId(cursorAt) }
        : {})}
    >
      <CandidateHead candidates={candidates} />
      <tbody className="candidate-rows" style={{ height: `${totalPx}px` }}>
        {shown.map((at) => {
          const index = candidates.indexAt(at) ?? -1;
          return (
            <CandidateRow
              key={at}
              at={at}
              top={at * rowHeight}
              row={candidates.row(at)}
              isCursor={at === cursorAt}
              isPicked={isPicked(selection, index)}
              onPoint={(isRange) => (isRange ? candidates.extendTo(at) : candidates.moveTo(at))}
              onToggle={() => candidates.toggle(index)}
              onOpen={onOpen}
            />
          );
        })}
      </tbody>
    </table>
  );
}

const titles = ['Status', 'Type', 'Indicator', 'Score', 'Vendors', 'Verdict', 'What to know', 'Where'] as const;

function CandidateHead({ candidates }: { readonly candidates: Candidates }): ReactElement {
  const { selection, total } = candidates;
  const isAll = selection.kind === 'all' || (selection.indexes.size === total && total > 0);
  return (
    <thead className="candidate-head">
      <tr aria-rowindex={1}>
        <th className="candidate-check">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label="Select all"
            checked={isAll}
            ref={(element) => {
              if (element !== null)
                element.indeterminate = !isAll && selection.kind === 'some' && selection.indexes.size > 0;
            }}
            onChange={candidates.toggleAll}
          />
        </th>
        {titles.map((title) => (
          <th key={title} className={`candidate-${title.toLowerCase().replaceAll(' ', '-')}`}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}
