import { type ReactElement, type ReactNode, useCallback, useRef } from 'react';
import { parseNumber, type Remembered, useRemembered } from '../../app/remembered.ts';
import { useRememberQuery } from '../../bridge/use-searches.ts';
import { Splitter } from '../../components/Splitter.tsx';
import { useAfterPaint } from '../../components/use-after-paint.ts';
import { DetailPanel } from './DetailPanel.tsx';
import { ExploreDialogs } from './ExploreDialogs.tsx';
import { FacetPanel } from './FacetPanel.tsx';
import { useHistogramChoice } from './histogram/use-histogram-choice.ts';
import { QueryHints } from './QueryHints.tsx';
import { type FacetClick, toggleFacet } from './query-text.ts';
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
  // Rows come first: what is counted beside them is asked for, and drawn, once they are seen; counts of the query before are given up at once.
  const seen = useAfterPaint(results.isFirstLoad ? undefined : results.query);
  const counted = seen ?? results.query;
  const areRowsSeen = seen === results.query;
  const mayCount = areRowsSeen && !results.isCatchingUp;
  const { setQuery } = explore;
  const onFacet = useCallback((click: FacetClick) => setQuery((now) => toggleFacet(now, click), 'push'), [setQuery]);
  const filterPanel = <FacetPanel query={counted} isAsked={mayCount} isStale={results.looksStale} onClick={onFacet} />;
  return (
    <div className="explore">
      <h1 className="visually-hidden">Explore</h1>
      <SearchBox
        query={query}
        error={results.error}
        isBusy={results.isFirstLoad || (results.isCatchingUp && results.looksStale)}
        inputRef={searchBox}
        onQuery={(next, how) => {
          setQuery(next, how === 'done' ? 'push' : 'replace');
          if (how === 'done') remember(next);
        }}
        saved={
          <SavedSearches
            query={query}
            columns={resultTable.shownColumns}
            onRun={(search) => {
              setQuery(search.query, 'push');
              if (search.name !== undefined) resultTable.openView(search.name, search.columns);
            }}
          />
        }
        // It is in sight; scrolling there would have the page laid out at once, in the middle of a key press.
        onLeave={() => resultPane.current?.querySelector<HTMLElement>('[role=grid]')?.focus({ preventScroll: true })}
      />
      <QueryHints
        query={!mayCount || results.isStale || results.error !== null ? null : results.query}
        onQuery={(next) => setQuery(next, 'push')}
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
          areRowsSeen={areRowsSeen}
          paneRef={resultPane}
          filters={filters}
          filterPanel={filters.place === 'over' ? filterPanel : null}
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
