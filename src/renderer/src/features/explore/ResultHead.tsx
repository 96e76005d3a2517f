import type { Header } from '@tanstack/react-table';
import type { ReactElement } from 'react';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { ResultFeatures } from './columns.ts';
import { cycleSort, type QuerySort } from './query-text.ts';

type ResultHeader = Header<ResultFeatures, IndicatorSummary>;

/** See {@link ResultHead}. */
export interface ResultHeadProps {
  readonly headers: readonly ResultHeader[];
  readonly sort: readonly QuerySort[];
  readonly onSort: (sort: readonly QuerySort[]) => void;
  readonly isAllSelected: boolean;
  readonly canSelect: boolean;
  readonly onSelectAll: () => void;
}

const ariaSort = (key: QuerySort | undefined): 'ascending' | 'descending' | 'none' =>
  key === undefined ? 'none' : key.descending ? 'descending' : 'ascending';

function HeadCell(props: ResultHeadProps & { readonly header: ResultHeader; readonly column: number }): ReactElement {
  const { header, sort } = props;
  const meta = header.column.columnDef.meta;
  const field = meta?.sortField;
  const at = sort.findIndex((key) => key.field === field);
  const key = sort[at];
  const order = sort.length > 1 && key !== undefined ? String(at + 1) : '';
  return (
    <th
      scope="col"
      className={`cell cell-${header.column.id}`}
      aria-colindex={props.column}
      {...(field === undefined ? {} : { 'aria-sort': ariaSort(key) })}
    >
      {field === undefined ? (
        meta?.title
      ) : (
        <button
          type="button"
          tabIndex={-1}
          title={`Sort by ${meta?.title.toLowerCase()} (Shift adds to the order)`}
          onClick={(event) =>
            props.onSort(cycleSort(sort, { field, startsDescending: meta?.startsDescending ?? false }, event.shiftKey))
          }
        >
          {meta?.title}
          {key === undefined ? null : (
            <span className="sort-sign" aria-hidden="true">
              {key.descending ? '↓' : '↑'}
              {order}
            </span>
          )}
        </button>
      )}
      <span
        className="resize-handle"
        aria-hidden="true"
        onMouseDown={header.getResizeHandler()}
        onTouchStart={header.getResizeHandler()}
      />
    </th>
  );
}

/** The header line of the result: sorting by click, more columns with shift, widths by dragging. */
export function ResultHead(props: ResultHeadProps): ReactElement {
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
        {props.headers.map((header, at) => (
          <HeadCell key={header.id} {...props} header={header} column={at + 2} />
        ))}
      </tr>
    </thead>
  );
}
