import { displayValue } from '#shared/model/indicator.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { textFile } from '../../bridge/send-file.ts';
import { useCases } from '../../bridge/use-cases.ts';
import { useFirstRows } from '../../bridge/use-indicators.ts';
import { useLookAtSearch, useRememberQuery, useSavedSearches, useSearchHistory } from '../../bridge/use-searches.ts';
import { useShortcutActions } from '../../keyboard/ShortcutProvider.tsx';
import { countOf } from '../../text/words.ts';
import { openColumnView } from '../explore/column-wishes.ts';
import { showTrail, useExploreMemory } from '../explore/explore-memory.tsx';
import { quoteValue } from '../explore/query-text.ts';
import { useLookupMemory } from '../lookup/lookup-memory.tsx';
import { sourcePages } from '../sources/source-pages.ts';
import { isIndicatorLike, type PaletteItem, pickItems } from './palette-items.ts';
import { usePaused } from './use-paused.ts';

/** Fewer letters are in nearly every value. */
const leastLetters = 3;
const mostRows = 5;

/** See {@link usePaletteItems}. */
export interface PaletteItems {
  readonly items: readonly PaletteItem[];
  /** The cache has not said yet what it finds for this text. */
  readonly isPending: boolean;
}

/** Everything that can be chosen for what was typed. */
export function usePaletteItems(typed: string): PaletteItems {
  const text = typed.trim();
  const actions = [...useActionItems(), ...usePageItems()];
  const searches = useSearchItems();
  const cases = useCaseItems();
  const indicators = useIndicatorItems(text);
  const find = useFindItems(text);
  const items = [
    ...pickItems(actions, text),
    ...pickItems(searches.saved, text),
    // Without a word they would be many lines that nobody asked for.
    ...(text === '' ? [] : pickItems(cases, text)),
    ...pickItems(searches.asked, text),
    ...indicators.items,
    ...find,
  ];
  return { items, isPending: indicators.isPending };
}

/** What the keys would do now, from the table that binds them. */
function useActionItems(): readonly PaletteItem[] {
  return useShortcutActions()
    .filter(({ id, shortcut }) => shortcut.isStep !== true && id !== 'palette')
    .map(({ id, shortcut, run }) => ({
      id: `action ${id}`,
      section: 'Actions',
      label: shortcut.group === 'Go to' ? `Go to: ${shortcut.label}` : shortcut.label,
      ...(shortcut.group === 'Go to' ? {} : { detail: shortcut.group }),
      ...(shortcut.keys[0] === undefined ? {} : { keys: shortcut.keys[0] }),
      run,
    }));
}

/** Pages that no key leads to. */
function usePageItems(): readonly PaletteItem[] {
  const navigation = useNavigation();
  return sourcePages.map(({ id, title }) => ({
    id: `page ${id}`,
    section: 'Actions',
    label: `Go to: ${title}`,
    run: () => navigation.go({ screen: 'sources', connection: id }),
  }));
}

function useSearchItems(): { readonly saved: readonly PaletteItem[]; readonly asked: readonly PaletteItem[] } {
  const navigation = useNavigation();
  const look = useLookAtSearch();
  const memory = useExploreMemory();
  const saved = useSavedSearches().data ?? [];
  const asked = useSearchHistory().data ?? [];
  return {
    saved: saved.map(({ name, query, columns, newCount }) => ({
      id: `saved ${name}`,
      section: 'Saved searches',
      label: name,
      detail: newCount === null || newCount === 0 ? query : `${newCount} new · ${query}`,
      run: () => {
        look.mutate({ name });
        memory.change({ view: openColumnView(name, columns) });
        navigation.go({ screen: 'explore', query });
      },
    })),
    asked: asked.map(({ query }) => ({
      id: `asked ${query}`,
      section: 'Asked before',
      label: query,
      run: () => navigation.go({ screen: 'explore', query }),
    })),
  };
}

function useCaseItems(): readonly PaletteItem[] {
  const navigation = useNavigation();
  const cases = useCases().data ?? [];
  return cases.map(({ number, title }) => ({
    id: `case ${number}`,
    section: 'Cases',
    label: `${number} ${title}`,
    run: () => navigation.go({ screen: 'cases', number }),
  }));
}

/** Rows of the cache that the text finds; what cannot be read as a query finds none. */
function useIndicatorItems(text: string): PaletteItems {
  const navigation = useNavigation();
  const memory = useExploreMemory();
  const asked = usePaused(text);
  const isAsked = asked.length >= leastLetters;
  const { data, isPending } = useFirstRows(isAsked ? asked : null, mostRows);
  const items = (data ?? []).map((row): PaletteItem => {
    const value = displayValue(row);
    return {
      id: `indicator ${row.id}`,
      section: 'Indicators',
      label: value,
      row,
      run: () => {
        const query = `value:${quoteValue(row.value)}`;
        const isThere = navigation.route.screen === 'explore' && memory.state.query === query;
        memory.change(isThere ? showTrail([row.id]) : { toOpen: row.id });
        navigation.go({ screen: 'explore', query });
      },
    };
  });
  return { items, isPending: asked !== text || (isAsked && isPending) };
}

function useFindItems(text: string): readonly PaletteItem[] {
  const navigation = useNavigation();
  const remember = useRememberQuery();
  const { lookUp, running } = useLookupMemory();
  if (text === '') return [];
  const search: PaletteItem = {
    id: 'find search',
    section: 'Find',
    label: `Search the cache for ${text}`,
    run: () => {
      remember(text);
      navigation.go({ screen: 'explore', query: text });
    },
  };
  const lookup: PaletteItem = {
    id: 'find lookup',
    section: 'Find',
    label: `Look up ${text}`,
    detail: running === undefined ? 'what it is, lists, cases' : `waits for ${countOf(1, 'look-up')} to end`,
    run: () => {
      if (running === undefined) lookUp([textFile('Command palette', text)]);
      navigation.go({ screen: 'lookup' });
    },
  };
  return isIndicatorLike(text) ? [lookup, search] : [search, lookup];
}
