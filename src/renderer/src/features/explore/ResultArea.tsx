import { Button } from '@blueprintjs/core';
import { DataConnectionIcon, SearchIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { useNavigation } from '../../app/navigation.tsx';
import { useConnections } from '../../bridge/use-connections.ts';
import { useSyncCommands } from '../../bridge/use-sync.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { isQueryError } from '../../components/error-text.ts';
import { Loading } from '../../components/Loading.tsx';
import { ResultGrid, type ResultGridProps } from './ResultGrid.tsx';

/** First run, or nothing synced yet: what to do, instead of an empty table. */
function NothingCached(): ReactElement {
  const navigation = useNavigation();
  const connections = useConnections();
  const { start } = useSyncCommands();
  if (connections.isPending) return <Loading lines={6} />;
  if ((connections.data ?? []).length === 0) {
    return (
      <EmptyState
        icon={<DataConnectionIcon size={20} />}
        title="Connect your first vendor"
        action={
          <Button intent="primary" onClick={() => navigation.go({ screen: 'sources', connection: null })}>
            Go to Sources
          </Button>
        }
      >
        Sightline keeps everything your vendors say about indicators in a cache on this computer. Add a vendor account,
        sync once, and search here with or without a network.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<DataConnectionIcon size={20} />}
      title="Nothing is in the cache yet"
      action={
        <>
          <Button intent="primary" onClick={() => start.mutate({ connectionIds: null, streams: null, full: false })}>
            Sync now
          </Button>
          <Button onClick={() => navigation.go({ screen: 'sources', connection: null })}>See the sources</Button>
        </>
      }
    >
      Rows appear here page by page as soon as the first ones arrive.
    </EmptyState>
  );
}

/** What is wrong with a query is said under the box, at its column; twice would be noise. */
function UnreadableQuery(): ReactElement {
  return (
    <EmptyState icon={<SearchIcon size={20} />} title="The query cannot be read yet">
      It is marked above. The question mark beside the box shows what can be asked.
    </EmptyState>
  );
}

function NoMatch(props: { readonly onClearQuery: () => void }): ReactElement {
  return (
    <EmptyState
      icon={<SearchIcon size={20} />}
      title="No indicator matches"
      action={<Button onClick={props.onClearQuery}>Show everything</Button>}
    >
      Nothing in the cache fits this query. A bare address, URL or hash is matched exactly; half a name finds what
      contains it.
    </EmptyState>
  );
}

/**
 * The result, or what stands in its place. An error of the application stands alone where rows of another query would be
 * taken for the answer, and above the rows where they are the answer to this one, only perhaps not the latest.
 */
export function ResultArea(props: ResultGridProps & { readonly onClearQuery: () => void }): ReactElement {
  const { results } = props;
  const { error, total } = results;
  const isUnreadable = error !== null && isQueryError(error);
  if (results.isFirstLoad) return <Loading lines={14} label="Searching" />;
  if (isUnreadable && (!results.hasRows || total === 0)) return <UnreadableQuery />;
  const note =
    error === null || isUnreadable ? null : (
      <div className="result-error">
        <ErrorNote error={error} onRetry={results.retry} />
      </div>
    );
  if (note !== null && (results.isStale || !results.hasRows || total === 0)) return note;
  if (total === 0 && results.isStale) return <Loading lines={14} label="Searching" />;
  if (total !== 0) {
    return (
      <>
        {note}
        <ResultGrid {...props} />
      </>
    );
  }
  if (results.query === '' || results.query === '*') return <NothingCached />;
  return <NoMatch onClearQuery={props.onClearQuery} />;
}
