import { useCallback, useEffect, useRef, useState } from 'react';
import type { StoredSelection } from '#shared/contract/schemas.ts';
import { useNavigation } from '../../app/navigation.tsx';
import type { IndicatorForm } from './CopyMenu.tsx';
import { selectionToApply } from './row-selection.ts';
import { useCopySelection } from './use-copy-selection.ts';
import { type ExploreRows, useExploreRows } from './use-explore-rows.ts';
import { type Results, useResults } from './use-results.ts';
import { type TriageAction, useTriageActions } from './use-triage-actions.ts';

/** A dialog over the screen, with what it applies to. */
type ExploreDialog =
  | { readonly kind: 'note'; readonly selection: StoredSelection }
  | { readonly kind: 'tag'; readonly selection: StoredSelection }
  | { readonly kind: 'case'; readonly selection: StoredSelection }
  | { readonly kind: 'push'; readonly selection: StoredSelection }
  | { readonly kind: 'refresh'; readonly selection: StoredSelection }
  | { readonly kind: 'export'; readonly scope: StoredSelection }
  | { readonly kind: 'confirm'; readonly action: TriageAction; readonly selection: StoredSelection };

/** Shows another query, or what is made of the one that is asked now; the same function for as long as the screen is shown. */
export type SetQuery = (query: string | ((now: string) => string), how: 'push' | 'replace') => void;

/** The state of the Explore screen and what can be done on it, by key or by pointer. */
export interface Explore {
  /** As the address says; {@link Results.query} may still be the one before. */
  readonly query: string;
  readonly results: Results;
  readonly rows: ExploreRows;
  readonly dialog: ExploreDialog | undefined;
  readonly setQuery: SetQuery;
  readonly decide: (action: TriageAction) => void;
  /** Without a confirmation; for the dialog that asked for it. */
  readonly decideNow: (action: TriageAction, selection: StoredSelection) => void;
  readonly show: (dialog: ExploreDialog | undefined) => void;
  /** Opens a dialog about the selection, else about the row under the cursor. */
  readonly showFor: (kind: 'note' | 'tag' | 'case' | 'push' | 'refresh') => void;
  /** Copies the selection, else the row under the cursor. */
  readonly copy: (form: IndicatorForm) => void;
  /** Opens the export of the selection, else of the whole result, where there is one. */
  readonly exportResult: () => void;
}

/** See {@link Explore}. */
export function useExplore(query: string): Explore {
  const results = useResults(query);
  const rows = useExploreRows(results);
  const triage = useTriageActions();
  const copySelection = useCopySelection();
  const setQuery = useSetQuery(query, results.askAhead);
  const [dialog, show] = useState<ExploreDialog | undefined>();
  const { cursor, selection, trail, awaitsRow } = rows.state;
  const pointed = awaitsRow ? undefined : (trail.at(-1) ?? cursor.id);
  const target = rows.areUsable ? selectionToApply(selection, pointed) : undefined;
  const isSingleRow = selection.kind === 'rows' && selection.ids.size === 0;
  return {
    query,
    results,
    rows,
    dialog,
    show,
    setQuery,
    decide: (action) => {
      if (target === undefined) return;
      if ('query' in target) {
        show({ kind: 'confirm', action, selection: target });
        return;
      }
      triage.apply(action, target);
      // A state closes the matter of this row; a verdict may be followed by one.
      if (isSingleRow && (action === 'escalate' || action === 'review')) rows.move(1);
    },
    decideNow: triage.apply,
    showFor: (kind) => {
      if (target !== undefined) show({ kind, selection: target });
    },
    copy: (form) => {
      if (target !== undefined) copySelection(target, form);
    },
    exportResult: () => {
      const scope = selectionToApply(selection, undefined) ?? { query: results.query };
      if (rows.areUsable) show({ kind: 'export', scope });
    },
  };
}

function useSetQuery(query: string, askAhead: Results['askAhead']): SetQuery {
  const { go } = useNavigation();
  const asked = useRef(query);
  useEffect(() => {
    asked.current = query;
  }, [query]);
  return useCallback(
    (change, how) => {
      const next = typeof change === 'string' ? change : change(asked.current);
      askAhead(next);
      go({ screen: 'explore', query: next }, how);
    },
    [askAhead, go],
  );
}
