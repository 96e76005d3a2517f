import { type CSSProperties, type RefCallback, useMemo } from 'react';
import type { ShownColumn } from '#shared/model/saved-search.ts';
import type { StatementField } from '#shared/model/statement.ts';
import { useRemembered } from '../../app/remembered.ts';
import { useElementWidth } from '../../components/use-element-width.ts';
import { type ColumnLayout, layOutColumns } from './column-layout.ts';
import {
  type ColumnWishes,
  noWishes,
  openColumnView,
  parseWishes,
  pinColumn,
  placeColumn,
  resizeColumn,
  toggleColumn,
  toShownColumns,
} from './column-wishes.ts';
import { type ColumnId, fieldsOf } from './columns.ts';
import { useExploreMemory } from './explore-memory.tsx';

/** Of the boxes that select rows, px. */
const selectWidth = 34;
/** Until the grid has been measured, px. */
const likelyWidth = 1_000;

/** The columns as the analyst set them, fitted into the width there is. */
export interface ResultTable {
  readonly layout: ColumnLayout;
  readonly pinned: readonly ColumnId[];
  /** What has to be asked of the records, for the columns that are drawn. */
  readonly fields: readonly StatementField[];
  /** Widths as custom properties, read by the header and every row. */
  readonly style: CSSProperties;
  /** Goes to the element whose width the columns share. */
  readonly measure: RefCallback<HTMLElement>;
  /** The saved search whose columns these are; undefined for the ordinary ones, which are remembered. */
  readonly view: { readonly name: string; readonly isChanged: boolean } | undefined;
  /** The columns as a saved search keeps them. */
  readonly shownColumns: readonly ShownColumn[];
  /** Shows a column whatever the room, or takes it away. */
  readonly toggle: (id: ColumnId) => void;
  /** Puts a column at an index among those that are drawn. */
  readonly place: (id: ColumnId, to: number) => void;
  readonly pin: (id: ColumnId, isPinned: boolean) => void;
  /** @param width px. */
  readonly resize: (id: ColumnId, width: number) => void;
  /** Forgets what was chosen, ordered, pinned and dragged. */
  readonly reset: () => void;
  /** Shows the columns of a saved search until {@link leaveView}; null are the ordinary ones. */
  readonly openView: (name: string, columns: readonly ShownColumn[] | null) => void;
  /** The columns of this drawing were saved; what was changed since is not. */
  readonly viewSaved: () => void;
  readonly leaveView: () => void;
}

/** Columns of the result; those of the ordinary view remember themselves. */
export function useResultTable(): ResultTable {
  const [ordinary, setOrdinary] = useRemembered<ColumnWishes>({
    key: 'columns',
    initial: noWishes,
    parse: parseWishes,
  });
  const { state, change } = useExploreMemory();
  const { view } = state;
  const wishes = view?.wishes ?? ordinary;
  const setWishes = (next: ColumnWishes): void => {
    if (view === undefined) setOrdinary(next);
    else change({ view: { ...view, wishes: next, isChanged: true } });
  };
  const [width, measure] = useElementWidth();
  const room = (width ?? likelyWidth) - selectWidth;
  const layout = useStableColumns(useMemo(() => layOutColumns(room, wishes), [room, wishes]));
  const { columns, widths } = layout;
  return {
    layout,
    pinned: wishes.pinned,
    fields: useMemo(() => fieldsOf(columns), [columns]),
    style: useMemo(() => styleOf(columns, widths), [columns, widths]),
    measure,
    view,
    shownColumns: toShownColumns(columns, wishes),
    toggle: (id) => setWishes(toggleColumn(wishes, columns, id)),
    place: (id, to) => setWishes(placeColumn(wishes, columns, { id, to })),
    pin: (id, isPinned) => setWishes(pinColumn(wishes, id, isPinned)),
    resize: (id, px) => setWishes(resizeColumn(wishes, id, px)),
    reset: () => setWishes(noWishes),
    openView: (name, shown) => change({ view: openColumnView(name, shown) }),
    viewSaved: () => change(({ view: now }) => (now?.wishes === wishes ? { view: { ...now, isChanged: false } } : {})),
    leaveView: () => change({ view: undefined }),
  };
}

/** The same list as long as it holds the same columns: rows are drawn anew only when it changes, not with every width. */
function useStableColumns(layout: ColumnLayout): ColumnLayout {
  const key = layout.columns.join(' ');
  const columns = useMemo(() => key.split(' ') as ColumnId[], [key]);
  return useMemo(() => ({ ...layout, columns }), [layout, columns]);
}

/** Numbers of our own only; a property set from script is not an inline style for the page's policy. */
function styleOf(columns: readonly ColumnId[], widths: ColumnLayout['widths']): CSSProperties {
  const style: Record<string, string> = {};
  const tracks: string[] = [];
  let left = selectWidth;
  for (const id of columns) {
    style[`--left-${id}`] = `${left}px`;
    tracks.push(`${widths[id]}px`);
    left += widths[id] ?? 0;
  }
  style['--columns'] = `${selectWidth}px ${tracks.join(' ')}`;
  style['--columns-width'] = `${left}px`;
  return style as CSSProperties;
}
