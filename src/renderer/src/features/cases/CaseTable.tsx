import { type CSSProperties, type KeyboardEvent, type ReactElement, useEffect, useMemo } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { rowHeights } from '../../components/row-heights.ts';
import { useBothRefs } from '../../components/use-both-refs.ts';
import { useElementWidth } from '../../components/use-element-width.ts';
import { useFixedRows } from '../../components/use-fixed-rows.ts';
import { CaseTableHead } from './CaseTableHead.tsx';
import { CaseTableRow } from './CaseTableRow.tsx';
import { layOutCaseColumns } from './case-columns.ts';
import type { CaseTableRows } from './use-case-table.ts';

const pageStep = 12;
/** Until the box has been measured, px. */
const likelyWidth = 800;

/** Where a key leads from a row; undefined for keys of others. */
function moveBy(key: string, index: number, total: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + pageStep;
    case 'PageUp':
      return index - pageStep;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return undefined;
  }
}

/** The indicators of a case as a grid of which only the rows on screen exist. The row under the cursor is the one compared below. */
export function CaseTable(props: {
  readonly rows: CaseTableRows;
  readonly cursor: number;
  readonly isOpen: boolean;
  readonly onCursor: (index: number) => void;
  readonly onOpen: (isOpen: boolean) => void;
}): ReactElement {
  const { rows, cursor } = props;
  const [width, measure] = useElementWidth();
  const { columns, tracks, narrowestPx } = useMemo(() => layOutCaseColumns(width ?? likelyWidth), [width]);
  const rowHeight = rowHeights[usePreferences().density];
  const { shown, totalPx, attach, reveal } = useFixedRows({ count: rows.total, rowHeight, overscan: 8 });
  const boxRef = useBothRefs<HTMLTableElement>(attach, measure);
  const first = shown[0] ?? 0;
  const last = shown.at(-1) ?? 0;
  const { setRange } = rows;
  useEffect(() => setRange({ first, last }), [first, last, setRange]);

  const onKeyDown = (event: KeyboardEvent): void => {
    // Keys on the heads are theirs.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = moveBy(event.key, cursor, rows.total);
    if (target !== undefined) {
      const index = Math.max(0, Math.min(rows.total - 1, target));
      props.onCursor(index);
      reveal(index);
    } else if (event.key === 'Enter') props.onOpen(!props.isOpen);
    else if (event.key === 'Escape' && props.isOpen) props.onOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const style = {
    // All of them with the head and the two lines around; the style sheet says how much of that is shown at once.
    height: `${rowHeight * (rows.total + 1) + 2}px`,
    '--row-height': `${rowHeight}px`,
    '--columns': tracks,
    '--columns-width': `${narrowestPx}px`,
  } as CSSProperties;
  return (
    <table
      ref={boxRef}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows worked on by keyboard make it a grid
      role="grid"
      tabIndex={0}
      className="result-grid case-table"
      style={style}
      aria-label="Indicators of the case"
      aria-rowcount={rows.total + 1}
      aria-colcount={columns.length}
      aria-busy={rows.isLoading}
      onKeyDown={onKeyDown}
      {...(cursor >= first && cursor <= last ? { 'aria-activedescendant': `case-row-${cursor}` } : {})}
    >
      <CaseTableHead columns={columns} sort={rows.sort} onSort={rows.setSort} />
      <tbody className="result-rows" style={{ height: `${totalPx}px` }}>
        {shown.map((index) => (
          <CaseTableRow
            key={index}
            columns={columns}
            index={index}
            top={index * rowHeight}
            row={rows.row(index)}
            isCursor={index === cursor}
            isOpen={props.isOpen && index === cursor}
            onPoint={() => {
              props.onCursor(index);
              props.onOpen(index === cursor ? !props.isOpen : true);
            }}
          />
        ))}
      </tbody>
    </table>
  );
}
