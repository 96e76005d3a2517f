import { useEffect, useMemo } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import { followRows, type KnownRows, placeCursor } from './cursor.ts';
import { type ExploreState, showTrail, useExploreMemory } from './explore-memory.tsx';
import type { RowActions } from './ResultRow.tsx';
import { addRows, nothingSelected, toggleRow } from './row-selection.ts';
import type { Results } from './use-results.ts';

/** Moving about in the result, picking rows, opening them. */
export interface ExploreRows {
  readonly state: ExploreState;
  /** Whether the rows on screen are the answer to what was asked; without one nothing is moved, picked or opened in them. */
  readonly areUsable: boolean;
  /** The same as it is drawn: what comes back at once is not disabled and enabled before anybody's eyes. */
  readonly lookUsable: boolean;
  readonly actions: RowActions;
  readonly move: (delta: number) => void;
  readonly moveTo: (index: number) => void;
  readonly extend: (delta: number) => void;
  readonly toggleCursor: () => void;
  readonly clearSelection: () => void;
  readonly openCursor: () => void;
  /** Opens another indicator from the panel; the way back is kept. */
  readonly openRelated: (id: IndicatorId) => void;
  readonly back: () => void;
  readonly closePanel: () => void;
}

function knownRows(results: Results): KnownRows {
  return {
    total: results.total ?? 0,
    idAt: (index) => results.row(index)?.id,
    indexOf: (id) => results.indexOf(id),
  };
}

const nothingOpen: readonly IndicatorId[] = [];

/** At the first row of another query. */
function beginQuery({ toOpen }: ExploreState, rows: KnownRows, query: string): Partial<ExploreState> {
  const trail = toOpen === undefined ? nothingOpen : [toOpen];
  return { query, cursor: placeCursor(rows, 0), selection: nothingSelected, ...showTrail(trail), toOpen: undefined };
}

function followCursor({ cursor, awaitsRow }: ExploreState, rows: KnownRows): Partial<ExploreState> | undefined {
  const followed = followRows(rows, cursor);
  if (awaitsRow && followed.id !== undefined) return { cursor: followed, ...showTrail([followed.id]) };
  return followed === cursor ? undefined : { cursor: followed };
}

/** See {@link ExploreRows}. While the panel is open it follows the cursor. */
export function useExploreRows(results: Results): ExploreRows {
  const { state: remembered, change } = useExploreMemory();
  const rows = knownRows(results);
  const isOther = remembered.query !== results.query && !results.isFirstLoad;
  // What is new with these rows is drawn with them, and kept after that: drawing twice takes twice as long.
  const news = isOther ? beginQuery(remembered, rows, results.query) : followCursor(remembered, rows);
  const state = news === undefined ? remembered : { ...remembered, ...news };
  useEffect(() => {
    if (news !== undefined) change(news);
  });
  const hasAny = results.hasRows && rows.total > 0;
  const areUsable = hasAny && !results.isStale;
  const isPanelOpen = state.trail.length > 0;
  const moveTo = (index: number): void => {
    if (!areUsable) return;
    const cursor = placeCursor(rows, index);
    if (!isPanelOpen) change({ cursor });
    else change({ cursor, ...(cursor.id === undefined ? { awaitsRow: true } : showTrail([cursor.id])) });
  };
  const actions = useRowActions(areUsable ? { rows, state, query: results.query, moveTo } : undefined, change);
  return {
    state,
    areUsable,
    lookUsable: areUsable || (hasAny && results.isCatchingUp && !results.looksStale),
    actions,
    moveTo,
    move: (delta) => moveTo(state.cursor.index + delta),
    extend: (delta) => {
      if (!areUsable) return;
      const next = placeCursor(rows, state.cursor.index + delta);
      const ids = [state.cursor.id, next.id].filter((id) => id !== undefined);
      change({ cursor: next, selection: addRows(state.selection, ids) });
    },
    toggleCursor: () => {
      if (areUsable && state.cursor.id !== undefined)
        change({ selection: toggleRow(state.selection, state.cursor.id) });
    },
    clearSelection: () => change({ selection: nothingSelected }),
    openCursor: () => {
      if (areUsable && state.cursor.id !== undefined) change(showTrail([state.cursor.id]));
    },
    openRelated: (id) => change(showTrail([...state.trail, id])),
    back: () => change(showTrail(state.trail.slice(0, -1))),
    closePanel: () => change(showTrail([])),
  };
}

interface Latest {
  readonly rows: KnownRows;
  readonly state: ExploreState;
  /** Whose rows these are. */
  readonly query: string;
  readonly moveTo: (index: number) => void;
}

/** Pointer actions as one lasting object that reads the latest state when it is used; without one they do nothing. */
function useRowActions(latest: Latest | undefined, change: (part: Partial<ExploreState>) => void): RowActions {
  const box = useMemo<{ current: Latest | undefined }>(() => ({ current: undefined }), []);
  useEffect(() => {
    box.current = latest;
  });
  return useMemo<RowActions>(
    () => ({
      point: (index, extend) => {
        const now = box.current;
        const id = now?.rows.idAt(index);
        if (now === undefined || id === undefined) return;
        if (!extend) {
          now.moveTo(index);
          return;
        }
        const [from, to] = [Math.min(now.state.cursor.index, index), Math.max(now.state.cursor.index, index)];
        const ids: IndicatorId[] = [];
        for (let at = from; at <= to; at += 1) {
          const found = now.rows.idAt(at);
          if (found !== undefined) ids.push(found);
        }
        change({ cursor: { index, id }, selection: addRows(now.state.selection, ids) });
      },
      toggle: (index) => {
        const now = box.current;
        const id = now?.rows.idAt(index);
        if (now === undefined || id === undefined) return;
        change({ cursor: { index, id }, selection: toggleRow(now.state.selection, id) });
      },
      open: (index) => {
        const id = box.current?.rows.idAt(index);
        if (id !== undefined) change({ cursor: { index, id }, ...showTrail([id]) });
      },
      toggleAll: () => {
        const now = box.current;
        if (now === undefined) return;
        const { selection } = now.state;
        change({ selection: selection.kind === 'all' ? nothingSelected : { kind: 'all', query: now.query } });
      },
    }),
    [box, change],
  );
}
