import type { CSSProperties, ReactElement } from 'react';
import type { CaseIndicatorRow } from '#shared/model/case.ts';
import { displayValue } from '#shared/model/indicator.ts';
import { recallWords } from '#shared/text/recall.ts';
import { CutText } from '../../components/CutText.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { SeverityMark, TypeMark, VerdictMark } from '../../components/Marks.tsx';
import { ShortMoment } from '../../components/Moment.tsx';
import { selectCellText } from '../../components/select-cell-text.ts';
import { ListedMark } from '../explore/ListedMark.tsx';
import type { CaseColumn } from './case-columns.ts';

function Cell(props: { readonly column: string; readonly row: CaseIndicatorRow }): ReactElement {
  const { row } = props;
  switch (props.column) {
    case 'type':
      return <TypeMark type={row.type} />;
    case 'value':
      return (
        <>
          <CutText text={displayValue(row)}>
            <HostileText text={displayValue(row)} mono inCell />
          </CutText>
          <Listed row={row} />
        </>
      );
    case 'role':
      if (row.role === null) return <span className="nothing">–</span>;
      return (
        <CutText text={row.role}>
          <HostileText text={row.role} inCell />
        </CutText>
      );
    case 'scoreBefore':
      return <SeverityMark severity={row.before.severity} score={row.before.score} />;
    case 'score':
      return <SeverityMark severity={row.now.severity} score={row.now.score} />;
    case 'verdictBefore':
      return <VerdictMark verdict={row.before.verdict} />;
    case 'verdict':
      return <VerdictMark verdict={row.now.verdict} />;
    case 'recall':
      return <Recall row={row} />;
    default:
      return <ShortMoment atMs={row.addedAtMs} />;
  }
}

/** Whether the value is listed as harmless now, or was when it was added. */
function Listed({ row }: { readonly row: CaseIndicatorRow }): ReactElement | null {
  if (row.now.flags.includes('listed')) return <ListedMark row={row} />;
  if (!row.before.flags.includes('listed')) return null;
  return (
    <span
      className="mark flag-listed"
      title="It stood on a list of harmless values when it was added; now it does not."
    >
      Was listed
    </span>
  );
}

/** The first of the other cases and how many more; the tooltip names all, and tells the last verdict. */
function Recall({ row }: { readonly row: CaseIndicatorRow }): ReactElement {
  const [first, ...more] = row.otherCases;
  if (first === undefined) return <span className="nothing">–</span>;
  const recall = recallWords({ cases: row.otherCases, verdict: row.now.verdict }) ?? '';
  return (
    <span className="ellipsis" title={`Also ${recall}: ${row.otherCases.join(', ')}`}>
      <span className="cases-named">{more.length === 0 ? first : `${first} +${more.length}`}</span>
      <span className="cases-counted">{row.otherCases.length}</span>
    </span>
  );
}

/** Whether a column of now tells something else than the one of then beside it. */
function isChanged(column: string, { before, now }: CaseIndicatorRow): boolean {
  if (column === 'score') return before.score !== now.score;
  return column === 'verdict' && before.verdict !== now.verdict;
}

/** One line of a case's table. */
export function CaseTableRow(props: {
  readonly columns: readonly CaseColumn[];
  readonly index: number;
  /** Distance from the top of the list, px. */
  readonly top: number;
  /** Undefined while its page is on the way. */
  readonly row: CaseIndicatorRow | undefined;
  readonly isCursor: boolean;
  readonly isOpen: boolean;
  readonly onPoint: () => void;
}): ReactElement {
  const { index, row } = props;
  const style: CSSProperties = { transform: `translateY(${props.top}px)` };
  const id = `case-row-${index}`;
  if (row === undefined) {
    return (
      <tr id={id} className="result-row is-waiting" style={style} aria-rowindex={index + 2}>
        <td aria-colindex={1} colSpan={props.columns.length}>
          <span className="loading-line" />
          <span className="visually-hidden">Loading</span>
        </td>
      </tr>
    );
  }
  const marks = [props.isCursor && 'is-cursor', props.isOpen && 'is-open'].filter((mark) => mark !== false);
  return (
    <tr
      id={id}
      className={['result-row', ...marks].join(' ')}
      style={style}
      aria-rowindex={index + 2}
      aria-selected={props.isCursor}
      onClick={({ detail }) => {
        // The second click of two would close what the first one opened.
        if (detail < 2) props.onPoint();
      }}
      onDoubleClick={selectCellText}
    >
      {props.columns.map(({ id: column }, at) => (
        <td
          key={column}
          aria-colindex={at + 1}
          className={`cell cell-${column}${isChanged(column, row) ? ' is-changed' : ''}`}
        >
          <Cell column={column} row={row} />
        </td>
      ))}
    </tr>
  );
}
