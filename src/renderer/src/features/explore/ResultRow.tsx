import { type CSSProperties, type MouseEvent, memo, type ReactElement } from 'react';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { selectCellText } from '../../components/select-cell-text.ts';
import { placeOfCell } from './cell-place.ts';
import type { ColumnId } from './columns.ts';
import { type CellWords, drawCell } from './draw-cell.tsx';
import type { RowStatements } from './use-statements.ts';

/** What can be done to rows with the pointer; the same object for as long as they are shown, so that they are drawn only when they change. */
export interface RowActions {
  readonly point: (index: number, extend: boolean) => void;
  readonly toggle: (index: number) => void;
  readonly open: (index: number) => void;
  /** Picks all that match, or none. */
  readonly toggleAll: () => void;
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
  readonly words: CellWords;
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

const stay = (event: MouseEvent): void => event.stopPropagation();

/** One line of the result. Rows are not in the tab order: the grid is, and says which row its keys act on. */
export const ResultRow = memo(function ResultRow(props: ResultRowProps): ReactElement {
  const { index, row, actions, statements, words } = props;
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
    actions.point(index, event.shiftKey);
    if (event.ctrlKey || event.metaKey) actions.toggle(index);
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
        actions.open(index);
      }}
    >
      <td aria-colindex={1} className="cell-select">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label="Select row"
          checked={props.isSelected}
          onChange={() => actions.toggle(index)}
          onClick={stay}
          onDoubleClick={stay}
        />
      </td>
      {props.columns.map((column, at) => (
        <td key={column} aria-colindex={at + 2} {...placeOfCell(column, at, props.stuck)}>
          {drawCell(column, { row, statements }, words)}
        </td>
      ))}
    </tr>
  );
});
