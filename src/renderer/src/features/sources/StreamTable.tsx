import { Button, ProgressBar } from '@blueprintjs/core';
import { RefreshIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { SyncProgress } from '#shared/contract/schemas.ts';
import type { Connection, SyncRun } from '#shared/model/connection.ts';
import { useSeconds } from '../../app/clock.tsx';
import { useNotices } from '../../app/notices.tsx';
import { progressShare } from '../../app/status-words.ts';
import { useStreamTitles } from '../../bridge/use-stream-titles.ts';
import { useSyncCommands, useSyncProgress } from '../../bridge/use-sync.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { RunMark } from '../../components/Marks.tsx';
import { Ago } from '../../components/Moment.tsx';
import { TraceWords } from '../../components/TraceWords.tsx';
import { countOf, formatCount } from '../../text/words.ts';
import { explainRun, latestRuns, traceOfRun } from './runs.ts';

const orDash = (value: number | null): string => (value === null ? '–' : formatCount(value));

function Live(props: { readonly progress: SyncProgress }): ReactElement {
  const { progress } = props;
  const nowMs = useSeconds();
  const share = progressShare(progress);
  const isWaiting = progress.waitingUntilMs !== null && progress.waitingUntilMs > nowMs;
  return (
    <td colSpan={6} className="live">
      <div className="live-line">
        {/* Without a total the bar only says that something moves. */}
        <ProgressBar
          intent={isWaiting ? 'warning' : 'primary'}
          aria-label="Progress"
          animate={!isWaiting}
          {...(share === undefined ? {} : { value: share })}
        />
        <span>
          {formatCount(progress.received)}
          {progress.expected === null ? ' received' : ` of ${formatCount(progress.expected)}`} ·{' '}
          {countOf(progress.pages, 'page')}
          {isWaiting && progress.waitingUntilMs !== null
            ? ` · the vendor asked to wait ${Math.ceil((progress.waitingUntilMs - nowMs) / 1_000)} s`
            : ''}
        </span>
      </div>
    </td>
  );
}

function Last(props: { readonly run: SyncRun | undefined }): ReactElement {
  const { run } = props;
  if (run === undefined) {
    return (
      <td colSpan={6} className="muted">
        never synced
      </td>
    );
  }
  return (
    <>
      <td>
        <RunMark status={run.status} />
      </td>
      <td className="number">{orDash(run.expected)}</td>
      <td className="number">{formatCount(run.received)}</td>
      <td className="number">{formatCount(run.stored)}</td>
      <td className={run.rejected === 0 ? 'number muted' : 'number word-incomplete'}>{formatCount(run.rejected)}</td>
      <td>
        <Ago atMs={run.finishedAtMs ?? run.startedAtMs} />
      </td>
    </>
  );
}

function StreamLine(props: {
  readonly connection: Connection;
  readonly stream: string;
  readonly title: string;
  readonly run: SyncRun | undefined;
  readonly progress: SyncProgress | undefined;
}): ReactElement {
  const { connection, run } = props;
  const { start } = useSyncCommands();
  const notices = useNotices();
  const why = run === undefined || props.progress !== undefined ? undefined : explainRun(run);
  const trace = run === undefined ? undefined : traceOfRun(run);
  return (
    <>
      <tr className={why === undefined ? undefined : 'has-reason'}>
        <td className="stream-name">
          {props.title} <span className="mono muted">{props.stream === props.title ? '' : props.stream}</span>
        </td>
        {props.progress === undefined ? <Last run={run} /> : <Live progress={props.progress} />}
        <td className="stream-action">
          <Button
            size="small"
            variant="minimal"
            aria-label={`Sync ${props.title}`}
            icon={<RefreshIcon size={12} />}
            disabled={!connection.hasSecret || props.progress !== undefined}
            onClick={() =>
              start.mutate(
                { connectionIds: [connection.id], streams: [props.stream], full: false },
                { onError: notices.failed },
              )
            }
          />
        </td>
      </tr>
      {why === undefined ? null : (
        <tr className="reason-line">
          <td colSpan={8}>
            <span className={`word-${run?.status ?? 'incomplete'}`}>
              <HostileText text={why} />
            </span>
            {trace === undefined ? null : (
              <div className="run-trace muted">
                <TraceWords trace={trace} />
              </div>
            )}
          </td>
        </tr>
      )}
    </>
  );
}

/** Each stream with its last run: what the vendor said there was, and what arrived. */
export function StreamTable(props: {
  readonly connection: Connection;
  readonly runs: readonly SyncRun[];
}): ReactElement {
  const { connection } = props;
  const running = useSyncProgress().filter((progress) => progress.connectionId === connection.id);
  const latest = latestRuns(props.runs);
  const titleOf = useStreamTitles();
  return (
    <section aria-label="Streams" className="sources-section">
      <h3 className="section-title">Streams</h3>
      <table className="dense stream-table">
        <thead>
          <tr>
            <th>Stream</th>
            <th>Last run</th>
            <th className="number">Announced</th>
            <th className="number">Received</th>
            <th className="number">Stored</th>
            <th className="number">Rejected</th>
            <th>When</th>
            <th>
              <span className="visually-hidden">Sync</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {connection.streams.map((stream) => (
            <StreamLine
              key={stream}
              connection={connection}
              stream={stream}
              title={titleOf(connection.vendor, stream)}
              run={latest.get(stream)}
              progress={running.find((progress) => progress.stream === stream)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
