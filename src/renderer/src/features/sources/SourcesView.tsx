import { Button } from '@blueprintjs/core';
import { DataConnectionIcon, PlusIcon, RefreshIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useNotices } from '../../app/notices.tsx';
import { useConnections } from '../../bridge/use-connections.ts';
import { useSyncCommands, useSyncProgress } from '../../bridge/use-sync.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Ago } from '../../components/Moment.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { connectionStateWords } from '../../text/words.ts';
import { AddConnectionDialog } from './add/AddConnectionDialog.tsx';
import { ConnectionPage } from './ConnectionPage.tsx';
import { OverlapPage } from './OverlapPage.tsx';
import { StandingPage } from './StandingPage.tsx';
import { type SourcePage, sourcePages } from './source-pages.ts';
import './sources.css';

function ConnectionEntry(props: { readonly connection: Connection; readonly isCurrent: boolean }): ReactElement {
  const { connection } = props;
  const navigation = useNavigation();
  return (
    <li>
      <button
        type="button"
        className="connection-entry"
        aria-current={props.isCurrent ? 'true' : undefined}
        onClick={() => navigation.go({ screen: 'sources', connection: connection.id }, 'replace')}
      >
        <span className={`state-dot dot-${connection.state}`} />
        <span className="connection-lines">
          <span className="connection-name ellipsis">
            <HostileText text={connection.name} inCell />
          </span>
          <span className="muted ellipsis">
            <VendorName vendor={connection.vendor} />
          </span>
        </span>
        <span className="connection-lines connection-right">
          <span className={`connection-state word-${connection.state}`}>{connectionStateWords[connection.state]}</span>
          <span className="muted">
            <Ago atMs={connection.lastCompleteAtMs} never="" />
          </span>
        </span>
      </button>
    </li>
  );
}

function NoConnection(props: { readonly onAdd: () => void }): ReactElement {
  return (
    <EmptyState
      icon={<DataConnectionIcon size={20} />}
      title="No vendor is connected"
      action={
        <Button intent="primary" icon={<PlusIcon size={14} />} onClick={props.onAdd}>
          Connect a vendor
        </Button>
      }
    >
      <p>
        A connection is one account at a vendor. Its key goes into the system keychain; what the vendor knows comes into
        a cache on this computer and stays searchable without a network.
      </p>
    </EmptyState>
  );
}

function SyncAll(): ReactElement {
  const { start, cancel } = useSyncCommands();
  const notices = useNotices();
  const isRunning = useSyncProgress().length > 0;
  return isRunning ? (
    <Button
      size="small"
      variant="outlined"
      onClick={() => cancel.mutate({ connectionId: null }, { onError: notices.failed })}
    >
      Cancel all
    </Button>
  ) : (
    <Button
      size="small"
      variant="outlined"
      icon={<RefreshIcon size={14} />}
      loading={start.isPending}
      onClick={() => start.mutate({ connectionIds: null, streams: null, full: false }, { onError: notices.failed })}
    >
      Sync all
    </Button>
  );
}

function PageEntry(props: { readonly page: SourcePage; readonly isCurrent: boolean }): ReactElement {
  const { page } = props;
  const navigation = useNavigation();
  return (
    <li>
      <button
        type="button"
        className="connection-entry"
        aria-current={props.isCurrent ? 'true' : undefined}
        onClick={() => navigation.go({ screen: 'sources', connection: page.id }, 'replace')}
      >
        {page.title}
      </button>
    </li>
  );
}

/** Where the data comes from, how complete it is, and what to do about it. */
export function SourcesView(props: { readonly connection: string | null }): ReactElement {
  const connections = useConnections();
  const navigation = useNavigation();
  const [isAdding, setIsAdding] = useState(false);
  const all = connections.data ?? [];
  const page = sourcePages.find(({ id }) => id === props.connection);
  const current = all.find((connection) => connection.id === props.connection) ?? all[0];
  return (
    <div className="sources">
      <header className="screen-head">
        <h1>Sources</h1>
        <span className="grow" />
        {all.length === 0 ? null : <SyncAll />}
        <Button size="small" intent="primary" icon={<PlusIcon size={14} />} onClick={() => setIsAdding(true)}>
          Add connection
        </Button>
      </header>
      {connections.isPending ? <Loading lines={6} /> : null}
      {connections.error === null ? null : (
        <ErrorNote error={connections.error} onRetry={() => void connections.refetch()} />
      )}
      {connections.isSuccess && current === undefined ? <NoConnection onAdd={() => setIsAdding(true)} /> : null}
      {current === undefined ? null : (
        <div className="sources-panes">
          <nav className="connection-list scroll" aria-label="Connections">
            <ul>
              {all.map((connection) => (
                <ConnectionEntry
                  key={connection.id}
                  connection={connection}
                  isCurrent={page === undefined && connection.id === current.id}
                />
              ))}
            </ul>
            <h2 className="across-title">Across vendors</h2>
            <ul>
              {sourcePages.map((one) => (
                <PageEntry key={one.id} page={one} isCurrent={one === page} />
              ))}
            </ul>
          </nav>
          {page === undefined ? <ConnectionPage key={current.id} connection={current} /> : null}
          {page?.id === 'overlap' ? <OverlapPage /> : null}
          {page?.id === 'standing' ? <StandingPage /> : null}
        </div>
      )}
      {isAdding ? (
        <AddConnectionDialog
          takenNames={all.map((connection) => connection.name)}
          onClose={() => setIsAdding(false)}
          onAdded={(added) => {
            setIsAdding(false);
            navigation.go({ screen: 'sources', connection: added.id });
          }}
        />
      ) : null}
    </div>
  );
}
