import { OfflineIcon, RefreshIcon, TimeIcon, WarningSignIcon } from '@blueprintjs/icons';
import { type ReactElement, useEffect, useState } from 'react';
import type { SyncProgress } from '#shared/contract/schemas.ts';
import type { Connection } from '#shared/model/connection.ts';
import { useAppInfo, useVaultStatus } from '../bridge/use-app.ts';
import { useBudget } from '../bridge/use-budgets.ts';
import { useConnections } from '../bridge/use-connections.ts';
import { useSchedule } from '../bridge/use-schedule.ts';
import { useStreamTitles } from '../bridge/use-stream-titles.ts';
import { useSyncCommands, useSyncProgress } from '../bridge/use-sync.ts';
import { HostileText } from '../components/HostileText.tsx';
import { Ago } from '../components/Moment.tsx';
import { describeBudget, isScarce, shortBudget } from '../text/budget-words.ts';
import { nextWords, scheduleWords } from '../text/schedule-words.ts';
import { connectionStateWords } from '../text/words.ts';
import { useNow, useSeconds } from './clock.tsx';
import { NoticeStatus } from './NoticeCentre.tsx';
import { useNavigation } from './navigation.tsx';
import { usePreferences } from './preferences.tsx';
import { describeSync } from './status-words.ts';

function useIsOffline(): boolean {
  const [isOffline, setIsOffline] = useState(() => !navigator.onLine);
  useEffect(() => {
    const follow = (): void => setIsOffline(!navigator.onLine);
    window.addEventListener('online', follow);
    window.addEventListener('offline', follow);
    return () => {
      window.removeEventListener('online', follow);
      window.removeEventListener('offline', follow);
    };
  }, []);
  return isOffline;
}

function ConnectionStatus(props: { readonly connection: Connection }): ReactElement {
  const { connection } = props;
  const navigation = useNavigation();
  const budget = useBudget(connection.id);
  const nowMs = useSeconds();
  const left = shortBudget(budget, nowMs);
  const sentences = [
    `${connection.name}: ${connectionStateWords[connection.state]}. Age of the last complete sync.`,
    ...describeBudget(budget, nowMs),
    ...(connection.possibleLoss === null ? [] : [connection.possibleLoss]),
  ];
  return (
    <button
      type="button"
      className="status-item"
      title={sentences.join('\n')}
      onClick={() => navigation.go({ screen: 'sources', connection: connection.id })}
    >
      <span className={`state-dot dot-${connection.state}`} />
      <span className="visually-hidden">{connectionStateWords[connection.state]}</span>
      <HostileText text={connection.name} inCell />
      <span className="muted">
        <Ago atMs={connection.lastCompleteAtMs} never="never synced" />
      </span>
      {left === '' ? null : <span className={isScarce(budget) ? 'status-warn' : 'muted status-budget'}>{left}</span>}
      {connection.possibleLoss === null ? null : (
        <span className="status-warn">
          <WarningSignIcon size={12} /> possible loss
        </span>
      )}
    </button>
  );
}

function SyncStatus(): ReactElement | null {
  const running = useSyncProgress();
  const { cancel } = useSyncCommands();
  const nowMs = useSeconds();
  const titles = useStreamTitles();
  const connections = useConnections().data;
  const titleOf = ({ connectionId, stream }: SyncProgress): string =>
    titles(connections?.find(({ id }) => id === connectionId)?.vendor ?? '', stream);
  if (running.length === 0) return null;
  return (
    <span className="status-item status-sync">
      <RefreshIcon size={12} className="turning" />
      <HostileText text={describeSync(running, nowMs, titleOf)} inCell />
      <button type="button" className="link-button" onClick={() => cancel.mutate({ connectionId: null })}>
        Cancel
      </button>
    </span>
  );
}

/** When the next sync begins by itself, or what keeps it from it; nothing where nothing is scheduled. */
function NextSync(): ReactElement | null {
  const schedule = useSchedule().data ?? [];
  const connections = useConnections().data ?? [];
  const nowMs = useNow();
  const set = schedule.filter(({ state }) => state !== 'off');
  if (set.length === 0) return null;
  const nameOf = (id: string): string => connections.find((connection) => connection.id === id)?.name ?? '';
  const lines = set.map((status) => `${nameOf(status.connectionId)}: ${scheduleWords(status, nowMs)}`);
  const isPaused = set.some(({ state }) => state === 'denied' || state === 'noSecret');
  return (
    <span className={isPaused ? 'status-item status-warn' : 'status-item muted'} title={lines.join('\n')}>
      <TimeIcon size={12} /> {isPaused ? 'Background sync paused' : nextWords(set, nowMs)}
    </span>
  );
}

function VaultNotes(): ReactElement | null {
  const vault = useVaultStatus().data;
  if (vault === undefined) return null;
  return (
    <>
      {vault.keychain.usable ? null : (
        <span className="status-item status-warn" title={vault.keychain.explanation}>
          <WarningSignIcon size={12} /> Keychain not usable
        </span>
      )}
      {vault.memoryOnly.length === 0 ? null : (
        <span
          className="status-item status-warn"
          title={`In memory only, gone when Sightline closes: ${vault.memoryOnly.join(', ')}`}
        >
          Secrets in memory: {vault.memoryOnly.length}
        </span>
      )}
    </>
  );
}

/** How old the data is, what runs now, and what hinders it; always in the same place and height. */
export function StatusBar(props: { readonly onMessages: () => void }): ReactElement {
  const connections = useConnections().data ?? [];
  const info = useAppInfo().data;
  const { timeZone } = usePreferences();
  const isOffline = useIsOffline();
  return (
    <footer className="status-bar">
      <div className="status-connections">
        {connections.map((connection) => (
          <ConnectionStatus key={connection.id} connection={connection} />
        ))}
      </div>
      <span className="grow" />
      <NextSync />
      <SyncStatus />
      {isOffline ? (
        <span className="status-item status-warn" title="Everything on screen comes from the local cache.">
          <OfflineIcon size={12} /> Offline, working from the cache
        </span>
      ) : null}
      {info === undefined || info.storageWarning === null ? null : (
        <span className="status-item status-warn" title={info.storageWarning}>
          <WarningSignIcon size={12} /> Slow drive
        </span>
      )}
      <VaultNotes />
      <NoticeStatus onOpen={props.onMessages} />
      <span className="status-item muted" title="Time zone of every time on screen">
        {timeZone === 'utc' ? 'UTC' : 'Local time'}
      </span>
      {info === undefined ? null : <span className="status-item muted">v{info.version}</span>}
    </footer>
  );
}
