import { type ReactElement, type ReactNode, useDeferredValue, useRef } from 'react';
import { parseNumber, type Remembered, useRemembered } from '../../app/remembered.ts';
import { useRememberQuery } from '../../bridge/use-searches.ts';
import { Splitter } from '../../components/Splitter.tsx';
import { DetailPanel } from './DetailPanel.tsx';
import { ExploreDialogs } from './ExploreDialogs.tsx';
import { FacetPanel } from './FacetPanel.tsx';
import { useHistogramChoice } from './histogram/use-histogram-choice.ts';
import { QueryHints } from './QueryHints.tsx';
import { toggleFacet } from './query-text.ts';
import { ResultPane } from './ResultPane.tsx';
import { SavedSearches } from './SavedSearches.tsx';
import { SearchBox } from './SearchBox.tsx';
import { useExplore } from './use-explore.ts';
import { useExploreShortcuts } from './use-explore-shortcuts.ts';
import { useFilters } from './use-filters.ts';
import { useResultTable } from './use-result-table.ts';
import './explore.css';

interface PaneSize extends Remembered<number> {
  readonly min: number;
  readonly max: number;
}

const facetsSize: PaneSize = { key: 'facets.width', initial: 188, min: 160, max: 420, parse: parseNumber(160, 420) };
const detailSize: PaneSize = { key: 'panel.width', initial: 440, min: 340, max: 900, parse: parseNumber(340, 900) };
/** A pane at the side with a splitter towards the middle; its width is remembered. */
function SidePane(props: {
  readonly side: 'left' | 'right';
  readonly label: string;
  readonly size: PaneSize;
  readonly children: ReactNode;
}): ReactElement {
  const { side, size } = props;
  const [width, setWidth] = useRemembered(size);
  const pane = (
    <div className={`pane pane-${side}`} style={{ width: `${width}px` }}>
      {props.children}
    </div>
  );
  const splitter = (
    <Splitter label={props.label} width={width} min={size.min} max={size.max} pane={side} onResize={setWidth} />
  );
  return (
    <>
      {side === 'left' ? pane : splitter}
      {side === 'left' ? splitter : pane}
    </>
  );
}

/** Search, filter, look closer, decide. */
export function ExploreView(props: { readonly query: string }): ReactElement {
  const explore = useExplore(props.query);
  const { query, results, rows } = explore;
  const resultTable = useResultTable();
  const remember = useRememberQuery();
  const searchBox = useRef<HTMLInputElement>(null);
  const resultPane = useRef<HTMLElement>(null);
  const shownId = rows.state.trail.at(-1);
  const filters = useFilters(shownId !== undefined);
  const histogram = useHistogramChoice();
  useExploreShortcuts(explore, {
    focusSearch: () => {
      searchBox.current?.focus();
      searchBox.current?.select();
    },
    toggleFacets: filters.toggle,
    toggleHistogram: histogram.toggle,
  });
  // Rows come first: what is counted beside them is asked for, and drawn, after them; counts of the query before are given up at once.
  const counted = useDeferredValue(results.query);
  const mayCount = !useDeferredValue(results.isFirstLoad || results.isCatchingUp);
  const filterPanel = (
    <FacetPanel
      query={counted}
      isAsked={mayCount}
      isStale={results.looksStale}
      onClick={(click) => explore.setQuery(toggleFacet(query, click), 'push')}
    />
  );
  return (
    <div className="explore">
      <h1 className="visually-hidden">Explore</h1>
      <SearchBox
        query={query}
        error={results.error}
        isBusy={results.isCatchingUp || results.isFirstLoad}
        inputRef={searchBox}
        onQuery={(next, how) => {
          explore.setQuery(next, how === 'done' ? 'push' : 'replace');
          if (how === 'done') remember.mutate({ query: next });
        }}
        saved={
          <SavedSearches
            query={query}
            columns={resultTable.shownColumns}
            onRun={(search) => {
              explore.setQuery(search.query, 'push');
              if (search.name !== undefined) resultTable.openView(search.name, search.columns);
            }}
          />
        }
        // It is in sight; scrolling there would have the page laid out at once, in the middle of a key press.
        onLeave={() => resultPane.current?.querySelector<HTMLElement>('[role=grid]')?.focus({ preventScroll: true })}
      />
      <QueryHints
        query={results.isStale || results.error !== null ? null : results.query}
        onQuery={(next) => explore.setQuery(next, 'push')}
      />
      <div className="explore-panes" ref={filters.measure}>
        {filters.place === 'beside' ? (
          <SidePane side="left" label="Width of the filters" size={facetsSize}>
            {filterPanel}
          </SidePane>
        ) : null}
        <ResultPane
          explore={explore}
          resultTable={resultTable}
          countedQuery={counted}
          mayCount={mayCount}
          paneRef={resultPane}
          filters={filters}
          filterPanel={filterPanel}
          histogram={histogram}
        />
        {shownId === undefined ? null : (
          <SidePane side="right" label="Width of the details" size={detailSize}>
            <DetailPanel
              id={shownId}
              hasBack={rows.state.trail.length > 1}
              onBack={rows.back}
              onClose={rows.closePanel}
              onOpen={rows.openRelated}
              onTag={() => explore.show({ kind: 'tag', selection: { ids: [shownId] } })}
              onAddToCase={() => explore.show({ kind: 'case', selection: { ids: [shownId] } })}
            />
          </SidePane>
        )}
      </div>
      <ExploreDialogs explore={explore} />
    </div>
  );
}
