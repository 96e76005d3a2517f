import type { ReactElement, Ref } from 'react';
import { TimeHistogram } from './histogram/TimeHistogram.tsx';
import type { HistogramChoice } from './histogram/use-histogram-choice.ts';
import { readSort, writeSort } from './query-text.ts';
import { ResultArea } from './ResultArea.tsx';
import { ResultToolbar } from './ResultToolbar.tsx';
import { countSelected } from './row-selection.ts';
import type { Explore } from './use-explore.ts';
import type { Filters } from './use-filters.ts';
import type { ResultTable } from './use-result-table.ts';

/** The middle of the screen: tools above, the result below. */
export function ResultPane(props: {
  readonly explore: Explore;
  readonly resultTable: ResultTable;
  readonly countedQuery: string;
  /** Whether anything may be counted: not while rows are on their way. */
  readonly mayCount: boolean;
  /** Whether the rows of the result are on the screen. */
  readonly areRowsSeen: boolean;
  readonly paneRef: Ref<HTMLElement>;
  readonly filters: Filters;
  readonly filterPanel: ReactElement | null;
  readonly histogram: HistogramChoice;
}): ReactElement {
  const { explore, resultTable } = props;
  const { results, rows, setQuery } = explore;
  const { cursor, selection, trail } = rows.state;
  return (
    <section className="explore-main" aria-label="Result" ref={props.paneRef}>
      <ResultToolbar
        results={results}
        lookUsable={rows.lookUsable}
        selected={countSelected(selection, results.total ?? 0)}
        resultTable={resultTable}
        filters={props.filters}
        filterPanel={props.filterPanel}
        onClearSelection={rows.clearSelection}
        onTriage={explore.decide}
        onTag={() => explore.showFor('tag')}
        onNote={() => explore.showFor('note')}
        onCase={() => explore.showFor('case')}
        onRefresh={() => explore.showFor('refresh')}
        onCopy={explore.copy}
        onPush={() => explore.showFor('push')}
        onExport={explore.exportResult}
      />
      {results.isFirstLoad || results.hasRows ? (
        <TimeHistogram
          query={props.countedQuery}
          isAsked={props.mayCount}
          isStale={results.isStale}
          choice={props.histogram}
          setQuery={setQuery}
        />
      ) : null}
      <ResultArea
        results={results}
        resultTable={resultTable}
        cursor={cursor}
        selection={selection}
        openId={trail.at(-1)}
        lookUsable={rows.lookUsable}
        areSeen={props.areRowsSeen}
        sort={readSort(results.query)}
        actions={rows.actions}
        onSort={(sort) => setQuery((now) => writeSort(now, sort), 'push')}
        onClearQuery={() => setQuery('', 'push')}
      />
    </section>
  );
}
