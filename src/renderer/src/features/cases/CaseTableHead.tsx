import type { ReactElement } from 'react';
import type { CaseIndicatorOrder } from '#shared/model/case.ts';
import type { CaseSort } from './use-case-table.ts';

/** A column of a case's table. */
interface CaseColumn {
  readonly id: string;
  readonly title: string;
  /** Absent where the store cannot sort. */
  readonly order?: CaseIndicatorOrder;
  readonly startsDescending?: boolean;
  /** As in `grid-template-columns`. */
  readonly track: string;
  readonly narrowestPx: number;
}

/** Columns in the order of the screen. */
export const caseColumns: readonly CaseColumn[] = [
  { id: 'type', title: 'Type', order: 'type', track: '68px', narrowestPx: 68 },
  { id: 'value', title: 'Value', order: 'value', track: 'minmax(170px, 3fr)', narrowestPx: 170 },
  { id: 'role', title: 'Role', track: 'minmax(64px, 1fr)', narrowestPx: 64 },
  {
    id: 'scoreBefore',
    title: 'Score then',
    order: 'scoreBefore',
    startsDescending: true,
    track: '98px',
    narrowestPx: 98,
  },
  { id: 'score', title: 'Score now', order: 'score', startsDescending: true, track: '98px', narrowestPx: 98 },
  { id: 'verdictBefore', title: 'Verdict then', order: 'verdictBefore', track: '96px', narrowestPx: 96 },
  { id: 'verdict', title: 'Verdict now', order: 'verdict', track: '96px', narrowestPx: 96 },
  { id: 'added', title: 'Added', order: 'added', track: '92px', narrowestPx: 92 },
];

/** The head of a case's table: a column is sorted by its button, a second time the other way round. */
export function CaseTableHead(props: {
  readonly sort: CaseSort;
  readonly onSort: (sort: CaseSort) => void;
}): ReactElement {
  return (
    <thead className="result-head">
      <tr aria-rowindex={1}>
        {caseColumns.map((column, at) => (
          <HeadCell key={column.id} {...props} column={column} at={at} />
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
        {title}
        {isSorted ? (
          <span className="sort-sign" aria-hidden="true">
            {sort.descending ? '↓' : '↑'}
          </span>
        ) : null}
      </button>
    </th>
  );
}
