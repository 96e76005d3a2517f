import { useShortcuts } from '../../keyboard/ShortcutProvider.tsx';
import type { Explore } from './use-explore.ts';

const pageStep = 20;

/** What only the view can do. */
export interface ExploreViewActions {
  readonly focusSearch: () => void;
  readonly toggleFacets: () => void;
  readonly toggleHistogram: () => void;
}

/** Binds the keys of the Explore screen. */
export function useExploreShortcuts(explore: Explore, view: ExploreViewActions): void {
  const { results, rows } = explore;
  useShortcuts({
    ...view,
    exportResult: explore.exportResult,
    moveDown: () => rows.move(1),
    moveUp: () => rows.move(-1),
    pageDown: () => rows.move(pageStep),
    pageUp: () => rows.move(-pageStep),
    moveFirst: () => rows.moveTo(0),
    moveLast: () => rows.moveTo((results.total ?? 1) - 1),
    select: rows.toggleCursor,
    selectDown: () => rows.extend(1),
    selectUp: () => rows.extend(-1),
    selectAll: rows.actions.toggleAll,
    open: rows.openCursor,
    copyDefanged: () => explore.copy('defanged'),
    malicious: () => explore.decide('malicious'),
    suspicious: () => explore.decide('suspicious'),
    benign: () => explore.decide('benign'),
    escalate: () => explore.decide('escalate'),
    review: () => explore.decide('review'),
    tag: () => explore.showFor('tag'),
    note: () => explore.showFor('note'),
    addToCase: () => explore.showFor('case'),
    push: () => explore.showFor('push'),
    refresh: () => explore.showFor('refresh'),
    close: () => (rows.state.trail.length > 0 ? rows.closePanel() : rows.clearSelection()),
  });
}
