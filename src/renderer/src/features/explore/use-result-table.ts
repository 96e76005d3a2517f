import { type ColumnSizingState, type ReactTable, useTable } from '@tanstack/react-table';
import { type CSSProperties, type RefCallback, useMemo } from 'react';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { useRemembered } from '../../app/remembered.ts';
import { useElementWidth } from '../../components/use-element-width.ts';
import { type ColumnLayout, layOutColumns } from './column-layout.ts';
import { type ColumnId, columnIds, type ResultFeatures, resultColumns, resultFeatures } from './columns.ts';

const noRows: IndicatorSummary[] = [];
/** Of the boxes that select rows, px. */
const selectWidth = 34;
/** Until the grid has been measured, px. */
const likelyWidth = 1_000;

type ByColumn<Value> = Partial<Record<ColumnId, Value>>;

function parseRecord<Value>(
  isValid: (value: unknown) => value is Value,
): (value: unknown) => ByColumn<Value> | undefined {
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = Object.entries(value).filter((entry): entry is [string, Value] => isValid(entry[1]));
    return Object.fromEntries(entries.filter(([id]) => columnIds.some((known) => known === id)));
  };
}

const parseSizes = parseRecord((value): value is number => typeof value === 'number' && value >= 40 && value <= 900);
const parseVisibility = parseRecord((value): value is boolean => typeof value === 'boolean');

/** The columns as the analyst set them, fitted into the width there is. */
export interface ResultTable {
  readonly table: ReactTable<ResultFeatures, IndicatorSummary>;
  readonly layout: ColumnLayout;
  /** Widths as one custom property, read by the header and every row. */
  readonly style: CSSProperties;
  /** Goes to the element whose width the columns share. */
  readonly measure: RefCallback<HTMLElement>;
  /** Shows a column whatever the room, or takes it away. */
  readonly toggle: (id: ColumnId) => void;
  /** Shows these columns and no others; unknown ones are left out. */
  readonly show: (ids: readonly string[]) => void;
  /** Forgets what was chosen and dragged. */
  readonly reset: () => void;
}

/** Column model of the result; remembers itself. */
export function useResultTable(): ResultTable {
  const [widths, setWidths] = useRemembered<ByColumn<number>>({ key: 'columns.sizes', initial: {}, parse: parseSizes });
  const [shown, setShown] = useRemembered<ByColumn<boolean>>({
    key: 'columns.shown',
    initial: {},
    parse: parseVisibility,
  });
  const [width, measure] = useElementWidth();
  const layout = useMemo(
    () => layOutColumns((width ?? likelyWidth) - selectWidth, { shown, widths }),
    [width, shown, widths],
  );
  const table = useTable<ResultFeatures, IndicatorSummary>({
    features: resultFeatures,
    columns: resultColumns,
    data: noRows,
    columnResizeMode: 'onChange',
    // A drag starts from the width that is drawn, which need not be one that was dragged before.
    state: {
      columnSizing: layout.widths as ColumnSizingState,
      columnVisibility: Object.fromEntries(columnIds.map((id) => [id, layout.columns.includes(id)])),
    },
    onColumnSizingChange: (change) =>
      setWidths(typeof change === 'function' ? change(widths as ColumnSizingState) : change),
  });
  const tracks = layout.columns.map((id) => `${layout.widths[id]}px`);
  const total = layout.columns.reduce((sum, id) => sum + (layout.widths[id] ?? 0), selectWidth);
  return {
    table,
    layout,
    // Numbers of our own only; a property set from script is not an inline style for the page's policy.
    style: { '--columns': `${selectWidth}px ${tracks.join(' ')}`, '--columns-width': `${total}px` } as CSSProperties,
    measure,
    toggle: (id) => setShown({ ...shown, [id]: !layout.columns.includes(id) }),
    show: (ids) => setShown(Object.fromEntries(columnIds.map((id) => [id, id === 'value' || ids.includes(id)]))),
    reset: () => {
      setShown({});
      setWidths({});
    },
  };
}
