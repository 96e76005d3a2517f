import { type ColumnSizingState, type ColumnVisibilityState, type ReactTable, useTable } from '@tanstack/react-table';
import type { CSSProperties } from 'react';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { useRemembered } from '../../app/remembered.ts';
import { type ColumnId, columnIds, type ResultFeatures, resultColumns, resultFeatures } from './columns.ts';

const noRows: IndicatorSummary[] = [];

function parseRecord<Value>(
  isValid: (value: unknown) => value is Value,
): (value: unknown) => Record<string, Value> | undefined {
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = Object.entries(value).filter((entry): entry is [string, Value] => isValid(entry[1]));
    return Object.fromEntries(entries.filter(([id]) => columnIds.some((known) => known === id)));
  };
}

const parseSizes = parseRecord((value): value is number => typeof value === 'number' && value >= 40 && value <= 900);
const parseVisibility = parseRecord((value): value is boolean => typeof value === 'boolean');

/** The columns as the analyst set them: which are shown, and how wide. */
export interface ResultTable {
  readonly table: ReactTable<ResultFeatures, IndicatorSummary>;
  readonly columns: readonly ColumnId[];
  /** Widths as one custom property, read by the header and every row. */
  readonly style: CSSProperties;
}

/** Column model of the result; remembers itself. */
export function useResultTable(): ResultTable {
  const [sizes, setSizes] = useRemembered<ColumnSizingState>({ key: 'columns.sizes', initial: {}, parse: parseSizes });
  const [visibility, setVisibility] = useRemembered<ColumnVisibilityState>({
    key: 'columns.shown',
    initial: {},
    parse: parseVisibility,
  });
  const table = useTable<ResultFeatures, IndicatorSummary>({
    features: resultFeatures,
    columns: resultColumns,
    data: noRows,
    columnResizeMode: 'onChange',
    state: { columnSizing: sizes, columnVisibility: visibility },
    onColumnSizingChange: (change) => setSizes(typeof change === 'function' ? change(sizes) : change),
    onColumnVisibilityChange: (change) => setVisibility(typeof change === 'function' ? change(visibility) : change),
  });
  const shown = table.getVisibleLeafColumns();
  const tracks = shown.map((column) => {
    const grow = column.columnDef.meta?.grow;
    return grow === undefined ? `${column.getSize()}px` : `minmax(${column.getSize()}px, ${grow}fr)`;
  });
  const total = shown.reduce((sum, column) => sum + column.getSize(), 0);
  return {
    table,
    columns: columnIds.filter((id) => shown.some((column) => column.id === id)),
    // Numbers of our own only; a property set from script is not an inline style for the page's policy.
    style: { '--columns': `34px ${tracks.join(' ')}`, '--columns-width': `${total + 34}px` } as CSSProperties,
  };
}
