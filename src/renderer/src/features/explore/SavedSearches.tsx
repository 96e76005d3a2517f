import { Button, Classes, PopoverNext } from '@blueprintjs/core';
import { BookmarkIcon, CrossIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { AskedQuery, SavedSearch, ShownColumn } from '#shared/model/saved-search.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNotices } from '../../app/notices.tsx';
import { useLookAtSearch, useRemoveSearch, useSavedSearches, useSearchHistory } from '../../bridge/use-searches.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { Moment } from '../../components/Moment.tsx';
import { countOf, formatCount } from '../../text/words.ts';
import { SaveSearch } from './SaveSearch.tsx';
import './saved-searches.css';

/** A query that is to be asked. */
export interface SearchToRun {
  readonly query: string;
  /** Of a saved search; undefined for one that was asked before, which leaves the columns as they are. */
  readonly name: string | undefined;
  /** Of a saved search; null are the ordinary ones. */
  readonly columns: readonly ShownColumn[] | null;
}

/** See {@link SavedSearches}. */
export interface SavedSearchesProps {
  /** What would be saved. */
  readonly query: string;
  readonly columns: readonly ShownColumn[];
  readonly onRun: (search: SearchToRun) => void;
}

/** Searches to come back to, with what is new in them, and those that were asked. */
export function SavedSearches(props: SavedSearchesProps): ReactElement {
  const saved = useSavedSearches().data ?? [];
  const news = saved.reduce((sum, { newCount }) => sum + (newCount ?? 0), 0);
  const name = news === 0 ? 'Saved searches' : `Saved searches, ${countOf(news, 'new indicator')}`;
  return (
    <PopoverNext placement="bottom-end" content={<Menu {...props} saved={saved} />}>
      <Button variant="minimal" size="small" aria-label={name} title={name} icon={<BookmarkIcon size={14} />}>
        {news === 0 ? null : <span className="saved-news">{formatCount(news)}</span>}
      </Button>
    </PopoverNext>
  );
}

function Menu(props: SavedSearchesProps & { readonly saved: readonly SavedSearch[] }): ReactElement {
  const { saved, query, columns, onRun } = props;
  const history = useSearchHistory().data ?? [];
  return (
    <div className="saved-searches">
      <SaveSearch query={query} columns={columns} names={saved.map(({ name }) => name)} />
      <h2 className="section-title">Saved searches</h2>
      {saved.length === 0 ? <p className="muted">None yet.</p> : null}
      <ul>
        {saved.map((search) => (
          <SavedLine key={search.name} search={search} onRun={onRun} />
        ))}
      </ul>
      <h2 className="section-title">Asked before</h2>
      {history.length === 0 ? <p className="muted">Nothing yet.</p> : null}
      <ul>
        {history.map((asked) => (
          <AskedLine key={asked.query} asked={asked} onRun={onRun} />
        ))}
      </ul>
    </div>
  );
}

function SavedLine(props: { readonly search: SavedSearch; readonly onRun: SavedSearchesProps['onRun'] }): ReactElement {
  const { name, query, columns, newCount } = props.search;
  const look = useLookAtSearch();
  const remove = useRemoveSearch();
  const notices = useNotices();
  return (
    <li>
      <button
        type="button"
        className={`saved-run ${Classes.POPOVER_DISMISS}`}
        onClick={() => {
          look.mutate({ name });
          props.onRun({ query, name, columns });
        }}
      >
        <span className="saved-name">
          <HostileText text={name} />
          {newCount === null || newCount === 0 ? null : <span className="saved-news">{formatCount(newCount)} new</span>}
        </span>
        <span className="mono muted saved-query">{query === '' ? 'everything' : <HostileText text={query} />}</span>
      </button>
      <Button
        variant="minimal"
        size="small"
        aria-label={`Forget ${revealHidden(name)}`}
        title="Forget"
        icon={<CrossIcon size={12} />}
        onClick={() => remove.mutate({ name }, { onError: notices.failed })}
      />
    </li>
  );
}

function AskedLine(props: { readonly asked: AskedQuery; readonly onRun: SavedSearchesProps['onRun'] }): ReactElement {
  const { query, askedAtMs } = props.asked;
  return (
    <li>
      <button
        type="button"
        className={`saved-run saved-asked ${Classes.POPOVER_DISMISS}`}
        onClick={() => props.onRun({ query, name: undefined, columns: null })}
      >
        <span className="mono saved-query">
          <HostileText text={query} />
        </span>
        <span className="muted">
          <Moment atMs={askedAtMs} />
        </span>
      </button>
    </li>
  );
}
