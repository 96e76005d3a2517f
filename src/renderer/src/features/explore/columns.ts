import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { IndicatorSummary } from '#shared/model/indicator.ts';

/** What a column of the result needs besides its width. */
export interface ResultColumnMeta {
  readonly title: string;
  /** Field of `sort:`; absent where the application cannot sort. */
  readonly sortField?: string;
  readonly startsDescending?: boolean;
  /** Share of the width that is left over. */
  readonly grow?: number;
}

/** The parts of the table model that the result uses. */
export const resultFeatures = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  columnMeta: {} as ResultColumnMeta,
});
export type ResultFeatures = typeof resultFeatures;

/** Columns in the order of the screen. */
export const columnIds = [
  'type',
  'value',
  'score',
  'vendors',
  'tags',
  'firstSeen',
  'lastSeen',
  'state',
  'verdict',
  'cases',
] as const;
export type ColumnId = (typeof columnIds)[number];

const described: Readonly<Record<ColumnId, ResultColumnMeta & { readonly size: number }>> = {
  type: { title: 'Type', size: 68, sortField: 'type' },
  value: { title: 'Value', size: 168, sortField: 'value', grow: 3 },
  score: { title: 'Score', size: 142, sortField: 'score', startsDescending: true },
  vendors: { title: 'Vendors', size: 112 },
  tags: { title: 'Tags', size: 72, grow: 1 },
  firstSeen: { title: 'First seen', size: 88, sortField: 'first_seen', startsDescending: true },
  lastSeen: { title: 'Last seen', size: 88, sortField: 'last_seen', startsDescending: true },
  state: { title: 'State', size: 80 },
  verdict: { title: 'Verdict', size: 88 },
  cases: { title: 'Cases', size: 108 },
};

/** Column definitions; cells are drawn by id, since rows arrive page by page and are not all in the table's hands. */
export const resultColumns: ColumnDef<ResultFeatures, IndicatorSummary>[] = columnIds.map((id) => {
  const { size, ...meta } = described[id];
  return { id, header: meta.title, size, minSize: 56, maxSize: 900, meta };
});
