import { type ReactElement, useRef, useState } from 'react';
import type { Selection } from '#shared/contract/schemas.ts';
import { displayValue } from '#shared/model/indicator.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { parseNumber, useRemembered } from '../../app/remembered.ts';
import { Splitter } from '../../components/Splitter.tsx';
import { useCopy } from '../../components/use-copy.ts';
import { useShortcuts } from '../../keyboard/ShortcutProvider.tsx';
import { defang } from '../../text/defang.ts';
import { AddToCaseDialog } from '../cases/AddToCaseDialog.tsx';
import { ExportDialog } from '../exports/ExportDialog.tsx';
import { ConfirmAll } from './ConfirmAll.tsx';
import { DetailPanel } from './DetailPanel.tsx';
import { FacetPanel } from './FacetPanel.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { readSort, toggleFacet, writeSort } from './query-text.ts';
import { ResultArea } from './ResultArea.tsx';
import { ResultToolbar } from './ResultToolbar.tsx';
import { countSelected, selectionToApply } from './row-selection.ts';
import { SearchBox } from './SearchBox.tsx';
import { useExploreRows } from './use-explore-rows.ts';
import { useResultTable } from './use-result-table.ts';
import { useResults } from './use-results.ts';
import { type TriageAction, useTriageActions } from './use-triage-actions.ts';
import './explore.css';

/** A dialog over the screen, with what it applies to. */
type Open =
  | { readonly kind: 'note'; readonly selection: Selection }
  | { readonly kind: 'case'; readonly selection: Selection }
  | { readonly kind: 'export' }
  | { readonly kind: 'confirm'; readonly action: TriageAction; readonly selection: Selection };

const pageStep = 20;
const facetWidth = { key: 'facets.width', initial: 200, parse: parseNumber(160, 420) };
const facetsShown = {
  key: 'facets.shown',
  initial: true,
  parse: (value: unknown) => (typeof value === 'boolean' ? value : undefined),
};
const panelWidth = { key: 'panel.width', initial: 440, parse: parseNumber(340, 900) };

/** Search, filter, look closer, decide. */
export function ExploreView(props: { readonly query: string }): ReactElement {
  const { query } = props;
  const navigation = useNavigation();
  const results = useResults(query);
  const resultTable = useResultTable();
  const rows = useExploreRows(results);
  const triage = useTriageActions();
  const copy = useCopy();
  const searchBox = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Open | undefined>();
  const [areFacetsShown, showFacets] = useRemembered(facetsShown);
  const [facetsWidth, setFacetsWidth] = useRemembered(facetWidth);
  const [detailWidth, setDetailWidth] = useRemembered(panelWidth);
  const { cursor, selection, trail } = rows.state;

  const setQuery = (next: string, how: 'push' | 'replace'): void => {
    navigation.go({ screen: 'explore', query: next }, how);
  };
  const applyTo = selectionToApply(selection, trail.at(-1) ?? cursor.id);
  const decide = (action: TriageAction): void => {
    if (applyTo === undefined) return;
    if ('query' in applyTo) {
      setOpen({ kind: 'confirm', action, selection: applyTo });
      return;
    }
    triage.apply(action, applyTo);
    // A state closes the matter of this row, a verdict may be followed by one.
    const isState = action === 'escalate' || action === 'review';
    if (isState && selection.kind === 'rows' && selection.ids.size === 0) rows.move(1);
  };
  const openWith = (kind: 'note' | 'case'): void => {
    if (applyTo !== undefined) setOpen({ kind, selection: applyTo });
  };
  const focusGrid = (): void => grid.current?.querySelector<HTMLElement>('[role=grid]')?.focus();

  useShortcuts({
    focusSearch: () => {
      searchBox.current?.focus();
      searchBox.current?.select();
    },
    toggleFacets: () => showFacets(!areFacetsShown),
    exportResult: () => setOpen({ kind: 'export' }),
    moveDown: () => rows.move(1),
    moveUp: () => rows.move(-1),
    pageDown: () => rows.move(pageStep),
    pageUp: () => rows.move(-pageStep),
    moveFirst: () => rows.moveTo(0),
    moveLast: () => rows.moveTo((results.total ?? 1) - 1),
    select: rows.toggleCursor,
    selectDown: () => rows.extend(1),
    selectUp: () => rows.extend(-1),
    selectAll: rows.toggleAll,
    open: rows.openCursor,
    copyDefanged: () => {
      const row = results.row(cursor.index);
      if (row !== undefined) copy(defang(row.type, displayValue(row)), 'Defanged value');
    },
    malicious: () => decide('malicious'),
    suspicious: () => decide('suspicious'),
    benign: () => decide('benign'),
    escalate: () => decide('escalate'),
    review: () => decide('review'),
    note: () => openWith('note'),
    addToCase: () => openWith('case'),
    close: () => (trail.length > 0 ? rows.closePanel() : rows.clearSelection()),
  });

  const shownId = trail.at(-1);
  const close = (): void => setOpen(undefined);
  return (
    <div className="explore">
      <h1 className="visually-hidden">Explore</h1>
      <SearchBox
        query={query}
        error={results.error}
        isBusy={results.isCatchingUp || results.isFirstLoad}
        inputRef={searchBox}
        onQuery={(next, how) => setQuery(next, how === 'done' ? 'push' : 'replace')}
        onLeave={focusGrid}
      />
      <div className="explore-panes">
        {areFacetsShown ? (
          <>
            <div className="pane" style={{ width: `${facetsWidth}px` }}>
              <FacetPanel query={results.query} onClick={(click) => setQuery(toggleFacet(query, click), 'push')} />
            </div>
            <Splitter
              label="Width of the filters"
              width={facetsWidth}
              min={160}
              max={420}
              pane="left"
              onResize={setFacetsWidth}
            />
          </>
        ) : null}
        <section className="explore-main" aria-label="Result" ref={grid}>
          <ResultToolbar
            total={results.total}
            isExact={results.isExact}
            selected={countSelected(selection, results.total ?? 0)}
            resultTable={resultTable}
            areFacetsShown={areFacetsShown}
            onToggleFacets={() => showFacets(!areFacetsShown)}
            onClearSelection={rows.clearSelection}
            onTriage={decide}
            onNote={() => openWith('note')}
            onCase={() => openWith('case')}
            onExport={() => setOpen({ kind: 'export' })}
          />
          <ResultArea
            results={results}
            resultTable={resultTable}
            cursor={cursor}
            selection={selection}
            openId={shownId}
            sort={readSort(results.query)}
            actions={rows.actions}
            onSort={(sort) => setQuery(writeSort(query, sort), 'push')}
            onSelectAll={rows.toggleAll}
            onClearQuery={() => setQuery('', 'push')}
          />
        </section>
        {shownId === undefined ? null : (
          <>
            <Splitter
              label="Width of the details"
              width={detailWidth}
              min={340}
              max={900}
              pane="right"
              onResize={setDetailWidth}
            />
            <div className="pane" style={{ width: `${detailWidth}px` }}>
              <DetailPanel
                id={shownId}
                hasBack={trail.length > 1}
                onBack={rows.back}
                onClose={rows.closePanel}
                onOpen={rows.openRelated}
                onAddToCase={() => setOpen({ kind: 'case', selection: { ids: [shownId] } })}
              />
            </div>
          </>
        )}
      </div>
      {open?.kind === 'note' ? <NoteDialog selection={open.selection} onClose={close} /> : null}
      {open?.kind === 'case' ? <AddToCaseDialog selection={open.selection} onClose={close} /> : null}
      {open?.kind === 'export' ? <ExportDialog scope={{ query: results.query }} onClose={close} /> : null}
      {open?.kind === 'confirm' ? (
        <ConfirmAll
          count={results.total ?? 0}
          action={open.action}
          onCancel={close}
          onConfirm={() => {
            triage.apply(open.action, open.selection);
            close();
          }}
        />
      ) : null}
    </div>
  );
}
