import type { ReactElement } from 'react';
import { placeOfCell } from './cell-place.ts';
import { type ColumnDrop, type DragHandlers, useColumnDrag } from './column-drag.ts';
import { type ColumnId, describedColumns } from './columns.ts';
import { cycleSort, type QuerySort } from './query-text.ts';
import { ResizeHandle } from './ResizeHandle.tsx';
import type { ResultTable } from './use-result-table.ts';

/** See {@link ResultHead}. */
export interface ResultHeadProps {
  readonly resultTable: ResultTable;
  readonly sort: readonly QuerySort[];
  readonly onSort: (sort: readonly QuerySort[]) => void;
  readonly isAllSelected: boolean;
  readonly canSelect: boolean;
  readonly onSelectAll: () => void;
}

const ariaSort = (key: QuerySort | undefined): 'ascending' | 'descending' | 'none' =>
  key === undefined ? 'none' : key.descending ? 'descending' : 'ascending';

/** The mark where a dragged column would be put. */
function dropClass(drop: ColumnDrop | undefined, columns: readonly ColumnId[], at: number): string {
  if (drop === undefined) return '';
  const from = columns.indexOf(drop.id);
  if (at === from) return ' is-dragged';
  if (at !== drop.to) return '';
  return drop.to > from ? ' drop-after' : ' drop-before';
}

interface HeadCellProps extends ResultHeadProps {
  readonly id: ColumnId;
  readonly at: number;
  readonly drop: ColumnDrop | undefined;
  readonly handlers: DragHandlers;
}

function HeadCell(props: HeadCellProps): ReactElement {
  const { id, at, sort, resultTable } = props;
  const { layout } = resultTable;
  const { title, sortField: field, startsDescending = false } = describedColumns[id];
  const place = placeOfCell(id, at, layout.stuck);
  const sortAt = sort.findIndex((key) => key.field === field);
  const key = sort[sortAt];
  const order = sort.length > 1 && key !== undefined ? String(sortAt + 1) : '';
  return (
    <th
      scope="col"
      {...place}
      className={`${place.className}${dropClass(props.drop, layout.columns, at)}`}
      data-column={id}
      aria-colindex={at + 2}
      {...(field === undefined ? {} : { 'aria-sort': ariaSort(key) })}
      {...props.handlers}
    >
      {field === undefined ? (
        <span className="head-title" title={title}>
          {title}
        </span>
      ) : (
        <button
          type="button"
          tabIndex={-1}
          title={`Sort by ${title.toLowerCase()} (Shift adds to the order)`}
          onClick={(event) => props.onSort(cycleSort(sort, { field, startsDescending }, event.shiftKey))}
        >
          <span className="head-title">{title}</span>
          {key === undefined ? null : (
            <span className="sort-sign" aria-hidden="true">
              {key.descending ? '↓' : '↑'}
              {order}
            </span>
          )}
        </button>
      )}
      <ResizeHandle width={layout.widths[id] ?? 0} onResize={(width) => resultTable.resize(id, width)} />
    </th>
  );
}

/** The header line of the result: sorting by click, more columns with shift; widths and places by dragging. */
export function ResultHead(props: ResultHeadProps): ReactElement {
  const { layout, place } = props.resultTable;
  const { drop, handlersOf } = useColumnDrag(layout.columns, place);
  return (
    <thead className="result-head">
      <tr aria-rowindex={1}>
        <th scope="col" className="cell-select" aria-colindex={1}>
          <input
            type="checkbox"
            aria-label="Select all that match"
            checked={props.isAllSelected}
            disabled={!props.canSelect}
            onChange={props.onSelectAll}
          />
        </th>
        {layout.columns.map((id, at) => (
          <HeadCell key={id} {...props} id={id} at={at} drop={drop} handlers={handlersOf(id)} />
        ))}
      </tr>
    </thead>
  );
}
