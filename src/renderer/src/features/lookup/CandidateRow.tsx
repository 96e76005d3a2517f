import type { CSSProperties, MouseEvent, ReactElement } from 'react';
import type { LookupRow } from '#shared/contract/lookup-schemas.ts';
import { recallWords } from '#shared/text/recall.ts';
import { CutText } from '../../components/CutText.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { LookupMark, SeverityMark, TypeMark, VerdictMark } from '../../components/Marks.tsx';
import { VendorMark } from '../../components/VendorMark.tsx';
import { shownValue } from './use-candidate-actions.ts';

/** Id of a row's element, for `aria-activedescendant`. */
export const candidateRowId = (at: number): string => `candidate-row-${at}`;

/** What is remarkable: why it is none, which lists hold it, who has dealt with it. */
function listRemarks({ reason, lists, known }: LookupRow): readonly string[] {
  const recall = known === null ? null : recallWords(known.summary);
  return [
    ...(recall === null ? [] : [`${recall.charAt(0).toUpperCase()}${recall.slice(1)}`]),
    ...lists.map((list) => `Listed: ${list}`),
    ...(reason === null ? [] : [reason]),
    ...(known?.isSameFile === true ? ['Known under another hash of the same file'] : []),
  ];
}

function placeOf({ place, total }: LookupRow): string {
  if (place === null) return '';
  const where = place.place === null ? `line ${place.line}` : `${place.place}, line ${place.line}`;
  return total > 1 ? `${where} +${total - 1}` : where;
}

function Cells(props: { readonly row: LookupRow }): ReactElement {
  const { row } = props;
  const summary = row.known?.summary;
  const remarks = listRemarks(row).join(' · ');
  return (
    <>
      <td className="candidate-status">
        <LookupMark status={row.status} />
      </td>
      <td className="candidate-type">
        <TypeMark type={row.type} />
      </td>
      <td className="candidate-indicator">
        <CutText text={shownValue(row)}>
          <HostileText text={shownValue(row)} mono inCell />
        </CutText>
      </td>
      <td className="candidate-score">
        {summary === undefined ? null : <SeverityMark severity={summary.severity} score={summary.score} />}
      </td>
      <td className="candidate-vendors">
        {summary?.vendors.map((vendor) => (
          <VendorMark key={vendor} vendor={vendor} />
        ))}
      </td>
      <td className="candidate-verdict">
        {summary === undefined || summary.verdict === 'unknown' ? null : <VerdictMark verdict={summary.verdict} />}
      </td>
      <td className="candidate-what-to-know">
        <CutText text={remarks}>
          <HostileText text={remarks} inCell />
        </CutText>
      </td>
      <td className="candidate-where">
        <CutText text={`${row.place?.file ?? ''} ${placeOf(row)}`}>
          <HostileText text={placeOf(row)} inCell />
        </CutText>
      </td>
    </>
  );
}

/** One line of the list. Rows are not in the tab order: the grid is, and says which row its keys act on. */
export function CandidateRow(props: {
  /** Place in the list. */
  readonly at: number;
  /** Distance from the top of the list, px. */
  readonly top: number;
  /** Undefined while its page is on the way. */
  readonly row: LookupRow | undefined;
  readonly isCursor: boolean;
  readonly isPicked: boolean;
  readonly onPoint: (isRange: boolean) => void;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
}): ReactElement {
  const { at, row } = props;
  const style: CSSProperties = { transform: `translateY(${props.top}px)` };
  if (row === undefined) {
    return (
      <tr id={candidateRowId(at)} className="candidate-row is-waiting" style={style} aria-rowindex={at + 2}>
        <td>
          <span className="loading-line" />
          <span className="visually-hidden">Loading</span>
        </td>
      </tr>
    );
  }
  const point = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey) props.onToggle();
    else props.onPoint(event.shiftKey);
  };
  const marks = [props.isCursor && 'is-cursor', props.isPicked && 'is-selected'].filter((mark) => mark !== false);
  return (
    <tr
      id={candidateRowId(at)}
      className={['candidate-row', ...marks].join(' ')}
      style={style}
      aria-rowindex={at + 2}
      aria-selected={props.isPicked}
      onClick={point}
      onDoubleClick={props.onOpen}
    >
      <td className="candidate-check">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label="Select row"
          checked={props.isPicked}
          onChange={props.onToggle}
          onClick={(event) => event.stopPropagation()}
        />
      </td>
      <Cells row={row} />
    </tr>
  );
}
