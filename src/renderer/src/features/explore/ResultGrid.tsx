import { type ReactElement, useContext, useEffect, useMemo } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useShortClock } from '../../components/Moment.tsx';
import { rowHeights } from '../../components/row-heights.ts';
import { useBothRefs } from '../../components/use-both-refs.ts';
import { useFixedRows } from '../../components/use-fixed-rows.ts';
import { VendorNamesContext } from '../../components/vendor-names.ts';
import type { CellWords } from './draw-cell.tsx';
import type { Cursor } from './explore-memory.tsx';
import { narrowClasses } from './narrow-columns.ts';
import type { QuerySort } from './query-text.ts';
import { ResultHead } from './ResultHead.tsx';
import { ResultRow, type RowActions, rowElementId } from './ResultRow.tsx';
import { isSelected, type RowSelection } from './row-selection.ts';
import type { ResultTable } from './use-result-table.ts';
import type { Results } from './use-results.ts';
import { useStatements } from './use-statements.ts';
import './grid.css';

/** Chromium lays nothing out beyond 2^25 px; rows of a very long result get lower, so that the last can be reached. */
const tallestPx = 33_000_000;
const lowestRowPx = 20;
/** Rows drawn beyond both ends of what is in sight. */
const overscan = 6;

/** See {@link ResultGrid}. */
export interface ResultGridProps {
  readonly results: Results;
  readonly resultTable: ResultTable;
  readonly cursor: Cursor;
  readonly selection: RowSelection;
  readonly openId: number | undefined;
  /** False: the rows are those of an older query, for so long that they are drawn grey and out of reach. */
  readonly lookUsable: boolean;
  /** Whether the rows are on the screen: before that, those out of sight are not drawn. */
  readonly areSeen: boolean;
  readonly sort: readonly QuerySort[];
  readonly actions: RowActions;
  readonly onSort: (sort: readonly QuerySort[]) => void;
}

/** Read once for all rows: of contexts that each cell asks, each tick of the clock would draw every one of them. */
function useCellWords(): CellWords {
  const clock = useShortClock();
  const vendorNames = useContext(VendorNamesContext);
  return useMemo(() => ({ clock, vendorNames }), [clock, vendorNames]);
}

/**
 * The result as a grid of which only the rows on screen exist. Header and rows scroll together in one box, so columns
 * stay aligned; the whole number of rows is told to screen readers.
 */
export function ResultGrid(props: ResultGridProps): ReactElement {
  const { results, cursor, resultTable } = props;
  const count = results.total ?? 0;
  const rowHeight = Math.min(
    rowHeights[usePreferences().density],
    Math.max(lowestRowPx, Math.floor(tallestPx / Math.max(1, count))),
  );
  // The head scrolls in the same box and sticks to its top.
  const { shown, totalPx, attach, reveal } = useFixedRows({ count, rowHeight, overscan: props.areSeen ? overscan : 0 });
  const { measure } = resultTable;
  const boxRef = useBothRefs<HTMLTableElement>(attach, measure);
  const first = shown[0] ?? 0;
  const last = shown.at(-1) ?? 0;
  const statementsOf = useStatements(results.row, { first, last }, resultTable.fields);
  const { setRange } = results;
  useEffect(() => setRange({ first, last }), [first, last, setRange]);
  useEffect(() => {
    if (cursor.index < count) reveal(cursor.index);
  }, [reveal, cursor.index, count]);
  const words = useCellWords();
  const isCursorDrawn = cursor.index >= first && cursor.index <= last && shown.length > 0;
  return (
    <table
      ref={boxRef}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows worked on by keyboard make it a grid
      role="grid"
      tabIndex={0}
      className={['result-grid', results.looksStale && 'is-stale', ...narrowClasses(resultTable.layout.widths)]
        .filter((name) => name !== false)
        .join(' ')}
      style={{ ...resultTable.style, ['--row-height' as string]: `${rowHeight}px` }}
      aria-label="Indicators"
      aria-rowcount={count + 1}
      aria-colcount={resultTable.layout.columns.length + 1}
      aria-multiselectable="true"
      aria-busy={results.isCatchingUp}
      aria-disabled={!props.lookUsable}
      {...(isCursorDrawn ? { 'aria-activedescendant': rowElementId(cursor.index) } : {})}
    >
      <ResultHead
        resultTable={resultTable}
        sort={props.sort}
        onSort={props.onSort}
        isAllSelected={props.selection.kind === 'all'}
        canSelect={props.lookUsable}
        onSelectAll={props.actions.toggleAll}
      />
      <tbody className="result-rows" style={{ height: `${totalPx}px` }}>
        {shown.map((index) => {
          const row = results.row(index);
          return (
            <ResultRow
              key={index}
              index={index}
              top={index * rowHeight}
              row={row}
              columns={resultTable.layout.columns}
              stuck={resultTable.layout.stuck}
              statements={row === undefined ? undefined : statementsOf(row.id)}
              words={words}
              isCursor={index === cursor.index}
              isSelected={row !== undefined && isSelected(props.selection, row.id)}
              isOpen={row !== undefined && row.id === props.openId}
              actions={props.actions}
            />
          );
        })}
      </tbody>
    </table>
  );
}
