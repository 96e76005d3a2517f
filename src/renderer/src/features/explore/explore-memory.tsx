import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { ColumnView } from './column-wishes.ts';
import { nothingSelected, type RowSelection } from './row-selection.ts';

/** The row the keys act on; the id finds it again when rows before it come or go. */
export interface Cursor {
  readonly index: number;
  readonly id: IndicatorId | undefined;
}

/** Where the analyst was on the Explore screen; kept while another screen is shown. */
export interface ExploreState {
  /** The query that cursor and selection belong to. */
  readonly query: string;
  readonly cursor: Cursor;
  readonly selection: RowSelection;
  /** Indicators opened one from the other; the last one is shown, empty when the panel is closed. */
  readonly trail: readonly IndicatorId[];
  /** The panel is open and the row under the cursor on its way: it is shown once it is there, and until then keys act on nothing. */
  readonly awaitsRow: boolean;
  /** Opened as soon as the next query is answered. */
  readonly toOpen: IndicatorId | undefined;
  /** The saved search whose columns are shown; undefined for the ordinary columns. */
  readonly view: ColumnView | undefined;
}

interface Memory {
  readonly state: ExploreState;
  /** @param part or what makes it of the latest state, for what comes later than it was asked. */
  readonly change: (part: Partial<ExploreState> | ((now: ExploreState) => Partial<ExploreState>)) => void;
}

const atStart: ExploreState = {
  query: '',
  cursor: { index: 0, id: undefined },
  selection: nothingSelected,
  trail: [],
  awaitsRow: false,
  toOpen: undefined,
  view: undefined,
};
/** What the panel shows from now on, instead of whatever it was waiting for. */
export const showTrail = (trail: readonly IndicatorId[]): Pick<ExploreState, 'trail' | 'awaitsRow'> => ({
  trail,
  awaitsRow: false,
});

const MemoryContext = createContext<Memory>({ state: atStart, change: () => undefined });

/** See {@link ExploreState}. */
export function useExploreMemory(): Memory {
  return useContext(MemoryContext);
}

/** Holds {@link ExploreState} above the screens. */
export function ExploreMemory(props: { readonly children: ReactNode }): ReactElement {
  const [state, setState] = useState(atStart);
  const change = useCallback<Memory['change']>(
    (part) => setState((now) => ({ ...now, ...(typeof part === 'function' ? part(now) : part) })),
    [],
  );
  const memory = useMemo<Memory>(() => ({ state, change }), [state, change]);
  return <MemoryContext value={memory}>{props.children}</MemoryContext>;
}
