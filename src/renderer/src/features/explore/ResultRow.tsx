import { type CSSProperties, type MouseEvent, memo, type ReactElement } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { selectCellText } from '../../components/select-cell-text.ts';
import { placeOfCell } from './cell-place.ts';
import type { ColumnId } from './columns.ts';
import { ResultCell } from './ResultCell.tsx';
import type { RowStatements } from './use-statements.ts';

/** What can be done to a row with the pointer; the same object for every row, so that rows are drawn only when they change. */
export interface RowActions {
  readonly point: (index: number, id: IndicatorId, extend: boolean) => void;
  readonly toggle: (index: number, id: IndicatorId) => void;
  readonly open: (index: number, id: IndicatorId) => void;
}

/** See {@link ResultRow}. */
export interface ResultRowProps {
  readonly index: number;
  /** Distance from the top of the list, px. */
  readonly top: number;
  /** Undefined while its page is on the way. */
  readonly row: IndicatorSummary | undefined;
  readonly columns: readonly ColumnId[];
  /** How many of the first columns stay in sight when the others are scrolled. */
  readonly stuck: number;
  /** What vendors' records say, in the fields of the columns. */
  readonly statements: RowStatements;
  readonly isCursor: boolean;
  readonly isSelected: boolean;
  readonly isOpen: boolean;
  readonly actions: RowActions;
}

/** Id of a row's element, for `aria-activedescendant`. */
export const rowElementId = (index: number): string => `result-row-${index}`;

function classOf(props: ResultRowProps): string {
  const marks = [props.isCursor && 'is-cursor', props.isSelected && 'is-selected', props.isOpen && 'is-open'];
  return ['result-row', ...marks.filter((mark) => mark !== false)].join(' ');
}

/** One line of the result. Rows are not in the tab order: the grid is, and says which row its keys act on. */
export const ResultRow = memo(function ResultRow(props: ResultRowProps): ReactElement {
  const { index, row, actions } = props;
  const style: CSSProperties = { transform: `translateY(${props.top}px)` };
  if (row === undefined) {
    return (
      <tr id={rowElementId(index)} className="result-row is-waiting" style={style} aria-rowindex={index + 2}>
        <td aria-colindex={1} colSpan={props.columns.length + 1}>
          <span className="loading-line" />
          <span className="visually-hidden">Loading</span>
        </td>
      </tr>
    );
  }
  const point = (event: MouseEvent): void => {
    actions.point(index, row.id, event.shiftKey);
    if (event.ctrlKey || event.metaKey) actions.toggle(index, row.id);
  };
  return (
    <tr
      id={rowElementId(index)}
      className={classOf(props)}
      style={style}
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      onClick={point}
      onDoubleClick={(event) => {
        selectCellText(event);
        actions.open(index, row.id);
      }}
    >
      <td aria-colindex={1} className="cell-select">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label="Select row"
          checked={props.isSelected}
          onChange={() => actions.toggle(index, row.id)}
          onClick={(event) => event.stopPropagation()}
          onDoubleClick={(event) => event.stopPropagation()}
        />
      </td>
      {props.columns.map((column, at) => (
        <td key={column} aria-colindex={at + 2} {...placeOfCell(column, at, props.stuck)}>
          <ResultCell column={column} row={row} statements={props.statements} />
        </td>
      ))}
    </tr>
  );
});
