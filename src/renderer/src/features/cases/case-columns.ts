import type { CaseIndicatorOrder } from '#shared/model/case.ts';

/** A column of a case's table. */
export interface CaseColumn {
  readonly id: string;
  readonly title: string;
  /** Absent where the store cannot sort. */
  readonly order?: CaseIndicatorOrder;
  readonly startsDescending?: boolean;
  readonly narrowestPx: number;
  /** Share of the room that is left; none for a fixed width. */
  readonly share?: number;
  /** The higher, the earlier it goes where there is no room; none for what always stays. */
  readonly dropOrder?: number;
}

/** Columns in the order of the screen. */
export const caseColumns: readonly CaseColumn[] = [
  { id: 'type', title: 'Type', order: 'type', narrowestPx: 70 },
  // 26 characters and the cell's padding, as in Explore.
  { id: 'value', title: 'Value', order: 'value', narrowestPx: 212, share: 3 },
  { id: 'role', title: 'Role', narrowestPx: 90, share: 2, dropOrder: 4 },
  {
    id: 'scoreBefore',
    title: 'Score then',
    order: 'scoreBefore',
    startsDescending: true,
    narrowestPx: 92,
    dropOrder: 1,
  },
  { id: 'score', title: 'Score now', order: 'score', startsDescending: true, narrowestPx: 92 },
  { id: 'verdictBefore', title: 'Verdict then', order: 'verdictBefore', narrowestPx: 88, dropOrder: 2 },
  { id: 'verdict', title: 'Verdict now', order: 'verdict', narrowestPx: 88 },
  // The other cases: how many, and where there is room which.
  { id: 'recall', title: 'Also', narrowestPx: 54, share: 1, dropOrder: 5 },
  { id: 'added', title: 'Added', order: 'added', narrowestPx: 92, dropOrder: 3 },
];

/** Which columns are drawn, and how wide. */
export interface CaseColumnLayout {
  readonly columns: readonly CaseColumn[];
  /** As in `grid-template-columns`. */
  readonly tracks: string;
  readonly narrowestPx: number;
}

/** Fits the columns into a width: what the opened indicator tells anyway goes first. */
export function layOutCaseColumns(roomPx: number): CaseColumnLayout {
  let columns = caseColumns;
  const widthOf = (some: readonly CaseColumn[]): number => some.reduce((sum, { narrowestPx }) => sum + narrowestPx, 0);
  while (widthOf(columns) > roomPx) {
    const next = columns.toSorted((a, b) => (b.dropOrder ?? 0) - (a.dropOrder ?? 0))[0];
    if (next?.dropOrder === undefined) break;
    columns = columns.filter((column) => column !== next);
  }
  const tracks = columns.map(({ narrowestPx, share }) =>
    share === undefined ? `${narrowestPx}px` : `minmax(${narrowestPx}px, ${share}fr)`,
  );
  return { columns, tracks: tracks.join(' '), narrowestPx: widthOf(columns) };
}
