import type { ReactElement } from 'react';
import type { CaseColumn } from './case-columns.ts';
import type { CaseSort } from './use-case-table.ts';

/** The head of a case's table: a column is sorted by its button, a second time the other way round. */
export function CaseTableHead(props: {
  readonly columns: readonly CaseColumn[];
  readonly sort: CaseSort;
  readonly onSort: (sort: CaseSort) => void;
}): ReactElement {
  return (
    <thead className="result-head">
      <tr aria-rowindex={1}>
        {props.columns.map((column, at) => (
          <HeadCell key={column.id} sort={props.sort} onSort={props.onSort} column={column} at={at} />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell(props: {
  readonly sort: CaseSort;
  readonly onSort: (sort: CaseSort) => void;
  readonly column: CaseColumn;
  readonly at: number;
}): ReactElement {
  const { sort, column } = props;
  const { order, title } = column;
  const place = { scope: 'col', className: `cell cell-${column.id}`, 'aria-colindex': props.at + 1 } as const;
  if (order === undefined) return <th {...place}>{title}</th>;
  const isSorted = sort.order === order;
  const descending = isSorted ? !sort.descending : (column.startsDescending ?? false);
  return (
    <th {...place} aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        title={`Sort by ${title.toLowerCase()}`}
        onClick={() => props.onSort({ order, descending })}
      >
        <span className="head-title">{title}</span>
        {isSorted ? (
          <span className="sort-sign" aria-hidden="true">
            {sort.descending ? '↓' : '↑'}
          </span>
        ) : null}
      </button>
    </th>
  );
}
