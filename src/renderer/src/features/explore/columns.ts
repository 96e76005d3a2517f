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

const described: Readonly<Record<ColumnId, ResultColumnMeta>> = {
  type: { title: 'Type', sortField: 'type' },
  value: { title: 'Value', sortField: 'value' },
  score: { title: 'Score', sortField: 'score', startsDescending: true },
  vendors: { title: 'Vendors' },
  tags: { title: 'Tags' },
  firstSeen: { title: 'First seen', sortField: 'first_seen', startsDescending: true },
  lastSeen: { title: 'Last seen', sortField: 'last_seen', startsDescending: true },
  state: { title: 'State' },
  verdict: { title: 'Verdict' },
  cases: { title: 'Cases' },
};

/** Column definitions; cells are drawn by id, since rows arrive page by page and are not all in the table's hands. */
export const resultColumns: ColumnDef<ResultFeatures, IndicatorSummary>[] = columnIds.map((id) => ({
  id,
  header: described[id].title,
  minSize: 56,
  maxSize: 900,
  meta: described[id],
}));
